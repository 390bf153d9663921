"""What is shared: the room on offer on each departure, and what each partner asks of it, in whole steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.reservations.itineraries import Stretch
from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.kinds import SlotMeasure


@dataclass(frozen=True, slots=True)
class OfferedRoom:
    """The room on offer on one departure.

    Attributes:
        boxes: by leg and compartment, what that compartment offers there.
        legs: by leg, what the truck offers there in all: its payload, and whatever the window limits.
    """

    boxes: Mapping[tuple[int, int], Quantity]
    legs: Mapping[int, Quantity]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one partner asks of one departure: how much, along which legs, in which compartments, the best first."""

    partner_id: int
    departure_id: int
    stretch: Stretch
    box_ids: tuple[int, ...]
    asked: Quantity
    measure: SlotMeasure = SlotMeasure.pallets
    step: int = 1
    allowed: int | None = None

    @property
    def steps(self) -> int:
        """Return how many steps all of it makes, or as many as one partner may hold; the last may be a smaller one."""
        steps = -(-self._size // self.step)
        return steps if self.allowed is None else min(steps, self.allowed)

    @property
    def _size(self) -> int:
        return self.asked.pallet_hundredths if self.measure is SlotMeasure.pallets else self.asked.kg

    def part(self, steps: int) -> Quantity:
        """Return so many steps of the load: weight and floor space keep their proportion, rounded up."""
        return part_of_load(self.asked, min(steps * self.step, self._size), self.measure)


def part_of_load(asked: Quantity, size: int, measure: SlotMeasure) -> Quantity:
    """Return the part of a load that has this size, in hundredths of a pallet or in kilograms, rounded up."""
    kg, pallets = asked.kg, asked.pallet_hundredths
    if measure is SlotMeasure.pallets:
        return Quantity(-(-kg * size // pallets), size) if size else NOTHING
    return Quantity(size, -(-pallets * size // kg)) if size else NOTHING


@dataclass(frozen=True, slots=True)
class Part:
    """What one claim receives: so many steps, riding in one compartment."""

    claim: Claim
    steps: int
    box_id: int

    @property
    def quantity(self) -> Quantity:
        """Return the load it makes."""
        return self.claim.part(self.steps)

    @property
    def is_all(self) -> bool:
        """Say whether it is everything that was asked."""
        return self.steps == self.claim.steps


Parts = Mapping[int, Part]
"""The parts of one departure, by partner."""
Sharing = Mapping[int, Parts]
"""The parts of every departure, by departure and partner."""


def all_fit(room: OfferedRoom, parts: Iterable[Part]) -> bool:
    """Say whether parts fit together in the room on offer, on every leg, in every compartment, by weight and floor."""
    free = {key: [most.kg, most.pallet_hundredths] for key, most in room.boxes.items()}
    on_legs = {leg: [most.kg, most.pallet_hundredths] for leg, most in room.legs.items()}
    for part in parts:
        if not part.steps:
            continue
        quantity, box_id = part.quantity, part.box_id
        kg, pallets = quantity.kg, quantity.pallet_hundredths
        for leg in part.claim.stretch.legs:
            for left in (free[leg, box_id], on_legs[leg]):
                left[0] -= kg
                left[1] -= pallets
                if left[0] < 0 or left[1] < 0:
                    return False
    return True


def season_totals(sharing: Sharing) -> dict[int, int]:
    """Return how many steps each partner receives over the whole season."""
    totals: dict[int, int] = {}
    for parts in sharing.values():
        for partner_id, part in parts.items():
            totals[partner_id] = totals.get(partner_id, 0) + part.steps
    return totals
