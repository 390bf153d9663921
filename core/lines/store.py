"""Every SQL sentence about lines, departures and the room counted on their legs."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Integer, Update, bindparam, delete, update
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.database.sentences import rows_of, table_of
from core.lines.capacity import CompartmentOnLeg, Ride
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom
from core.shared.quantities import Quantity

# --- room on legs (R1) ------------------------------------------------------------------------------------------

# Written once: writing these sentences anew takes longer than the database takes to do what they say.
_ROOM, _LEG = rows_of(LegRoom).c, rows_of(Leg).c
_KG, _PALLETS = bindparam("kg", type_=Integer), bindparam("pallets", type_=Integer)


def _on_legs(columns: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        columns.departure_id == bindparam("on"),
        columns.position >= bindparam("first"),
        columns.position < bindparam("beyond"),
    )


_CHANGE_ROOMS = (
    update(table_of(LegRoom))
    .where(*_on_legs(_ROOM), _ROOM.compartment_id == bindparam("within"))
    .values(used_kg=_ROOM.used_kg + _KG, used_pallet_hundredths=_ROOM.used_pallet_hundredths + _PALLETS)
)
_CHANGE_PAYLOADS = update(table_of(Leg)).where(*_on_legs(_LEG)).values(used_kg=_LEG.used_kg + _KG)
_TAKE_ROOMS = _CHANGE_ROOMS.where(
    _ROOM.used_kg + _KG <= _ROOM.capacity_kg,
    _ROOM.used_pallet_hundredths + _PALLETS <= _ROOM.capacity_pallet_hundredths,
)
_TAKE_PAYLOADS = _CHANGE_PAYLOADS.where(_LEG.used_kg + _KG <= _LEG.payload_kg)


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
    return _add(session, _TAKE_ROOMS, _TAKE_PAYLOADS, ride, quantity) == (len(ride.legs), len(ride.legs))


def give_back_room(session: WriteSession, ride: Ride, quantity: Quantity) -> None:
    """Take `quantity` off every leg of the ride."""
    _add(session, _CHANGE_ROOMS, _CHANGE_PAYLOADS, ride, Quantity(-quantity.kg, -quantity.pallet_hundredths))


def _add(session: WriteSession, rooms: Update, legs: Update, ride: Ride, quantity: Quantity) -> tuple[int, int]:
    of_legs = {"on": ride.departure_id, "first": ride.from_position, "beyond": ride.to_position, "kg": quantity.kg}
    of_rooms = {**of_legs, "within": ride.compartment_id, "pallets": quantity.pallet_hundredths}
    session.flush()  # these are plain sentences: what is still to be written must be there before they count
    in_rooms, on_legs = session.execute(rooms, of_rooms), session.execute(legs, of_legs)
    return cast(CursorResult[Any], in_rooms).rowcount, cast(CursorResult[Any], on_legs).rowcount


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
