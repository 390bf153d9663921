"""Every SQL sentence about stays in storage to close: whose pallets, at whose place, for how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core.database.doors import ReadSession
from core.partners.tables import Partner, Site
from core.shared.taxes import Bill, bill_of
from core.storage.requests import stay_number
from core.storage.states import StayState
from core.storage.tables import StorageOffer, StorageStay


@dataclass(frozen=True, slots=True)
class StayToClose:
    """One stay as its closing needs it; both days included."""

    stay_id: int
    partner_id: int
    partner: str
    owner_id: int
    owner: str
    site: str
    first_day: date
    last_day: date
    bill: Bill
    state: StayState
    is_transfer: bool

    @property
    def number(self) -> str:
        """Return the number people see."""
        return stay_number(self.stay_id)


def stay(session: ReadSession, stay_id: int) -> StayToClose | None:
    """Return one stay."""
    return next(iter(_stays(session, col(StorageStay.id) == stay_id)), None)


def stays(session: ReadSession, stay_ids: Iterable[int]) -> list[StayToClose]:
    """Return stays by their last day."""
    return _stays(session, col(StorageStay.id).in_(sorted(set(stay_ids))))


def ended_between(session: ReadSession, first: date, last: date) -> list[StayToClose]:
    """Return the priced stays of one partner at another's that ended between two days, oldest first.

    Those that hand a load from truck to truck are left out: their price is in their reservation's.
    """
    return _stays(
        session,
        col(StorageStay.state) == StayState.confirmed,
        col(StorageStay.reservation_id).is_(None),
        col(StorageStay.last_day).between(first, last),
        col(StorageStay.price_cents) > 0,
        col(StorageStay.partner_id) != Site.partner_id,
    )


def _stays(session: ReadSession, *which: ColumnElement[bool]) -> list[StayToClose]:
    owner = aliased(Partner)
    statement = (
        select(StorageStay, Site, Partner.name, owner.name)
        .join(StorageOffer, col(StorageOffer.id) == StorageStay.offer_id)
        .join(Site, col(Site.id) == StorageOffer.site_id)
        .join(Partner, col(Partner.id) == StorageStay.partner_id)
        .join(owner, col(owner.id) == Site.partner_id)
        .where(*which)
        .order_by(col(StorageStay.last_day), col(StorageStay.id))
        .execution_options(populate_existing=True)
    )
    return [_as_stay(*row) for row in session.exec(statement)]


def _as_stay(found: StorageStay, site: Site, partner: str, owner: str) -> StayToClose:
    return StayToClose(
        stay_id=found.id or 0,
        partner_id=found.partner_id,
        partner=partner,
        owner_id=site.partner_id,
        owner=owner,
        site=site.name,
        first_day=found.first_day,
        last_day=found.last_day,
        bill=bill_of(found),
        state=found.state,
        is_transfer=found.reservation_id is not None,
    )
