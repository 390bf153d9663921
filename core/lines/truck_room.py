"""What is booked on a departure, put into another truck: which part takes what, or why it does not fit (R1, R2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from core.lines.capacity import CompartmentOnLeg
from core.shared.quantities import NOTHING, Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a truck and what it can be kept at."""

    compartment_id: int
    name: str
    room: Quantity
    temperatures: tuple[TemperatureClass, ...]


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck as it may be loaded that day."""

    name: str
    payload_kg: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Overflow:
    """On the leg at `position`, more is booked than there is room."""

    position: int
    booked: Quantity
    room: Quantity


@dataclass(frozen=True, slots=True)
class Placing:
    """Into which part of the new truck each old one goes, and the temperature of every new part."""

    goes_to: Mapping[int, int]
    kept_at: Mapping[int, TemperatureClass]


def over_payload(truck: Truck, rooms: Sequence[CompartmentOnLeg]) -> Overflow | None:
    """Return the first leg on which the truck may not carry what is booked."""
    for position in sorted({each.position for each in rooms}):
        booked = _sum(each.used for each in rooms if each.position == position)
        if booked.kg > truck.payload_kg:
            return Overflow(position, booked, Quantity(truck.payload_kg, booked.pallet_hundredths))
    return None


def over_boxes(truck: Truck, rooms: Sequence[CompartmentOnLeg]) -> Overflow | None:
    """Return the first leg on which a part of the same truck no longer holds what is booked in it."""
    boxes = {each.compartment_id: each for each in truck.boxes}
    for each in sorted(rooms, key=lambda room: room.position):
        box = boxes.get(each.compartment_id)
        if box is not None and not each.used.fits_in(box.room):
            return Overflow(each.position, each.used, box.room)
    return None


def placing(truck: Truck, rooms: Sequence[CompartmentOnLeg]) -> Placing | Overflow | TemperatureClass:
    """Return where what is booked goes in another truck; or the tightest leg; or a temperature it cannot keep.

    Parts kept at the same temperature may share one part of the new truck. Empty parts are matched too where they
    can, so that the departure keeps offering what it offered; what is left of the truck is kept as the old one was.
    """
    kept = {each.compartment_id: each.temperature for each in rooms}
    full = sorted({each.compartment_id for each in rooms if each.used != NOTHING})
    for old in full:
        if not any(kept[old] in box.temperatures for box in truck.boxes):
            return kept[old]
    tightest: Overflow | None = None
    for chosen in _choices(truck, [kept[old] for old in full]):
        goes_to = dict(zip(full, (box.compartment_id for box in chosen), strict=True))
        over = _over(rooms, goes_to, {box.compartment_id: box for box in chosen})
        if over is None:
            return Placing(_with_empty(truck, goes_to, kept), _settings(truck, goes_to, kept))
        tightest = tightest or over
    return tightest or Overflow(0, _sum(each.used for each in rooms if each.position == 0), NOTHING)


def _choices(truck: Truck, temperatures: Sequence[TemperatureClass]) -> Iterator[tuple[Box, ...]]:
    """Yield every way to put parts of these temperatures in the truck, no part of it at two temperatures."""
    options = [[box for box in truck.boxes if wanted in box.temperatures] for wanted in temperatures]
    for chosen in product(*options):
        settings = {(box.compartment_id, wanted) for box, wanted in zip(chosen, temperatures, strict=True)}
        if len(settings) == len({box_id for box_id, _wanted in settings}):
            yield chosen


def _over(rooms: Sequence[CompartmentOnLeg], goes_to: Mapping[int, int], boxes: Mapping[int, Box]) -> Overflow | None:
    for position in sorted({each.position for each in rooms}):
        for box_id, box in boxes.items():
            booked = _sum(
                each.used for each in rooms if each.position == position and goes_to.get(each.compartment_id) == box_id
            )
            if not booked.fits_in(box.room):
                return Overflow(position, booked, box.room)
    return None


def _with_empty(truck: Truck, goes_to: Mapping[int, int], kept: Mapping[int, TemperatureClass]) -> dict[int, int]:
    """Match the empty parts with parts of the new truck that nothing uses yet."""
    matched = dict(goes_to)
    for old, wanted in sorted(kept.items()):
        free = (box for box in truck.boxes if box.compartment_id not in matched.values())
        box = next((each for each in free if wanted in each.temperatures), None)
        if old not in matched and box is not None:
            matched[old] = box.compartment_id
    return matched


def _settings(
    truck: Truck, goes_to: Mapping[int, int], kept: Mapping[int, TemperatureClass]
) -> dict[int, TemperatureClass]:
    """Return the temperature of every part of the new truck: what is put in it, else what the old one offered."""
    matched = _with_empty(truck, goes_to, kept)
    settings = {new: kept[old] for old, new in matched.items()}
    offered = list(dict.fromkeys(kept.values()))
    for box in truck.boxes:
        if box.compartment_id not in settings:
            known = next((each for each in offered if each in box.temperatures), None)
            settings[box.compartment_id] = known or box.temperatures[0]
    return settings


def _sum(quantities: Iterator[Quantity] | Sequence[Quantity]) -> Quantity:
    total = NOTHING
    for each in quantities:
        total = total + each
    return total
