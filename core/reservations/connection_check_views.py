"""What is wrong with ways with transfers, if anything: storage where a load changes trucks, prices that add up."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from core.database.doors import ReadSession
from core.lines.tables import DepartureStop
from core.reservations.connection_tables import RidePrice
from core.reservations.requests import number
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.reservations.transfers import days_between
from core.storage.states import StayState
from core.storage.tables import StorageOffer, StorageStay

_LIVE = (ReservationState.to_approve, ReservationState.confirmed, ReservationState.delivered)


def broken_connections(session: ReadSession) -> list[str]:
    """Return a sentence for each transfer without its storage, and for each price that is not the sum of its parts."""
    stays = _stays(session)
    broken = []
    for reservation_id, rides in groupby(_rides(session), key=lambda row: row[0]):
        broken += _transfers(reservation_id, list(rides), stays[reservation_id])
    return broken + _prices(session)


def _rides(session: ReadSession) -> Sequence[Any]:
    """Return, per ride: the reservation, where and when it boards, where and when it is set down."""
    boards, leaves = aliased(DepartureStop), aliased(DepartureStop)
    priced = select(RidePrice.reservation_id)
    statement = (
        select_columns(
            col(ReservationPart.reservation_id),
            col(boards.site_id),
            col(boards.leaves_at),
            col(leaves.site_id),
            col(leaves.arrives_at),
        )
        .join(Reservation, col(Reservation.id) == ReservationPart.reservation_id)
        .join(
            boards,
            (col(boards.departure_id) == ReservationPart.departure_id)
            & (col(boards.position) == ReservationPart.from_position),
        )
        .join(
            leaves,
            (col(leaves.departure_id) == ReservationPart.departure_id)
            & (col(leaves.position) == ReservationPart.to_position),
        )
        .where(col(Reservation.state).in_(_LIVE), col(Reservation.id).in_(priced))
        .order_by(col(ReservationPart.reservation_id), col(ReservationPart.position))
    )
    return session.execute(statement).all()


def _stays(session: ReadSession) -> dict[int, list[tuple[int, StorageStay]]]:
    """Return the storage of live transfers with its place, in the order of the transfers."""
    statement = (
        select(StorageOffer.site_id, StorageStay)
        .join(StorageOffer, col(StorageOffer.id) == StorageStay.offer_id)
        .where(col(StorageStay.reservation_id).is_not(None), col(StorageStay.state) == StayState.confirmed)
        .order_by(col(StorageStay.id))
    )
    found: dict[int, list[tuple[int, StorageStay]]] = defaultdict(list)
    for site_id, stay in session.exec(statement):
        found[stay.reservation_id or 0].append((site_id, stay))
    return found


def _transfers(reservation_id: int, rides: Sequence[Any], stays: Sequence[tuple[int, StorageStay]]) -> list[str]:
    what, changes = number(reservation_id), list(pairwise(rides))
    if len(stays) != len(changes):
        return [f"{what} changes trucks {len(changes)} times and is stored {len(stays)} times"]
    wrong = []
    for (site_id, stay), (before, after) in zip(stays, changes, strict=True):
        days = days_between(before[4], after[2])
        if not site_id == before[3] == after[1]:
            wrong.append(f"{what} is stored elsewhere than it changes trucks")
        elif (stay.first_day, stay.last_day) != (days.first, days.last):
            wrong.append(f"{what} is stored on other days than it changes trucks")
    return wrong


def _prices(session: ReadSession) -> list[str]:
    rides = (
        select_columns(col(RidePrice.reservation_id).label("id"), func.sum(col(RidePrice.price_cents)).label("cents"))
        .group_by(col(RidePrice.reservation_id))
        .subquery()
    )
    stored = (
        select_columns(func.coalesce(func.sum(col(StorageStay.price_cents)), 0))
        .where(col(StorageStay.reservation_id) == Reservation.id, col(StorageStay.state) == StayState.confirmed)
        .correlate(Reservation)
        .scalar_subquery()
    )
    statement = (
        select_columns(col(Reservation.id), col(Reservation.price_cents), rides.c.cents + stored)
        .join(rides, rides.c.id == Reservation.id)
        .where(col(Reservation.state).in_(_LIVE), col(Reservation.price_cents) != rides.c.cents + stored)
        .order_by(col(Reservation.id))
    )
    return [
        f"{number(each)} costs {price} cents, its rides and storage {summed}"
        for each, price, summed in session.execute(statement)
    ]
