"""How full a run is: every leg counts by its length, and the scarcer of weight and floor space decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.shared.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Carriage:
    """What runs carried and could have carried, summed over their legs and multiplied by each leg's metres."""

    used_kg_metres: int
    capacity_kg_metres: int
    used_pallet_metres: int
    capacity_pallet_metres: int
    metres: int

    def __add__(self, other: "Carriage") -> "Carriage":
        return Carriage(
            self.used_kg_metres + other.used_kg_metres,
            self.capacity_kg_metres + other.capacity_kg_metres,
            self.used_pallet_metres + other.used_pallet_metres,
            self.capacity_pallet_metres + other.capacity_pallet_metres,
            self.metres + other.metres,
        )

    @property
    def load_percent(self) -> float:
        """Return the load, 0 to 100: the larger of the shares of weight and of floor space in use."""
        by_weight = _share(self.used_kg_metres, self.capacity_kg_metres)
        by_floor = _share(self.used_pallet_metres, self.capacity_pallet_metres)
        return round(100 * max(by_weight, by_floor), 1)

    @property
    def mean_used_kg(self) -> int:
        """Return the weight carried on an average metre, in whole kilograms."""
        return round(_share(self.used_kg_metres, self.metres))

    @property
    def mean_capacity_kg(self) -> int:
        """Return the weight that could be carried on an average metre, in whole kilograms."""
        return round(_share(self.capacity_kg_metres, self.metres))


NOTHING_CARRIED = Carriage(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class CompartmentLoad:
    """One compartment over all legs of one run: room on the tightest and on the best leg, and sums over metres."""

    line_id: int
    service_date: date
    compartment_id: int
    temperature: str
    capacity: Quantity
    free_everywhere: Quantity
    free_somewhere: Quantity
    has_wanted_room: bool
    used_kg_metres: int
    capacity_kg_metres: int
    payload_kg_metres: int
    used_pallet_metres: int
    capacity_pallet_metres: int
    metres: int
    road_metres: int


def carriage_of(rooms: Iterable[CompartmentLoad]) -> Carriage:
    """Return what one run carried: its compartments together, within its payload."""
    boxes = list(rooms)
    if not boxes:
        return NOTHING_CARRIED
    return Carriage(
        used_kg_metres=sum(box.used_kg_metres for box in boxes),
        capacity_kg_metres=min(sum(box.capacity_kg_metres for box in boxes), boxes[0].payload_kg_metres),
        used_pallet_metres=sum(box.used_pallet_metres for box in boxes),
        capacity_pallet_metres=sum(box.capacity_pallet_metres for box in boxes),
        metres=boxes[0].metres,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
