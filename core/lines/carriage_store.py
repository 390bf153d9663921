"""One SQL sentence part: what each departure carried over its legs, to be added up by line, vehicle or week.

The same sums as `core.lines.load`, made by the database where thousands of departures are added up.
"""

from sqlalchemy import BigInteger, Subquery, and_, case, cast, func, select
from sqlalchemy.sql.elements import ColumnElement

from core.database.sentences import rows_of
from core.lines.tables import Departure, Leg, LegRoom

_DEPARTURE, _LEG, _LEG_ROOM = rows_of(Departure), rows_of(Leg), rows_of(LegRoom)


def carriage_of_departures(wanted: ColumnElement[bool]) -> Subquery:
    """Return one row per departure for which `wanted`, a condition on the table of departures, holds.

    Columns: `departure_id`; `used_kg`, `capacity_kg` (within the payload), `used_pallets`, `capacity_pallets`, each
    times the metres of its leg; `metres`; `crossings` by ferry and the `ferries` taken.
    """
    road, room = _road(wanted), _room(wanted)
    within_payload = case((room.c.capacity_kg < road.c.payload_kg, room.c.capacity_kg), else_=road.c.payload_kg)
    return (
        select(
            road.c.departure_id,
            func.coalesce(room.c.used_kg, 0).label("used_kg"),
            func.coalesce(within_payload, 0).label("capacity_kg"),
            func.coalesce(room.c.used_pallets, 0).label("used_pallets"),
            func.coalesce(room.c.capacity_pallets, 0).label("capacity_pallets"),
            road.c.metres,
            road.c.crossings,
            road.c.ferries,
        )
        .join_from(road, room, room.c.departure_id == road.c.departure_id, isouter=True)
        .subquery("carriage")
    )


def _road(wanted: ColumnElement[bool]) -> Subquery:
    """Add up the legs of each departure."""
    leg = _LEG.c
    return (
        select(
            leg.departure_id,
            func.sum(leg.metres).label("metres"),
            func.sum(leg.payload_kg * cast(leg.metres, BigInteger)).label("payload_kg"),
            func.sum(case((leg.ferry != "", 1), else_=0)).label("crossings"),
            func.max(leg.ferry).label("ferries"),
        )
        .join(_DEPARTURE, _DEPARTURE.c.id == leg.departure_id)
        .where(wanted)
        .group_by(leg.departure_id)
        .subquery("road")
    )


def _room(wanted: ColumnElement[bool]) -> Subquery:
    """Add up load and room of each departure, each times the length of its leg."""
    room, leg = _LEG_ROOM.c, _LEG.c
    metres = cast(leg.metres, BigInteger)
    return (
        select(
            room.departure_id,
            func.sum(room.used_kg * metres).label("used_kg"),
            func.sum(room.capacity_kg * metres).label("capacity_kg"),
            func.sum(room.used_pallet_hundredths * metres).label("used_pallets"),
            func.sum(room.capacity_pallet_hundredths * metres).label("capacity_pallets"),
        )
        .join(_DEPARTURE, _DEPARTURE.c.id == room.departure_id)
        .join(_LEG, and_(leg.departure_id == room.departure_id, leg.position == room.position))
        .where(wanted)
        .group_by(room.departure_id)
        .subquery("room")
    )
