"""Who gets room, in which order: the waiting list, and a newcomer who is simply the last in line (R3).

Order binds only where two loads could meet: on a common leg, in a compartment that may carry both. There, the room
that earlier waiting loads need is promised to them: whoever comes later may take what is left beyond it, never more,
so nobody overtakes and no room stands idle that nobody before has a claim to. The vehicle's payload is shared by all
compartments: it is promised as far as the waiting load could already use it.

A line may say that a very big load does not hold up smaller ones (`passed_above`, a share of the empty truck in per
cent): what is promised to it is then promised only against loads as big.

Where room is kept for a kind of partner, or one partner may hold so much only (R5), a load is promised no more than
its partner may take today; one that could not ride before the release, whatever came free, keeps its place and holds
nobody up until then.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.reservations.fitting import TruckRoom, largest_part, relative_lack
from core.reservations.itineraries import Stretch
from core.reservations.priority import NOBODY, Holder, KeptBack
from core.reservations.promised_room import (
    Waiter as Waiter,
)
from core.reservations.promised_room import (
    contenders_of,
    free_along,
    free_on_leg,
    is_passable,
    would_take,
)
from core.reservations.promised_room import (
    could_ever_fit as could_ever_fit,
)
from core.shared.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Placed:
    """There is room: in this compartment, for this quantity (all of the load, or the part agreed beforehand)."""

    compartment_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class NotKept:
    """No compartment of this departure keeps the load's temperature all the way."""


@dataclass(frozen=True, slots=True)
class TooBig:
    """Even the empty truck would not take it: at most `most` could ride."""

    most: Quantity


@dataclass(frozen=True, slots=True)
class Short:
    """Room is lacking on the leg at `position`; `most` would fit now, and `ahead` loads wait before this one.

    `only_the_queue` says that the load would fit if nobody waited for the room before it; `kept_back`, that it would
    if the room were not kept for others until a moment.
    """

    position: int
    lacking: Quantity
    most: Quantity
    ahead: int
    only_the_queue: bool
    kept_back: KeptBack | None = None


Answer = Placed | NotKept | TooBig | Short


@dataclass(frozen=True, slots=True)
class Promotion:
    """A waiting load that gets room now."""

    waiter: Waiter
    placed: Placed


@dataclass(frozen=True, slots=True)
class Offer:
    """Room held for a waiting load until `ends_at`."""

    reservation_id: int
    stretch: Stretch
    compartment_id: int
    quantity: Quantity
    ends_at: datetime
    holder: Holder = NOBODY


def lapsed(offers: Sequence[Offer], *, now: datetime) -> list[Offer]:
    """Return the offers whose time is over."""
    return [offer for offer in offers if offer.ends_at <= now]


def promotions(room: TruckRoom, queue: Sequence[Waiter], *, passed_above: int | None = None) -> list[Promotion]:
    """Return who of the queue (in order) gets room now, and where."""
    promoted: list[Promotion] = []
    still_waiting: list[Waiter] = []
    for waiter in queue:
        answer = answer_to(room, still_waiting, waiter, passed_above=passed_above)
        if isinstance(answer, Placed):
            promoted.append(Promotion(waiter, answer))
            room = room.with_load(waiter.stretch, answer.compartment_id, answer.quantity, waiter.holder)
        else:
            still_waiting.append(waiter)
    return promoted


def answer_to(
    room: TruckRoom,
    ahead: Sequence[Waiter],
    waiter: Waiter,
    *,
    stays_in: int | None = None,
    passed_above: int | None = None,
) -> Answer:
    """Say whether a load gets room, given those who wait before it.

    Args:
        room: what is free now.
        ahead: the loads that were there first and are still waiting, in any order.
        waiter: the load.
        stays_in: the compartment it rides in already, preferred when its quantity changes.
        passed_above: from which share of the truck on a load ahead may be passed by smaller ones; None if none may be.
    """
    compartments = room.keeping(waiter.temperature, waiter.stretch)
    if not compartments:
        return NotKept()
    capacities = {each: room.capacity(waiter.stretch, each) for each in compartments}
    if not any(would_take(capacity, waiter) for capacity in capacities.values()):
        most = max((largest_part(waiter.quantity, capacity) for capacity in capacities.values()), key=lambda q: q.kg)
        return TooBig(most)
    contenders = contenders_of(room, ahead, waiter, passed_above)
    free = {each: free_along(room, contenders, waiter, each) for each in compartments}
    chosen = _choose(compartments, free, waiter, stays_in)
    return chosen if chosen is not None else _shortage(room, contenders, waiter, free)


