"""What a load may take of a departure beyond what is promised to those who wait before it (R3, R5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.reservations.fitting import TruckRoom, largest_part, share_of
from core.reservations.itineraries import Stretch
from core.reservations.priority import NOBODY, Claim, Holder
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
    holder: Holder = NOBODY


def contenders_of(
    room: TruckRoom, ahead: Sequence[Waiter], later: Waiter, passed_above: int | None = None
) -> list[Waiter]:
    """Return those of `ahead` whom a load could meet: on a common leg, in a compartment both may use or by weight.

    Those that the line lets smaller loads pass are left out, unless the load is as big itself.
    """
    if passed_above is not None and not is_passable(room, later, passed_above):
        ahead = [each for each in ahead if not is_passable(room, each, passed_above)]
    near = [each for each in ahead if each.stretch.overlaps(later.stretch) and could_ever_fit(room, each)]
    usable = set(room.keeping(later.temperature, later.stretch))
    scarce = {leg for leg in later.stretch.legs if _payload_is_scarce(room, near, later, leg)}
    return [
        each
        for each in near
        if usable.intersection(room.keeping(each.temperature, each.stretch)) or scarce.intersection(each.stretch.legs)
    ]


def _payload_is_scarce(room: TruckRoom, near: Sequence[Waiter], later: Waiter, leg: int) -> bool:
    promised = [_payload_claim(room, each, leg) for each in near if leg in each.stretch.legs]
    return later.quantity.kg > room.payload_open(leg, later.holder, promised)


def is_passable(room: TruckRoom, waiter: Waiter, passed_above: int | None) -> bool:
    """Say whether a load asks for more of the empty truck than the share from which on it may be passed."""
    if passed_above is None:
        return False
    capacities = [room.capacity(waiter.stretch, each) for each in room.keeping(waiter.temperature, waiter.stretch)]
    return bool(capacities) and all(share_of(waiter.quantity, each) * 100 > passed_above for each in capacities)


def could_ever_fit(room: TruckRoom, waiter: Waiter) -> bool:
    """Say whether the empty truck would take the load; one that it would not (a smaller truck came) blocks nobody."""
    return any(
        would_take(room.capacity(waiter.stretch, each), waiter)
        for each in room.keeping(waiter.temperature, waiter.stretch)
    )


def would_take(capacity: Quantity, waiter: Waiter) -> bool:
    """Say whether a room takes at least the smallest part that a load agreed to."""
    return largest_part(waiter.quantity, capacity).kg >= waiter.least_kg


def could_ride_before_release(room: TruckRoom, waiter: Waiter) -> bool:
    """Say whether a load could ride before any release if every other partner left; else it holds nobody up."""
    return room.priority.is_over or any(
        would_take(room.most_for(waiter.holder, waiter.stretch, each), waiter)
        for each in room.keeping(waiter.temperature, waiter.stretch)
    )


def free_along(room: TruckRoom, contenders: Sequence[Waiter], waiter: Waiter, compartment_id: int) -> Quantity:
    """Return what a load may take of a compartment on every leg of its stretch, beyond what is promised."""
    on_legs = [free_on_leg(room, contenders, waiter, leg, compartment_id) for leg in waiter.stretch.legs]
    return Quantity(max(0, min(free.kg for free in on_legs)), max(0, min(free.pallet_hundredths for free in on_legs)))


def free_on_leg(
    room: TruckRoom, contenders: Sequence[Waiter], waiter: Waiter, leg: int, compartment_id: int
) -> Quantity:
    """Return what a load may take of a compartment on one leg, beyond what is promised; below 0 where that is more."""
    here = [each for each in contenders if leg in each.stretch.legs and could_ride_before_release(room, each)]
    claims = [
        (each.holder, each.quantity) for each in here if compartment_id in room.keeping(each.temperature, each.stretch)
    ]
    free = room.compartment_open(leg, compartment_id, waiter.holder, claims)
    payload_kg = room.payload_open(leg, waiter.holder, [_payload_claim(room, each, leg) for each in here])
    return Quantity(min(free.kg, payload_kg), free.pallet_hundredths)


def _payload_claim(room: TruckRoom, waiter: Waiter, leg: int) -> Claim:
    """Return how much of the free payload a waiting load could already use on this leg."""
    if not could_ride_before_release(room, waiter):
        return Claim(waiter.holder, 0)
    fits = room.keeping(waiter.temperature, waiter.stretch)
    usable = [room.compartment_open(leg, each, waiter.holder).kg for each in fits]
    return Claim(waiter.holder, min(waiter.quantity.kg, max([0, *usable])))
