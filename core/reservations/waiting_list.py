"""Who gets room, in which order: the waiting list, and a newcomer who is simply the last in line (R3).

Order binds only where two loads could meet: on a common leg, in a compartment that may carry both. There, the room
that earlier waiting loads need is promised to them: whoever comes later may take what is left beyond it, never more,
so nobody overtakes and no room stands idle that nobody before has a claim to. The vehicle's payload is shared by all
compartments: it is promised as far as the waiting load could already use it.

A line may say that a very big load does not hold up smaller ones (`passed_above`, a share of the empty truck in per
cent): what is promised to it is then promised only against loads as big.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.reservations.fitting import TruckRoom, largest_part, relative_lack, share_of
from core.reservations.itineraries import Stretch
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class Waiter:
    """A load that wants room on one departure; `least_kg` is the smallest part its partner said it would take."""

    reservation_id: int
    stretch: Stretch
    temperature: TemperatureClass
    quantity: Quantity
    least_kg: int
    promotes_at_once: bool = True


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

    `only_the_queue` says that the load would fit if nobody waited for the room before it.
    """

    position: int
    lacking: Quantity
    most: Quantity
    ahead: int
    only_the_queue: bool


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
            room = room.with_load(waiter.stretch, answer.compartment_id, answer.quantity)
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
    if not any(_would_take(capacity, waiter) for capacity in capacities.values()):
        most = max((largest_part(waiter.quantity, capacity) for capacity in capacities.values()), key=lambda q: q.kg)
        return TooBig(most)
    contenders = _contenders(room, ahead, waiter, passed_above)
    free = {each: _free_along(room, contenders, waiter.stretch, each) for each in compartments}
    chosen = _choose(compartments, free, waiter, stays_in)
    return chosen if chosen is not None else _shortage(room, contenders, waiter, free)


def rank(room: TruckRoom, queue: Sequence[Waiter], reservation_id: int, *, passed_above: int | None = None) -> int:
    """Return the place of a waiting load, from 1: it counts only those before it whom it could meet on board."""
    ahead, waiter = _split(queue, reservation_id)
    return 1 + len(_contenders(room, ahead, waiter, passed_above))


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
        rank=1 + len(_contenders(room, ahead, waiter, passed_above)),
        answer=answer_to(room, ahead, waiter, passed_above=passed_above),
        may_be_passed=_is_passable(room, waiter, passed_above),
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

    What is lacking is room on the truck; only where that would be enough is it the room promised to others.
    """
    by_itself = {each: _free_along(room, (), waiter.stretch, each) for each in free}
    only_the_queue = any(waiter.quantity.fits_in(each) for each in by_itself.values())
    compared, promised_to = (free, contenders) if only_the_queue else (by_itself, ())
    compartment_id = min(compared, key=lambda each: (relative_lack(waiter.quantity, compared[each]), each))
    on_legs = {leg: _free_on_leg(room, promised_to, leg, compartment_id) for leg in waiter.stretch.legs}
    position = max(on_legs, key=lambda leg: (relative_lack(waiter.quantity, on_legs[leg]), -leg))
    return Short(
        position=position,
        lacking=waiter.quantity.shortfall(on_legs[position]),
        most=max((largest_part(waiter.quantity, each) for each in free.values()), key=lambda part: part.kg),
        ahead=len(contenders),
        only_the_queue=only_the_queue,
    )


def _contenders(
    room: TruckRoom, ahead: Sequence[Waiter], later: Waiter, passed_above: int | None = None
) -> list[Waiter]:
    """Return those of `ahead` whom a load could meet: on a common leg, in a compartment both may use or by weight.

    Those that the line lets smaller loads pass are left out, unless the load is as big itself.
    """
    if passed_above is not None and not _is_passable(room, later, passed_above):
        ahead = [each for each in ahead if not _is_passable(room, each, passed_above)]
    near = [each for each in ahead if each.stretch.overlaps(later.stretch) and could_ever_fit(room, each)]
    usable = set(room.keeping(later.temperature, later.stretch))
    scarce = {leg for leg in later.stretch.legs if _payload_is_scarce(room, near, later, leg)}
    return [
        each
        for each in near
        if usable.intersection(room.keeping(each.temperature, each.stretch)) or scarce.intersection(each.stretch.legs)
    ]


def _payload_is_scarce(room: TruckRoom, near: Sequence[Waiter], later: Waiter, leg: int) -> bool:
    promised = sum(_promised_payload(room, each, leg) for each in near if leg in each.stretch.legs)
    return promised + later.quantity.kg > room.payloads[leg].free_kg


def _is_passable(room: TruckRoom, waiter: Waiter, passed_above: int | None) -> bool:
    """Say whether a load asks for more of the empty truck than the share from which on it may be passed."""
    if passed_above is None:
        return False
    capacities = [room.capacity(waiter.stretch, each) for each in room.keeping(waiter.temperature, waiter.stretch)]
    return bool(capacities) and all(share_of(waiter.quantity, each) * 100 > passed_above for each in capacities)


def could_ever_fit(room: TruckRoom, waiter: Waiter) -> bool:
    """Say whether the empty truck would take the load; one that it would not (a smaller truck came) blocks nobody."""
    return any(
        _would_take(room.capacity(waiter.stretch, each), waiter)
        for each in room.keeping(waiter.temperature, waiter.stretch)
    )


def _would_take(capacity: Quantity, waiter: Waiter) -> bool:
    return largest_part(waiter.quantity, capacity).kg >= waiter.least_kg


def _free_along(room: TruckRoom, contenders: Sequence[Waiter], stretch: Stretch, compartment_id: int) -> Quantity:
    """Return what a load may take of a compartment on every leg of the stretch, beyond what is promised."""
    on_legs = [_free_on_leg(room, contenders, leg, compartment_id) for leg in stretch.legs]
    return Quantity(max(0, min(free.kg for free in on_legs)), max(0, min(free.pallet_hundredths for free in on_legs)))


def _free_on_leg(room: TruckRoom, contenders: Sequence[Waiter], leg: int, compartment_id: int) -> Quantity:
    free = room.compartment_free(leg, compartment_id)
    payload_kg = room.payloads[leg].free_kg
    for waiter in contenders:
        if leg not in waiter.stretch.legs:
            continue
        if compartment_id in room.keeping(waiter.temperature, waiter.stretch):
            free = free - waiter.quantity
        payload_kg -= _promised_payload(room, waiter, leg)
    return Quantity(min(free.kg, payload_kg), free.pallet_hundredths)


def _promised_payload(room: TruckRoom, waiter: Waiter, leg: int) -> int:
    """Return how much of the free payload a waiting load could already use on this leg."""
    usable = [room.compartment_free(leg, each).kg for each in room.keeping(waiter.temperature, waiter.stretch)]
    return min(waiter.quantity.kg, max([0, *usable]))
