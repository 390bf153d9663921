"""What departures carried over their legs, added up by the database: by line, vehicle or week.

The same sums as `core.lines.load`, where thousands of departures are added up.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Subquery, and_, bindparam, case, cast, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from core.database.doors import ReadSession
from core.database.sentences import monday_of, rows_of
from core.lines.kinds import DepartureState
from core.lines.load import Carriage
from core.lines.tables import Departure, Leg, LegRoom, Line

Days = tuple[date, date]
"""A first and a last day, both included."""

_DEPARTURE, _LEG, _LEG_ROOM, _LINE = rows_of(Departure), rows_of(Leg), rows_of(LegRoom), rows_of(Line)
_WEIGHED = case((_LEG.c.metres > 0, cast(_LEG.c.metres, BigInteger)), else_=literal(1, BigInteger))


@dataclass(frozen=True, slots=True)
class OfLines:
    """Whose departures are wanted: of one line, of some lines, of a territory; everybody's where nothing is said."""

    line_id: int | None = None
    line_ids: Collection[int] | None = None
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class WeekCarriage:
    """What a line carried in the week of a Monday, or one departure of it (0: all that are not told one by one)."""

    line_id: int
    week: date
    departure_id: int
    departures: int
    carriage: Carriage


def carriages(
    session: ReadSession, *, one_by_one: Days | None, in_sum: Sequence[Days], of: OfLines
) -> list[WeekCarriage]:
    """Return what was carried, by line and week: each departure of some days alone, those of others in sum.

    The cancelled departures are left out. One query, that reads the departures of these days and lines only.
    """
    spans = [*([] if one_by_one is None else [one_by_one]), *in_sum]
    kinds = (of.line_id is not None, of.line_ids is not None, of.territory is not None)
    asked: dict[str, Any] = {"line_id": of.line_id, "line_ids": list(of.line_ids or ()), "territory": of.territory}
    for number, (first_day, last_day) in enumerate(spans):
        asked |= {f"first_{number}": first_day, f"last_{number}": last_day}
    statement = _carriages(len(spans), kinds, has_alone=one_by_one is not None)
    return [
        WeekCarriage(line_id, week, departure_id, count, Carriage(*(int(each) for each in sums)))
        for line_id, week, departure_id, count, *sums in session.execute(statement, asked)
    ]


@lru_cache(maxsize=64)
def _carriages(spans: int, kinds: tuple[bool, bool, bool], *, has_alone: bool) -> Any:
    """Return the sentence, written once: writing it takes longer than asking it."""
    departure = _DEPARTURE.c
    inside = [
        departure.service_date.between(bindparam(f"first_{number}"), bindparam(f"last_{number}"))
        for number in range(spans)
    ]
    territory = select(_LINE.c.id).where(_LINE.c.territory == bindparam("territory"))
    of_lines = (
        departure.line_id == bindparam("line_id"),
        departure.line_id.in_(bindparam("line_ids", expanding=True)),
        departure.line_id.in_(territory),
    )
    wanted = and_(
        or_(*inside),
        departure.state != DepartureState.cancelled,
        *(each for each, is_asked in zip(of_lines, kinds, strict=True) if is_asked),
    )
    carriage = carriage_of_departures(wanted)
    alone = case((inside[0], departure.id), else_=0) if has_alone else literal(0)
    told = (departure.line_id, monday_of(departure.service_date).label("week"), alone.label("alone"))
    names = ("used_kg", "capacity_kg", "used_pallets", "capacity_pallets", "weighed_metres")
    return (
        select(*told, func.count(), *(func.sum(carriage.c[name]) for name in names))
        .join_from(_DEPARTURE, carriage, carriage.c.departure_id == departure.id)
        .group_by("line_id", "week", "alone")
        .order_by("line_id", "week", "alone")
    )


def carriage_of_departures(wanted: ColumnElement[bool]) -> Subquery:
    """Return one row per departure for which `wanted`, a condition on the table of departures, holds.

    Columns: `departure_id`; `used_kg`, `capacity_kg` (within the payload), `used_pallets`, `capacity_pallets`, each
    times the metres of its leg, of which there is one at least: `weighed_metres`; `metres` driven; `crossings` by
    ferry and the `ferries` taken.
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
            road.c.weighed_metres,
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
            func.sum(_WEIGHED).label("weighed_metres"),
            func.sum(leg.payload_kg * _WEIGHED).label("payload_kg"),
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
    return (
        select(
            room.departure_id,
            func.sum(room.used_kg * _WEIGHED).label("used_kg"),
            func.sum(room.capacity_kg * _WEIGHED).label("capacity_kg"),
            func.sum(room.used_pallet_hundredths * _WEIGHED).label("used_pallets"),
            func.sum(room.capacity_pallet_hundredths * _WEIGHED).label("capacity_pallets"),
        )
        .join(_DEPARTURE, _DEPARTURE.c.id == room.departure_id)
        .join(_LEG, and_(leg.departure_id == room.departure_id, leg.position == room.position))
        .where(wanted)
        .group_by(room.departure_id)
        .subquery("room")
    )