def rank(room: TruckRoom, queue: Sequence[Waiter], reservation_id: int, *, passed_above: int | None = None) -> int:
    """Return the place of a waiting load, from 1: it counts only those before it whom it could meet on board."""
    ahead, waiter = _split(queue, reservation_id)
    return 1 + len(contenders_of(room, ahead, waiter, passed_above))


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a waiting load, from 1, what it waits for, and whether smaller loads may go before it."""

    rank: int
    answer: Answer
    may_be_passed: bool


def place_in_line(
    room: TruckRoom, queue: Sequence[Waiter], reservation_id: int, *, passed_above: int | None = None
) -> Place:
    """Return the place of a waiting load and what it waits for."""
    ahead, waiter = _split(queue, reservation_id)
    return Place(
        rank=1 + len(contenders_of(room, ahead, waiter, passed_above)),
        answer=answer_to(room, ahead, waiter, passed_above=passed_above),
        may_be_passed=is_passable(room, waiter, passed_above),
    )


def _split(queue: Sequence[Waiter], reservation_id: int) -> tuple[Sequence[Waiter], Waiter]:
    place = next(index for index, waiter in enumerate(queue) if waiter.reservation_id == reservation_id)
    return queue[:place], queue[place]


def _choose(
    compartments: Sequence[int], free: dict[int, Quantity], waiter: Waiter, stays_in: int | None
) -> Placed | None:
    """Return the first compartment that takes all of it, else the one that takes the largest agreed part."""
    in_order = sorted(compartments, key=lambda each: each != stays_in)
    for compartment_id in in_order:
        if waiter.quantity.fits_in(free[compartment_id]):
            return Placed(compartment_id, waiter.quantity)
    parts = [(largest_part(waiter.quantity, free[each]), each) for each in in_order]
    part, compartment_id = max(parts, key=lambda pair: pair[0].kg)
    return Placed(compartment_id, part) if part.kg >= waiter.least_kg else None


def _shortage(room: TruckRoom, contenders: Sequence[Waiter], waiter: Waiter, free: dict[int, Quantity]) -> Short:
    """Name the leg that lacks most, in the compartment that lacks least.

    What is lacking is room on the truck; only where that would be enough is it room kept for others, and only where
    nothing is kept from this load is it the room promised to others.
    """
    only_the_queue = _has_room(room, waiter, free)
    kept_back = None if only_the_queue else _kept_back(room, waiter, free)
    looked_at = room if only_the_queue or kept_back is not None else room.open_to_all()
    promised_to = contenders if only_the_queue else ()
    compared = {each: free_along(looked_at, promised_to, waiter, each) for each in free}
    compartment_id = min(compared, key=lambda each: (relative_lack(waiter.quantity, compared[each]), each))
    on_legs = {leg: free_on_leg(looked_at, promised_to, waiter, leg, compartment_id) for leg in waiter.stretch.legs}
    position = max(on_legs, key=lambda leg: (relative_lack(waiter.quantity, on_legs[leg]), -leg))
    return Short(
        position=position,
        lacking=waiter.quantity.shortfall(on_legs[position]),
        most=max((largest_part(waiter.quantity, each) for each in free.values()), key=lambda part: part.kg),
        ahead=len(contenders),
        only_the_queue=only_the_queue,
        kept_back=kept_back,
    )


def _has_room(room: TruckRoom, waiter: Waiter, compartments: Iterable[int]) -> bool:
    """Say whether all of a load would fit if nobody waited for the room before it."""
    return any(waiter.quantity.fits_in(free_along(room, (), waiter, each)) for each in compartments)


def _kept_back(room: TruckRoom, waiter: Waiter, compartments: Collection[int]) -> KeptBack | None:
    """Return until when the room a load would fit in is kept from its partner, and for whom; None where it is not."""
    priority = room.priority
    opens = (moment for moment in priority.moments if _has_room(room.at(moment), waiter, compartments))
    until = next(opens, None)
    if until is None:
        return None
    keeping = [each for each in priority.shares if waiter.holder.kind not in each.kinds and each.until <= until]
    without_limit = replace(room, priority=replace(priority, limit=None))
    if priority.limit is not None and (not keeping or _has_room(without_limit, waiter, compartments)):
        return KeptBack(until, (), priority.limit.percent)
    kinds = sorted({kind for each in keeping for kind in each.kinds})
    return KeptBack(until, tuple(kinds), sum(each.percent for each in keeping))
