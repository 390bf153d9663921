"""Every SQL sentence that lets the room of departures follow their vehicle (R1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, column, delete, func, insert, table, update
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import Compartment, Vehicle
from core.lines.capacity import CompartmentOnLeg
from core.lines.tables import Departure, DepartureState, Leg, LegRoom, Line, RoomCut
from core.shared.quantities import Quantity, TemperatureClass

# Reservations stand above lines: where they ride is written by table name, like a foreign key.
_PARTS = table("reservation_part", column("departure_id"), column("compartment_id"))
_NOT_SYNCHRONISED = {"synchronize_session": False}


def coming_of_vehicle(session: ReadSession, vehicle_id: int, *, after: datetime) -> list[int]:
    """Return the planned departures of a vehicle that have not left yet, by id."""
    statement = select(Departure.id).where(
        col(Departure.vehicle_id) == vehicle_id,
        col(Departure.state) == DepartureState.planned,
        col(Departure.starts_at) > after,
    )
    return sorted(each for each in session.exec(statement) if each is not None)


def heavy_vehicles(session: ReadSession, from_gvwr_kg: int) -> list[int]:
    """Return the vehicles that the thaw is about, by id."""
    found = session.exec(select(Vehicle.id).where(col(Vehicle.gvwr_kg) >= from_gvwr_kg))
    return sorted(each for each in found if each is not None)


def coming_of_heavy(
    session: ReadSession, from_gvwr_kg: int, first: datetime, last: datetime, *, after: datetime
) -> list[int]:
    """Return the planned departures of heavy vehicles that have not left yet and run between two moments, by id."""
    statement = (
        select(Departure.id)
        .join(Vehicle, col(Vehicle.id) == Departure.vehicle_id)
        .where(
            col(Vehicle.gvwr_kg) >= from_gvwr_kg,
            col(Departure.state) == DepartureState.planned,
            col(Departure.starts_at) > after,
            col(Departure.starts_at) < last,
            col(Departure.ends_at) > first,
        )
    )
    return sorted(each for each in session.exec(statement) if each is not None)


def used_on_legs(session: ReadSession, departure_ids: Sequence[int]) -> dict[int, list[CompartmentOnLeg]]:
    """Return, per departure, what each compartment holds of its own room on each leg, the payload left aside."""
    statement = select(LegRoom).where(col(LegRoom.departure_id).in_(departure_ids))
    in_order = statement.order_by(col(LegRoom.departure_id), col(LegRoom.position), col(LegRoom.compartment_id))
    found: dict[int, list[CompartmentOnLeg]] = {}
    for each in session.exec(in_order.execution_options(populate_existing=True)):
        found.setdefault(each.departure_id, []).append(
            CompartmentOnLeg(
                each.position,
                each.compartment_id,
                each.temperature,
                Quantity(each.capacity_kg, each.capacity_pallet_hundredths),
                Quantity(each.used_kg, each.used_pallet_hundredths),
            )
        )
    return found


def payloads(session: ReadSession, departure_ids: Sequence[int]) -> dict[int, int]:
    """Return the payload each departure counts with, the least of its legs."""
    statement = select(Leg.departure_id, func.min(col(Leg.payload_kg))).where(col(Leg.departure_id).in_(departure_ids))
    return dict(session.exec(statement.group_by(col(Leg.departure_id))).all())


def set_payload(session: WriteSession, departure_ids: Sequence[int], payload_kg: int) -> None:
    """Give the legs of departures a payload, never below what is booked on them."""
    session.execute(
        update(Leg)
        .where(col(Leg.departure_id).in_(departure_ids))
        .values(payload_kg=_at_least(Leg.used_kg, payload_kg)),
        execution_options=_NOT_SYNCHRONISED,
    )


def set_room(session: WriteSession, departure_ids: Sequence[int], compartment_id: int, room: Quantity) -> None:
    """Give a compartment its room on departures, never below what is booked in it."""
    session.execute(
        update(LegRoom)
        .where(col(LegRoom.departure_id).in_(departure_ids), col(LegRoom.compartment_id) == compartment_id)
        .values(
            capacity_kg=_at_least(LegRoom.used_kg, room.kg),
            capacity_pallet_hundredths=_at_least(LegRoom.used_pallet_hundredths, room.pallet_hundredths),
        ),
        execution_options=_NOT_SYNCHRONISED,
    )


def _at_least(used: Any, wanted: int) -> Any:
    return case((used > wanted, used), else_=wanted)


def replace_rooms(
    session: WriteSession,
    departure_id: int,
    rooms: Sequence[CompartmentOnLeg],
    goes_to: Mapping[int, int],
    kept_at: Mapping[int, TemperatureClass],
    room_of: Mapping[int, Quantity],
) -> None:
    """Put the loads of a departure in the compartments of another vehicle, its reservations with them."""
    positions = sorted({each.position for each in rooms})
    used: dict[tuple[int, int], Quantity] = {}
    for each in rooms:
        if each.compartment_id in goes_to:
            key = (each.position, goes_to[each.compartment_id])
            used[key] = used.get(key, Quantity(0, 0)) + each.used
    if goes_to:
        session.execute(
            update(_PARTS)
            .where(_PARTS.c.departure_id == departure_id, _PARTS.c.compartment_id.in_(list(goes_to)))
            .values(compartment_id=case(dict(goes_to), value=_PARTS.c.compartment_id))
        )
    session.execute(
        delete(LegRoom).where(col(LegRoom.departure_id) == departure_id), execution_options=_NOT_SYNCHRONISED
    )
    session.execute(
        insert(LegRoom),
        [
            {
                "departure_id": departure_id,
                "position": position,
                "compartment_id": compartment_id,
                "temperature": kept_at[compartment_id],
                "capacity_kg": room.kg,
                "capacity_pallet_hundredths": room.pallet_hundredths,
                "used_kg": used.get((position, compartment_id), Quantity(0, 0)).kg,
                "used_pallet_hundredths": used.get((position, compartment_id), Quantity(0, 0)).pallet_hundredths,
            }
            for position in positions
            for compartment_id, room in room_of.items()
        ],
    )
    session.expire_all()  # counters and parts were written behind the session's back


def cut_is_held(session: ReadSession, departure_id: int) -> bool:
    """Say whether the departure's vehicle is smaller than what is booked on it."""
    return (
        session.exec(select(RoomCut.departure_id).where(col(RoomCut.departure_id) == departure_id)).first() is not None
    )


