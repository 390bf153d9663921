"""Every SQL sentence about departures to close: the run, what its vehicle costs, and what was carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from core.compensation.run_cost import VehicleCosts, run_cost
from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import Vehicle
from core.lines.kinds import DepartureState
from core.lines.tables import Departure, Leg, Line
from core.partners.tables import Site
from core.reservations.ending_store import penalties
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared.taxes import Bill, bill_of
from core.storage.states import StayState
from core.storage.tables import StorageOffer, StorageStay


@dataclass(frozen=True, slots=True)
class RunToClose:
    """One run as its closing needs it."""

    departure_id: int
    line: str
    service_date: date
    ends_at: datetime
    state: DepartureState
    owner_id: int
    cost_cents: int


def run(session: ReadSession, departure_id: int) -> RunToClose | None:
    """Return one departure with the cost of its run."""
    return next(iter(runs(session, [departure_id])), None)


def back_between(session: ReadSession, first: datetime, last: datetime) -> list[int]:
    """Return the departures that came back between two moments and were not cancelled, oldest first."""
    statement = (
        select(Departure.id)
        .where(col(Departure.state) != DepartureState.cancelled, col(Departure.ends_at).between(first, last))
        .order_by(col(Departure.ends_at), col(Departure.id))
    )
    return [each for each in session.exec(statement) if each is not None]


def runs(session: ReadSession, departure_ids: Sequence[int]) -> list[RunToClose]:
    """Return departures with the cost of their run, in the order they came back."""
    metres = (
        select(Leg.departure_id, func.sum(Leg.metres).label("metres"))
        .where(col(Leg.departure_id).in_(departure_ids))
        .group_by(col(Leg.departure_id))
        .subquery()
    )
    statement = (
        select(Departure, Vehicle, Line.name, func.coalesce(metres.c.metres, 0))
        .join(Vehicle, col(Vehicle.id) == Departure.vehicle_id)
        .join(Line, col(Line.id) == Departure.line_id)
        .outerjoin(metres, metres.c.departure_id == Departure.id)
        .where(col(Departure.id).in_(departure_ids))
        .order_by(col(Departure.ends_at), col(Departure.id))
    )
    return [_as_run(*row) for row in session.exec(statement)]


def _as_run(departure: Departure, vehicle: Vehicle, line: str, metres: int) -> RunToClose:
    costs = VehicleCosts(vehicle.fixed_cents, vehicle.cents_per_km, vehicle.cents_per_hour)
    minutes = round((departure.ends_at - departure.starts_at).total_seconds() / 60)
    return RunToClose(
        departure_id=departure.id or 0,
        line=line,
        service_date=departure.service_date,
        ends_at=departure.ends_at,
        state=departure.state,
        owner_id=vehicle.owner_id,
        cost_cents=run_cost(costs, metres=int(metres), minutes=minutes),
    )


def carried(
    session: ReadSession, departure_ids: Sequence[int], states: Sequence[ReservationState]
) -> list[tuple[int, Reservation]]:
    """Return departure and reservation, for those in one of the states whose last part rides on the departures."""
    later = aliased(ReservationPart)
    has_later_part = (
        select(later.id)
        .where(later.reservation_id == ReservationPart.reservation_id, later.position > ReservationPart.position)
        .exists()
    )
    statement = (
        select(ReservationPart.departure_id, Reservation)
        .join(Reservation, col(Reservation.id) == ReservationPart.reservation_id)
        .where(
            col(ReservationPart.departure_id).in_(departure_ids), col(Reservation.state).in_(states), ~has_later_part
        )
        .order_by(col(Reservation.id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(statement))


class Owed(NamedTuple):
    """What one reservation owes with the closing of a departure."""

    departure_id: int
    partner_id: int
    reservation_id: int
    bill: Bill


def owed_on(
    session: ReadSession,
    departure_ids: Sequence[int],
    states: Sequence[ReservationState] = (ReservationState.delivered,),
) -> list[Owed]:
    """Return what is owed for what was carried, and for what was cancelled late."""
    prices = [
        Owed(departure_id, reservation.partner_id, reservation.id or 0, bill_of(reservation))
        for departure_id, reservation in carried(session, departure_ids, states)
    ]
    return [*prices, *(Owed(*each) for each in penalties(session, departure_ids))]


def storage_within(session: ReadSession, reservation_ids: Sequence[int]) -> dict[int, int]:
    """Return the cents that the prices of reservations hold for storage between two trucks, by the place's owner."""
    price = func.sum(col(StorageStay.price_cents))
    statement = (
        select(Site.partner_id, price)
        .select_from(StorageStay)
        .join(StorageOffer, col(StorageOffer.id) == StorageStay.offer_id)
        .join(Site, col(Site.id) == StorageOffer.site_id)
        .where(col(StorageStay.reservation_id).in_(reservation_ids), col(StorageStay.state) == StayState.confirmed)
        .group_by(col(Site.partner_id))
        .having(price > 0)
    )
    return {owner_id: int(cents) for owner_id, cents in session.exec(statement)}


def deliver(session: WriteSession, reservations: Sequence[Reservation]) -> None:
    """Say that reservations were delivered in full; the departure they rode on is locked by the caller."""
    for reservation in reservations:
        reservation.state = ReservationState.delivered
        reservation.delivered_kg = reservation.kg
        reservation.version += 1
    session.flush()
