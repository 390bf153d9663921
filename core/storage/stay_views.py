"""What people see of stays: a partner its own, with places in line; a reservation its transfers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.access.rights import Member, require_acting_for
from core.database.doors import ReadSession
from core.shared import clock
from core.shared.quantities import TemperatureClass
from core.shared.taxes import NO_TAXES, Bill, TaxRates, rates_of
from core.storage import stay_store, store
from core.storage.board import StorageBoard
from core.storage.requests import stay_number
from core.storage.states import StayState
from core.storage.waiting_list import rank

SHOWN_DAYS_BACK = 180


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stay as its partner, or the partner of the place, reads it.

    Attributes:
        rank: the place in line of a waiting stay, from 1.
        is_transfer: it hands over the load of a reservation and is changed with it.
        may_change, may_cancel: what may still be done, now.
    """

    id: int
    number: str
    state: StayState
    partner_id: int
    partner_name: str
    site_id: int
    site_name: str
    town: str
    temperature: TemperatureClass
    first_day: date
    last_day: date
    pallet_hundredths: int
    least_pallet_hundredths: int
    cents_per_pallet_day: int
    price_cents: int
    offer_ends_at: datetime | None
    note: str
    version: int
    is_transfer: bool
    is_over: bool
    may_change: bool
    may_cancel: bool
    rank: int | None = None
    taxes: TaxRates = NO_TAXES

    @property
    def bill(self) -> Bill:
        """Return what is to be paid."""
        return self.taxes.on(self.price_cents)


def stays_of(session: ReadSession, member: Member, *, partner_id: int) -> list[StayRow]:
    """Return a partner's stays by first day, those over for long left out (four queries at most).

    Raises:
        SignInNeeded, NotAllowed: only one's own partner's, except coordinators.
    """
    require_acting_for(member, partner_id)
    today = clock.today()
    rows = stay_store.of_partner(session, partner_id, since=today - timedelta(days=SHOWN_DAYS_BACK))
    waited_for = {row[0].offer_id for row in rows if row[0].state == StayState.waiting}
    boards = store.these_boards(session, waited_for, today=today) if waited_for else []
    ranks = places_in_line(boards)
    return [stay_row(row, today, ranks) for row in rows]


def stays_of_reservations(session: ReadSession, reservation_ids: Sequence[int]) -> dict[int, list[StayRow]]:
    """Return the transfers of reservations (one query); whoever calls answers for who may see these reservations."""
    found: dict[int, list[StayRow]] = {}
    if reservation_ids:
        today = clock.today()
        for row in stay_store.of_reservations_listed(session, reservation_ids):
            found.setdefault(row[0].reservation_id, []).append(stay_row(row, today, {}))
    return found


def storage_to_free(session: ReadSession) -> list[int]:
    """Return the offers of storage in which room is held beyond its time, or waited for in vain (one query)."""
    return stay_store.offers_to_settle(session, now=clock.now(), today=clock.today())


def places_in_line(boards: Sequence[StorageBoard]) -> dict[int, int]:
    """Return the place in line, from 1, of each stay that waits in these offers."""
    return {waiter.stay_id: rank(board.room, board.queue, waiter.stay_id) for board in boards for waiter in board.queue}


def stay_row(row: Any, today: date, ranks: Mapping[int, int]) -> StayRow:
    """Return a stay as people read it, from what the store lists."""
    stay, _offer, site, partner = row
    is_transfer = stay.reservation_id is not None
    is_over = stay.last_day < today
    own = not is_transfer and not is_over
    return StayRow(
        id=stay.id,
        number=stay_number(stay.id),
        state=stay.state,
        partner_id=stay.partner_id,
        partner_name=partner.name,
        site_id=site.id,
        site_name=site.name,
        town=site.town,
        temperature=stay.temperature,
        first_day=stay.first_day,
        last_day=stay.last_day,
        pallet_hundredths=stay.pallet_hundredths,
        least_pallet_hundredths=stay.least_pallet_hundredths,
        cents_per_pallet_day=stay.cents_per_pallet_day,
        price_cents=stay.price_cents,
        offer_ends_at=stay.offer_ends_at if stay.state == StayState.offered else None,
        note=stay.note,
        version=stay.version,
        is_transfer=is_transfer,
        is_over=is_over,
        may_change=own and stay.state in (StayState.confirmed, StayState.waiting),
        may_cancel=own and (stay.state == StayState.waiting or stay.first_day >= today),
        rank=ranks.get(stay.id) if stay.state == StayState.waiting else None,
        taxes=rates_of(stay),
    )
