"""How much room is left in a coming week: what each departure can still take from its first stop to its last."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.shared.quantities import TemperatureClass


@dataclass(frozen=True, slots=True)
class RoomAhead:
    """Room of one compartment from the first stop to the last of one departure that still takes reservations.

    `payload_free_kg` is what the vehicle as a whole can still take on its fullest leg.
    """

    line_id: int
    departure_id: int
    day: date
    temperature: TemperatureClass
    free_kg: int
    free_pallet_hundredths: int
    payload_free_kg: int


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """The room of one line in one week; `first_day` and `first_departure_id` name the first departure that has some."""

    first_day: date
    first_departure_id: int
    departures: int
    kg: int
    by_temperature: tuple[tuple[TemperatureClass, int], ...]


def room_left(rooms: Sequence[RoomAhead]) -> RoomLeft | None:
    """Add up the room of one line's departures, each within what its vehicle can still take; None when full."""
    by_temperature: defaultdict[TemperatureClass, int] = defaultdict(int)
    by_departure: defaultdict[int, int] = defaultdict(int)
    payload: dict[int, int] = {}
    for room in rooms:
        kg = min(room.free_kg, room.payload_free_kg) if room.free_pallet_hundredths else 0
        by_temperature[room.temperature] += kg
        by_departure[room.departure_id] += kg
        payload[room.departure_id] = room.payload_free_kg
    with_room = [room for room in rooms if by_departure[room.departure_id]]
    if not with_room:
        return None
    first = min(with_room, key=lambda room: (room.day, room.departure_id))
    kinds = [(temperature, kg) for temperature, kg in by_temperature.items() if kg]
    return RoomLeft(
        first_day=first.day,
        first_departure_id=first.departure_id,
        departures=len({room.departure_id for room in with_room}),
        kg=sum(min(kg, payload[departure_id]) for departure_id, kg in by_departure.items()),
        by_temperature=tuple(sorted(kinds, key=lambda each: (-each[1], each[0].value))),
    )
