"""The room of coming departures follows their vehicle: larger at once, smaller down to what is booked (R1, R3).

A cut below what is booked is refused on the departures concerned: they keep the room of what is booked and nothing
more can be put on them; they are listed until a person has chosen who moves, and each load that leaves brings them
nearer to what the vehicle now holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.database.doors import ReadSession, WriteSession
from core.fleet.store import lock_vehicles, vehicle_by_id
from core.fleet.tables import HEAVY_FROM_GVWR_KG, Compartment, Vehicle
from core.lines import room_store, store
from core.lines.capacity import CompartmentOnLeg
from core.lines.closures import Closures
from core.lines.closures_store import closures_between
from core.lines.scheduling_actions import payload_kg
from core.lines.tables import Departure
from core.lines.truck_room import Box, Overflow, Truck, over_boxes, over_payload
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class Followed:
    """What a change of vehicles did: departures with more room, with less, and those that hold more than fits."""

    grown: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()
    held: tuple[int, ...] = ()


def follow_vehicle(session: WriteSession, vehicle_id: int) -> Followed:
    """Give the coming departures of a vehicle the room it has now; the caller promotes who waits on the grown ones."""
    return follow(session, room_store.coming_of_vehicle(session, vehicle_id, after=clock.now()))


def follow_thaw(session: WriteSession, first_day: date, last_day: date) -> Followed:
    """Give the coming departures of heavy vehicles of some days the weight the thaw now leaves them.

    The vehicles are locked first: departures that are being made for them are then seen here, or see the thaw.
    """
    lock_vehicles(session, room_store.heavy_vehicles(session, HEAVY_FROM_GVWR_KG))
    begin, end = clock.at_local(first_day, 0), clock.at_local(last_day + timedelta(days=1), 0)
    coming = room_store.coming_of_heavy(session, HEAVY_FROM_GVWR_KG, begin, end, after=clock.now())
    return follow(session, coming)


def follow_cut(session: WriteSession, departure_id: int) -> None:
    """Take away, on a locked departure that holds more than its vehicle, the room its loads no longer use."""
    if room_store.cut_is_held(session, departure_id):
        follow(session, [departure_id])


def follow(session: WriteSession, departure_ids: Iterable[int]) -> Followed:
    """Lock departures and give each the room its vehicle has on its days, never below what is booked."""
    departures = store.lock_departures(session, departure_ids)
    trucks = trucks_of(session, departures.values())
    before = room_store.used_on_legs(session, list(departures))
    payloads = room_store.payloads(session, list(departures))
    for payload in {truck.payload_kg for truck in trucks.values()}:
        room_store.set_payload(session, [key for key, each in trucks.items() if each.payload_kg == payload], payload)
    for truck in {truck.boxes: truck for truck in trucks.values()}.values():
        same = [key for key, each in trucks.items() if each.boxes == truck.boxes]
        for box in truck.boxes:
            room_store.set_room(session, same, box.compartment_id, box.room)
    held = [key for key, truck in trucks.items() if overflow_of(truck, before.get(key, [])) is not None]
    room_store.hold_cuts(session, held, [key for key in departures if key not in held], since=clock.now())
    changed = {key: _compared(truck, payloads.get(key, 0), before.get(key, [])) for key, truck in trucks.items()}
    for key in changed:
        if changed[key]:
            departures[key].version += 1
    session.flush()
    grown = tuple(key for key, sides in changed.items() if "more" in sides)
    return Followed(grown, tuple(key for key, sides in changed.items() if "less" in sides), tuple(held))


def overflow_of(truck: Truck, rooms: Sequence[CompartmentOnLeg]) -> Overflow | None:
    """Return where more is booked than the truck holds, or None."""
    return over_payload(truck, rooms) or over_boxes(truck, rooms)


def trucks_of(session: ReadSession, departures: Iterable[Departure]) -> dict[int, Truck]:
    """Return the truck of each departure as it may be loaded on its days."""
    runs = list(departures)
    if not runs:
        return {}
    first = min(each.service_date for each in runs)
    last = max(clock.local(each.ends_at).date() for each in runs)
    closures = closures_between(session, first, last)
    ids = sorted({each.vehicle_id for each in runs})
    boxes = room_store.compartments_of_all(session, ids)
    vehicles = {each: vehicle_by_id(session, each) for each in ids}
    return {
        each.id or 0: truck_on(vehicle, boxes.get(each.vehicle_id, []), closures, each.service_date, _last_day(each))
        for each in runs
        if (vehicle := vehicles[each.vehicle_id]) is not None
    }


def truck_on(
    vehicle: Vehicle, boxes: Sequence[Compartment], closures: Closures, first_day: date, last_day: date
) -> Truck:
    """Return a vehicle as it may be loaded on some days."""
    return Truck(
        name=vehicle.name,
        payload_kg=payload_kg(vehicle, closures.keeps_percent(first_day, last_day)),
        boxes=tuple(
            Box(
                each.id or 0,
                each.name,
                Quantity(each.kg, each.pallet_hundredths),
                tuple(TemperatureClass(word) for word in each.temperatures.split(",") if word),
            )
            for each in boxes
        ),
    )


def _last_day(departure: Departure) -> date:
    return clock.local(departure.ends_at).date()


def _compared(truck: Truck, payload_before: int, rooms: Sequence[CompartmentOnLeg]) -> set[str]:
    """Say whether the truck holds more somewhere, and less somewhere."""
    boxes = {each.compartment_id: each.room for each in truck.boxes}
    pairs = [(payload_before, truck.payload_kg)]
    for each in rooms:
        now = boxes.get(each.compartment_id, each.capacity)
        pairs += [(each.capacity.kg, now.kg), (each.capacity.pallet_hundredths, now.pallet_hundredths)]
    return {"more" for was, now in pairs if now > was} | {"less" for was, now in pairs if now < was}
