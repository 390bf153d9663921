"""Where pallets can stay: each offer with its price in full and its free room day by day, never who is there (R9)."""

from dataclasses import dataclass
from datetime import date

from core.database.doors import ReadSession
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.places import Point
from core.shared.quantities import TemperatureClass
from core.shared.taxes import NO_TAXES, Bill, TaxRates
from core.storage import store
from core.storage.board import StorageBoard
from core.storage.requests import StorageWish, checked_wish
from core.storage.room import Days
from core.storage.settling_actions import refusal
from core.storage.waiting_list import Placed, Short, TooBig
from core.tariffs.views import tariff_on


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
    taxes: TaxRates = NO_TAXES

    @property
    def bill(self) -> Bill:
        """Return what is to be paid."""
        return self.taxes.on(self.price_cents)

    @property
    def least_free(self) -> int:
        """Return what is free on the fullest day, in hundredths of a pallet."""
        return min((day.free for day in self.days), default=0)


def find_storage(session: ReadSession, wish: StorageWish) -> list[StorageOption]:
    """Return the open offers that keep the temperature on some of the days, those with room first, then the cheapest.

    Open to everybody: it tells free room and prices, never who. Four queries, whatever the number of offers.

    Raises:
        Refusal: the wish cannot be believed.
    """
    today = clock.today()
    wish = checked_wish(wish, today=today)
    boards = store.boards_for(
        session, temperature=wish.temperature, days=wish.days, today=today, territory=wish.territory
    )
    settled = [board.settled(now=clock.now(), today=today).board for board in boards]
    taxes = tariff_on(session, wish.first_day).taxes
    return sorted((_option(board, wish, taxes) for board in settled), key=_merits)


def _option(board: StorageBoard, wish: StorageWish, taxes: TaxRates) -> StorageOption:
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
        days=shown_days(board, wish.days),
        fits=isinstance(answer, Placed),
        most=answer.most if isinstance(answer, Short | TooBig) else 0,
        reason=None if isinstance(answer, Placed) else refusal(board, answer),
        queue_length=short.ahead if short is not None else 0,
        may_wait=short is not None,
        taxes=taxes,
    )


def shown_days(board: StorageBoard, days: Days) -> tuple[DayShown, ...]:
    """Return what an offer holds and what is free of it, day by day."""
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
