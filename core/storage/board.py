"""One offer of storage as the rules see it: its facts, its room day by day, and who waits for it, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.shared.places import Point
from core.shared.quantities import TemperatureClass, may_ride
from core.storage.room import Days, Room, price_cents, with_stay
from core.storage.waiting_list import Answer, Held, Promotion, Waiter, answer_to, promotions


@dataclass(frozen=True, slots=True)
class StorageBoard:
    """One offer: `owner_id` is the partner of the place; `room` begins today, what is past is not rebooked."""

    offer_id: int
    site_id: int
    site_name: str
    town: str
    territory: str
    point: Point
    owner_id: int
    owner_name: str
    temperature: TemperatureClass
    days: Days
    pallet_hundredths: int
    cents_per_pallet_day: int
    conditions: str
    is_open: bool
    version: int
    room: Room
    queue: Sequence[Waiter] = ()
    held: Sequence[Held] = ()

    def keeps(self, temperature: TemperatureClass) -> bool:
        """Say whether a load of this class may stay here (R2)."""
        return may_ride(temperature, kept_at=self.temperature)

    def answer(self, days: Days, pallet_hundredths: int, *, least: int | None = None) -> Answer:
        """Say whether a newcomer, the last in line, gets room."""
        return answer_to(
            self.room, self.queue, Waiter(0, days, pallet_hundredths, pallet_hundredths if least is None else least)
        )

    def price(self, days: Days, pallet_hundredths: int) -> int:
        """Return the price of a stay in cents, before taxes."""
        return price_cents(
            pallet_hundredths=pallet_hundredths, days=days, cents_per_pallet_day=self.cents_per_pallet_day
        )

    def settled(self, *, now: datetime, today: date) -> "Settled":
        """Return what follows from the moment: lapsed offers freed, then the queue served for days still ahead."""
        over = [held for held in self.held if held.ends_at <= now]
        room = self.room
        for held in over:
            room = with_stay(room, held.days, -held.pallet_hundredths)
        in_vain = [waiter for waiter in self.queue if waiter.days.first < today]
        queue = [waiter for waiter in self.queue if waiter.days.first >= today]
        promoted = promotions(room, queue) if self.is_open else []
        for each in promoted:
            room = with_stay(room, each.waiter.days, each.placed.pallet_hundredths)
        served = {each.waiter.stay_id for each in promoted}
        board = replace(
            self,
            room=room,
            queue=[waiter for waiter in queue if waiter.stay_id not in served],
            held=[held for held in self.held if held not in over],
        )
        return Settled(board, over, promoted, in_vain)


@dataclass(frozen=True, slots=True)
class Settled:
    """A board with nothing left to do, and what was done to get there; `in_vain` waited until past their first day."""

    board: StorageBoard
    lapsed: Sequence[Held]
    promoted: Sequence[Promotion]
    in_vain: Sequence[Waiter] = ()
