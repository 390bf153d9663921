"""Who gets storage, in which order: order binds only where two stays have a day in common (R3).

On such days the room that earlier waiting stays need is promised to them: whoever comes later may take what is left
beyond it, never more, so nobody overtakes and no room stands idle that nobody before has a claim to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.storage.room import Days, Room, with_stay


@dataclass(frozen=True, slots=True)
class Waiter:
    """Pallets that want room on each of their days; `least` is the smallest part their partner said it would take."""

    stay_id: int
    days: Days
    pallet_hundredths: int
    least: int
    promotes_at_once: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """Room held for a waiting stay until `ends_at`."""

    stay_id: int
    days: Days
    pallet_hundredths: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """There is room for this much, on every day."""

    pallet_hundredths: int


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The place offers nothing on this day."""

    day: date


@dataclass(frozen=True, slots=True)
class TooBig:
    """Even empty, the place would not take it: at most `most` pallet hundredths could stay."""

    most: int


@dataclass(frozen=True, slots=True)
class Short:
    """Room is lacking on `day`; `most` could stay now, and `ahead` stays wait before this one for a day of it.

    `only_the_queue` says that it would fit if nobody waited for the room before it.
    """

    day: date
    lacking: int
    most: int
    ahead: int
    only_the_queue: bool


Answer = Placed | NotOffered | TooBig | Short


@dataclass(frozen=True, slots=True)
class Promotion:
    """A waiting stay that gets room now."""

    waiter: Waiter
    placed: Placed


def answer_to(room: Room, ahead: Iterable[Waiter], waiter: Waiter) -> Answer:
    """Say whether a stay gets room, given those who wait before it."""
    missing = next((day for day in waiter.days if day not in room), None)
    if missing is not None:
        return NotOffered(missing)
    capacity = min(room[day].offered for day in waiter.days)
    if capacity < waiter.least:
        return TooBig(capacity)
    contenders = _contenders(room, ahead, waiter)
    free = {day: room[day].free - _promised(contenders, day) for day in waiter.days}
    most = min(waiter.pallet_hundredths, max(0, min(free.values())))
    if most >= waiter.least:
        return Placed(most)
    by_itself = {day: room[day].free for day in waiter.days}
    only_the_queue = min(by_itself.values()) >= waiter.least
    compared = free if only_the_queue else by_itself
    day = min(compared, key=lambda each: (compared[each], each))
    return Short(
        day=day,
        lacking=waiter.pallet_hundredths - compared[day],
        most=most,
        ahead=len(contenders),
        only_the_queue=only_the_queue,
    )


def promotions(room: Room, queue: Iterable[Waiter]) -> list[Promotion]:
    """Return who of the queue (in order) gets room now, and how much."""
    promoted: list[Promotion] = []
    still_waiting: list[Waiter] = []
    for waiter in queue:
        answer = answer_to(room, still_waiting, waiter)
        if isinstance(answer, Placed):
            promoted.append(Promotion(waiter, answer))
            room = with_stay(room, waiter.days, answer.pallet_hundredths)
        else:
            still_waiting.append(waiter)
    return promoted


def rank(room: Room, queue: Sequence[Waiter], stay_id: int) -> int:
    """Return the place of a waiting stay, from 1: it counts only those before it who want one of its days."""
    place = next(index for index, waiter in enumerate(queue) if waiter.stay_id == stay_id)
    return 1 + len(_contenders(room, queue[:place], queue[place]))


def _contenders(room: Room, ahead: Iterable[Waiter], later: Waiter) -> list[Waiter]:
    return [each for each in ahead if each.days.overlaps(later.days) and _could_ever_fit(room, each)]


def _could_ever_fit(room: Room, waiter: Waiter) -> bool:
    """Say whether the empty place would take the stay; one that it would not (less is offered now) blocks nobody."""
    return all(day in room and room[day].offered >= waiter.least for day in waiter.days)


def _promised(contenders: Iterable[Waiter], day: date) -> int:
    return sum(each.pallet_hundredths for each in contenders if each.days.first <= day <= each.days.last)
