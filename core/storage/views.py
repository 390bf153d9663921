"""What people see of storage: free room day by day for everybody, one's own stays, and who stays at one's own place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.access.rights import Member, Right, require_acting_for, require_signed_in
from core.database.doors import ReadSession
from core.partners.views import sites
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.places import Point
from core.shared.quantities import TemperatureClass
from core.storage import stay_store, store
from core.storage.board import StorageBoard
from core.storage.requests import StorageWish, checked_wish, stay_number
from core.storage.room import Days
from core.storage.settling_actions import refusal
from core.storage.states import StayState
from core.storage.waiting_list import Placed, Short, TooBig, rank

SHOWN_DAYS_BACK = 180


@dataclass(frozen=True, slots=True)
class DayShown:
    """What an offer holds on one day and what is free of it, in hundredths of a pallet; never who (R9)."""

    day: date
    offered: int
    free: int


@dataclass(frozen=True, slots=True)
class StorageOption:
    """One offer for a wish: what it costs in full, and whether there is room on every day.

    Attributes:
        fits: all of it has room now, and nobody waits for that room.
        most: the largest part that would get room now.
        reason: why it does not fit, with a way out.
        queue_length: how many stays wait before this one for a day of it.
    """

    offer_id: int
    site_id: int
    site_name: str
    town: str
    territory: str
    point: Point
    temperature: TemperatureClass
    cents_per_pallet_day: int
    conditions: str
    first_day: date
    last_day: date
    price_cents: int
    days: tuple[DayShown, ...]
    fits: bool
    most: int
    reason: Refusal | None
    queue_length: int
    may_wait: bool

    @property
    def least_free(self) -> int:
        """Return what is free on the fullest day, in hundredths of a pallet."""
        return min((day.free for day in self.days), default=0)


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


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as its place manages it: every day ahead, and who stays there."""

    offer_id: int
    site_id: int
    site_name: str
    town: str
    temperature: TemperatureClass
    first_day: date
    last_day: date
    pallet_hundredths: int
    cents_per_pallet_day: int
    conditions: str
    is_open: bool
    version: int
    days: tuple[DayShown, ...]
    stays: tuple[StayRow, ...]


@dataclass(frozen=True, slots=True)
class StorePlace:
    """A place that declares it can store, where this person may make an offer."""

    site_id: int
    name: str
    town: str
    stores_pallets: int
    temperatures: tuple[TemperatureClass, ...]


def find_storage(session: ReadSession, wish: StorageWish) -> list[StorageOption]:
    """Return the open offers that keep the temperature on some of the days, those with room first, then the cheapest.

    Open to everybody: it tells free room and prices, never who. Three queries, whatever the number of offers.

    Raises:
        Refusal: the wish cannot be believed.
    """
    today = clock.today()
    wish = checked_wish(wish, today=today)
    boards = store.boards_for(
        session, temperature=wish.temperature, days=wish.days, today=today, territory=wish.territory
    )
    settled = [board.settled(now=clock.now(), today=today).board for board in boards]
    return sorted((_option(board, wish) for board in settled), key=_merits)


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
    ranks = _ranks(boards)
    return [_stay(row, today, ranks) for row in rows]


def stays_of_reservations(session: ReadSession, reservation_ids: Sequence[int]) -> dict[int, list[StayRow]]:
    """Return the transfers of reservations (one query); whoever calls answers for who may see these reservations."""
    found: dict[int, list[StayRow]] = {}
    if reservation_ids:
        today = clock.today()
        for row in stay_store.of_reservations_listed(session, reservation_ids):
            found.setdefault(row[0].reservation_id, []).append(_stay(row, today, {}))
    return found


def offers_of(session: ReadSession, member: Member) -> list[OfferRow]:
    """Return the offers at one's own places (a coordinator: everywhere), with who stays there (four queries).

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    today = clock.today()
    owners = None if member.has(Right.coordinator) else member.partner_ids
    boards = store.boards_of_owners(session, owners, today=today)
    ranks = _ranks(boards)
    stays: dict[int, list[StayRow]] = {}
    for row in stay_store.in_offers(session, [board.offer_id for board in boards], since=today):
        stays.setdefault(row[0].offer_id, []).append(_stay(row, today, ranks))
    return [_offer(board, stays.get(board.offer_id, [])) for board in boards]


def places_to_offer(session: ReadSession, member: Member) -> list[StorePlace]:
    """Return the places whose card says they can store and for which this person may act (one query)."""
    return [
        StorePlace(site.id, site.name, site.town, site.stores_pallets, site.stores_temperatures)
        for site in sites(session)
        if site.is_active and site.stores_pallets and site.stores_temperatures and member.may_act_for(site.partner_id)
    ]


def storage_to_free(session: ReadSession) -> bool:
    """Say whether an offer of freed storage holds room beyond its time (one query)."""
    return bool(stay_store.offers_with_lapsed_holds(session, now=clock.now()))


def _option(board: StorageBoard, wish: StorageWish) -> StorageOption:
    answer = board.answer(wish.days, wish.pallet_hundredths)
    short = answer if isinstance(answer, Short) else None
    return StorageOption(
        offer_id=board.offer_id,
        site_id=board.site_id,
        site_name=board.site_name,
        town=board.town,
        territory=board.territory,
        point=board.point,
        temperature=board.temperature,
        cents_per_pallet_day=board.cents_per_pallet_day,
        conditions=board.conditions,
        first_day=board.days.first,
        last_day=board.days.last,
        price_cents=board.price(wish.days, wish.pallet_hundredths),
        days=_shown(board, wish.days),
        fits=isinstance(answer, Placed),
        most=answer.most if isinstance(answer, Short | TooBig) else 0,
        reason=None if isinstance(answer, Placed) else refusal(board, answer),
        queue_length=short.ahead if short is not None else 0,
        may_wait=short is not None,
    )


def _shown(board: StorageBoard, days: Days) -> tuple[DayShown, ...]:
    rooms = ((day, board.room.get(day)) for day in days)
    return tuple(DayShown(day, room.offered if room else 0, room.free if room else 0) for day, room in rooms)


def _merits(option: StorageOption) -> tuple[bool, bool, int, int, str]:
    """Order what was found: room first, then a queue that could give it, the most room, the price, the name."""
    return (
        not option.fits,
        not option.may_wait,
        0 if option.fits else -option.most,
        option.price_cents,
        option.site_name,
    )


def _ranks(boards: Sequence[StorageBoard]) -> dict[int, int]:
    return {waiter.stay_id: rank(board.room, board.queue, waiter.stay_id) for board in boards for waiter in board.queue}


def _stay(row: Any, today: date, ranks: dict[int, int]) -> StayRow:
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
    )


def _offer(board: StorageBoard, stays: Sequence[StayRow]) -> OfferRow:
    ahead = Days(min(board.room, default=board.days.last), board.days.last)
    return OfferRow(
        offer_id=board.offer_id,
        site_id=board.site_id,
        site_name=board.site_name,
        town=board.town,
        temperature=board.temperature,
        first_day=board.days.first,
        last_day=board.days.last,
        pallet_hundredths=board.pallet_hundredths,
        cents_per_pallet_day=board.cents_per_pallet_day,
        conditions=board.conditions,
        is_open=board.is_open,
        version=board.version,
        days=_shown(board, ahead),
        stays=tuple(stays),
    )
