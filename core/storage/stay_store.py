"""Every SQL sentence about stays."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.partners.tables import Partner, Site
from core.shared.errors import BusyNetwork
from core.storage.states import ALIVE
from core.storage.store import lock_offers
from core.storage.tables import StayState, StorageOffer, StorageStay


def add(session: WriteSession, stay: StorageStay) -> int:
    """Write a stay; return its id.

    Raises:
        BusyNetwork: the same form arrived twice at the same instant for two offers: try again, and the answer will
            be the first one's.
    """
    session.add(stay)
    try:
        session.flush()
    except IntegrityError as fault:
        if "request_id" in str(fault.orig):
            raise BusyNetwork from fault
        raise
    return number_of(stay)


def number_of(stay: StorageStay) -> int:
    """Return the id of a stay that is written."""
    if stay.id is None:
        raise ValueError("this stay is not written yet")
    return stay.id


def made_by_request(session: ReadSession, request_id: str) -> StorageStay | None:
    """Return the stay that a form already made."""
    return session.exec(select(StorageStay).where(col(StorageStay.request_id) == request_id)).first()


def lock_stay(session: WriteSession, stay_id: int) -> StorageStay | None:
    """Lock the offer of a stay, then return the stay as it is now."""
    offer_id = session.exec(select(StorageStay.offer_id).where(col(StorageStay.id) == stay_id)).first()
    if offer_id is None:
        return None
    lock_offers(session, [offer_id])
    return these(session, [stay_id])[0]


def these(session: ReadSession, stay_ids: Iterable[int]) -> list[StorageStay]:
    """Return stays as the database holds them now, by id."""
    return _read(session, col(StorageStay.id).in_(sorted(set(stay_ids))))


def of_reservations(session: ReadSession, reservation_ids: Iterable[int]) -> list[StorageStay]:
    """Return the transfers of reservations that are still alive, by offer and id."""
    return _read(
        session,
        col(StorageStay.reservation_id).in_(sorted(set(reservation_ids))),
        col(StorageStay.state).in_(ALIVE),
    )


def _read(session: ReadSession, *which: ColumnElement[bool]) -> list[StorageStay]:
    statement = select(StorageStay).where(*which).order_by(col(StorageStay.offer_id), col(StorageStay.id))
    return list(session.exec(statement.execution_options(populate_existing=True)))


def offers_to_settle(session: ReadSession, *, now: datetime, today: date) -> list[int]:
    """Return the offers in which a stay holds room beyond its time, or waits beyond its first day, by id."""
    held_too_long = (col(StorageStay.state) == StayState.offered) & (col(StorageStay.offer_ends_at) <= now)
    in_vain = (col(StorageStay.state) == StayState.waiting) & (col(StorageStay.first_day) < today)
    statement = select(StorageStay.offer_id).where(held_too_long | in_vain).distinct()
    return sorted(session.exec(statement))


_LISTED = (
    select_columns(StorageStay, StorageOffer, Site, Partner)
    .join(StorageOffer, col(StorageOffer.id) == StorageStay.offer_id)
    .join(Site, col(Site.id) == StorageOffer.site_id)
    .join(Partner, col(Partner.id) == StorageStay.partner_id)
    .order_by(col(StorageStay.first_day), col(StorageStay.id))
)


def of_partner(session: ReadSession, partner_id: int, *, since: date) -> Sequence[Row[Any]]:
    """Return a partner's stays that end on a day or later, with their offer, place and partner."""
    which = (col(StorageStay.partner_id) == partner_id, col(StorageStay.last_day) >= since)
    return session.execute(_LISTED.where(*which)).all()


def in_offers(session: ReadSession, offer_ids: Sequence[int], *, since: date) -> Sequence[Row[Any]]:
    """Return the live stays of offers that end on a day or later."""
    which = (
        col(StorageStay.offer_id).in_(offer_ids),
        col(StorageStay.last_day) >= since,
        col(StorageStay.state).in_(ALIVE),
    )
    return session.execute(_LISTED.where(*which)).all()


def of_reservations_listed(session: ReadSession, reservation_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Return the transfers of reservations, cancelled ones included, with their offer, place and partner."""
    return session.execute(_LISTED.where(col(StorageStay.reservation_id).in_(reservation_ids))).all()