def held_cuts(session: ReadSession) -> list[tuple[Departure, Line, Vehicle]]:
    """Return the departures whose vehicle is smaller than what is booked on them, in the order they leave."""
    statement = (
        select(Departure, Line, Vehicle)
        .join(RoomCut, col(RoomCut.departure_id) == Departure.id)
        .join(Line, col(Line.id) == Departure.line_id)
        .join(Vehicle, col(Vehicle.id) == Departure.vehicle_id)
        .where(col(Departure.state) == DepartureState.planned)
        .order_by(col(Departure.starts_at), col(Departure.id))
    )
    return list(session.exec(statement))


def hold_cuts(session: WriteSession, held: Sequence[int], released: Sequence[int], *, since: datetime) -> None:
    """Remember which departures hold more than their vehicle, and forget those that no longer do."""
    there = set(session.exec(select(RoomCut.departure_id).where(col(RoomCut.departure_id).in_(held))))
    session.add_all(RoomCut(departure_id=each, since=since) for each in held if each not in there)
    session.execute(delete(RoomCut).where(col(RoomCut.departure_id).in_(released)), execution_options=_NOT_SYNCHRONISED)
    session.flush()


def compartments_of_all(session: ReadSession, vehicle_ids: Sequence[int]) -> dict[int, list[Compartment]]:
    """Return the compartments of vehicles, by vehicle."""
    found: dict[int, list[Compartment]] = {}
    statement = select(Compartment).where(col(Compartment.vehicle_id).in_(vehicle_ids))
    for each in session.exec(statement.order_by(col(Compartment.id)).execution_options(populate_existing=True)):
        found.setdefault(each.vehicle_id, []).append(each)
    return found
