"""What people see of departures whose truck became smaller than what is booked: a person has to choose who moves."""

from dataclasses import dataclass
from datetime import date, datetime

from core.database.doors import ReadSession
from core.lines import room_store
from core.lines.room_actions import overflow_of, trucks_of
from core.shared.quantities import Quantity


@dataclass(frozen=True, slots=True)
class RoomCutRow:
    """On the leg after stop `position`, `booked` is more than the `room` that the vehicle now has."""

    departure_id: int
    line_name: str
    vehicle_name: str
    service_date: date
    starts_at: datetime
    position: int
    booked: Quantity
    room: Quantity


def room_cuts(session: ReadSession) -> list[RoomCutRow]:
    """Return the departures that hold more than their vehicle, in the order they leave (one query when there is none).

    `core.reservations` moves the loads that a person chooses; each one that leaves brings the room down.
    """
    found = room_store.held_cuts(session)
    if not found:
        return []
    trucks = trucks_of(session, [departure for departure, _line, _vehicle in found])
    rooms = room_store.used_on_legs(session, list(trucks))
    rows = []
    for departure, line, vehicle in found:
        departure_id = departure.id or 0
        over = overflow_of(trucks[departure_id], rooms.get(departure_id, []))
        if over is not None:
            rows.append(
                RoomCutRow(
                    departure_id,
                    line.name,
                    vehicle.name,
                    departure.service_date,
                    departure.starts_at,
                    over.position,
                    over.booked,
                    over.room,
                )
            )
    return rows
