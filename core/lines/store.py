"""Every SQL sentence about lines, departures and the room counted on their legs."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Update, delete, update
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.lines.capacity import CompartmentOnLeg, Ride
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom
from core.shared.quantities import Quantity

# --- room on legs (R1) ------------------------------------------------------------------------------------------


def lock_departures(session: WriteSession, departure_ids: Iterable[int]) -> dict[int, Departure]:
    """Lock departures against every other writer, always in the order of their ids (no deadlock), and return them.

    On SQLite the writing transaction already holds the only write lock; on PostgreSQL the rows are locked.
    """
    wanted = sorted(set(departure_ids))
    statement = select(Departure).where(col(Departure.id).in_(wanted)).order_by(col(Departure.id)).with_for_update()
    found = session.exec(statement.execution_options(populate_existing=True)).all()
    return {departure.id: departure for departure in found if departure.id is not None}


def rooms_on_legs(session: ReadSession, departure_ids: Sequence[int]) -> dict[int, list[CompartmentOnLeg]]:
    """Return, per departure, the room of each compartment on each leg, never above what the payload leaves."""
    statement = (
        select(LegRoom, Leg)
        .join(Leg, (col(Leg.departure_id) == LegRoom.departure_id) & (col(Leg.position) == LegRoom.position))
        .where(col(LegRoom.departure_id).in_(departure_ids))
        .order_by(col(LegRoom.departure_id), col(LegRoom.position), col(LegRoom.compartment_id))
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[CompartmentOnLeg]] = {}
    for room, leg in session.exec(statement):
        found.setdefault(room.departure_id, []).append(room_on_leg(room, leg))
    return found


def room_on_leg(room: LegRoom, leg: Leg) -> CompartmentOnLeg:
    """Return the room of one compartment on its leg, never above what the payload leaves."""
    within_payload = min(room.capacity_kg, room.used_kg + leg.payload_kg - leg.used_kg)
    return CompartmentOnLeg(
        position=room.position,
        compartment_id=room.compartment_id,
        temperature=room.temperature,
        capacity=Quantity(within_payload, room.capacity_pallet_hundredths),
        used=Quantity(room.used_kg, room.used_pallet_hundredths),
    )


def take_room(session: WriteSession, ride: Ride, quantity: Quantity) -> bool:
    """Count `quantity` on every leg of the ride if all of them have room; return whether they had.

    The condition stands in the UPDATE itself and the CHECKs behind it. When this returns False nothing is kept
    only if the caller then raises or gives back: callers decide under the departure's lock, so False is a bug or
    a capacity that changed meanwhile.
    """
    rooms = update(LegRoom).where(
        col(LegRoom.departure_id) == ride.departure_id,
        col(LegRoom.compartment_id) == ride.compartment_id,
        col(LegRoom.position).in_(ride.legs),
        col(LegRoom.used_kg) + quantity.kg <= col(LegRoom.capacity_kg),
        col(LegRoom.used_pallet_hundredths) + quantity.pallet_hundredths <= col(LegRoom.capacity_pallet_hundredths),
    )
    legs = update(Leg).where(
        col(Leg.departure_id) == ride.departure_id,
        col(Leg.position).in_(ride.legs),
        col(Leg.used_kg) + quantity.kg <= col(Leg.payload_kg),
    )
    return _add(session, rooms, legs, quantity) == (len(ride.legs), len(ride.legs))


def give_back_room(session: WriteSession, ride: Ride, quantity: Quantity) -> None:
    """Take `quantity` off every leg of the ride."""
    rooms = update(LegRoom).where(
        col(LegRoom.departure_id) == ride.departure_id,
        col(LegRoom.compartment_id) == ride.compartment_id,
        col(LegRoom.position).in_(ride.legs),
    )
    legs = update(Leg).where(col(Leg.departure_id) == ride.departure_id, col(Leg.position).in_(ride.legs))
    _add(session, rooms, legs, Quantity(-quantity.kg, -quantity.pallet_hundredths))


def _add(session: WriteSession, rooms: Update, legs: Update, quantity: Quantity) -> tuple[int, int]:
    changed = (
        rooms.values(
            used_kg=LegRoom.used_kg + quantity.kg,
            used_pallet_hundredths=LegRoom.used_pallet_hundredths + quantity.pallet_hundredths,
        ),
        legs.values(used_kg=Leg.used_kg + quantity.kg),
    )
    in_rooms, on_legs = (
        cast(CursorResult[Any], session.execute(each, execution_options={"synchronize_session": False}))
        for each in changed
    )
    return in_rooms.rowcount, on_legs.rowcount


def replace_itinerary(
    session: WriteSession,
    departure_id: int,
    stops: Sequence[DepartureStop],
    legs: Sequence[Leg],
    rooms: Sequence[LegRoom],
) -> None:
    """Put new stops, legs and room counters in the place of a departure's old ones."""
    for table in (LegRoom, Leg, DepartureStop):
        session.execute(delete(table).where(col(table.departure_id) == departure_id))
    session.flush()
    session.add_all([*stops, *legs, *rooms])
    session.flush()
