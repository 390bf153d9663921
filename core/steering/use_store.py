"""Every SQL sentence about what the shared vehicles did: runs, kilometres, hours, room and what was put in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, case, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement

from core.database.doors import ReadSession
from core.database.sentences import minutes_between, monday_of, rows_of
from core.lines.carriage_store import carriage_of_departures
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.load import Carriage
from core.lines.tables import Departure, Line
from core.steering.evidence import Use
from core.steering.spans import Span

_DEPARTURE, _LINE = rows_of(Departure), rows_of(Line)
_SUMS = ("crossings", "metres", "used_kg", "capacity_kg", "used_pallets", "capacity_pallets")


def in_any(column: ColumnElement[Any], spans: Sequence[Span]) -> ColumnElement[bool]:
    """Return the condition that a day is in one of the spans."""
    return or_(*(column.between(span.first_day, span.last_day) for span in spans))


def flag(column: ColumnElement[Any], span: Span) -> ColumnElement[int]:
    """Return 1 for a day in the span, 0 outside."""
    return case((column.between(span.first_day, span.last_day), literal_column("1")), else_=literal_column("0"))


def uses(session: ReadSession, *, spans: Sequence[Span], ranges: Sequence[Span]) -> list[Use]:
    """Return what ran in `ranges`, by vehicle, line and week, split where a span begins or ends.

    A flexible departure counts once a tour plan gave it stops.
    """
    departure, day = _DEPARTURE.c, _DEPARTURE.c.service_date
    has_itinerary = or_(departure.kind == DepartureKind.fixed, departure.tour_plan_id.is_not(None))
    wanted = and_(in_any(day, ranges), has_itinerary)
    carriage = carriage_of_departures(wanted)
    kinds = [
        departure.line_id,
        departure.vehicle_id,
        monday_of(day),
        case((departure.state == DepartureState.cancelled, 1), else_=0),
        func.coalesce(carriage.c.ferries, ""),
        _LINE.c.trough_below_percent,
        *(flag(day, span) for span in spans),
    ]
    amounts = (
        func.count(),
        func.sum(minutes_between(departure.starts_at, departure.ends_at)),
        *(func.coalesce(func.sum(carriage.c[name]), 0) for name in _SUMS),
    )
    joined = _DEPARTURE.join(_LINE, _LINE.c.id == departure.line_id)
    statement = (
        select(*(kind.label(f"kind_{index}") for index, kind in enumerate(kinds)), *amounts)
        .select_from(joined.outerjoin(carriage, carriage.c.departure_id == departure.id))
        .where(wanted)
        .group_by(*(literal_column(f"kind_{index}") for index in range(len(kinds))))
    )
    return [_use(row, len(spans)) for row in session.execute(statement)]


def _use(row: Sequence[Any], spans: int) -> Use:
    line_id, vehicle_id, week, was_cancelled, ferries, trough_below_percent = row[:6]
    flags, amounts = row[6 : 6 + spans], [int(amount) for amount in row[6 + spans :]]
    departures, minutes, crossings, metres, used_kg, capacity_kg, used_pallets, capacity_pallets = amounts
    return Use(
        line_id=line_id,
        vehicle_id=vehicle_id,
        week=week,
        trough_below_percent=trough_below_percent,
        in_spans=tuple(bool(each) for each in flags),
        was_cancelled=bool(was_cancelled),
        ferries=ferries,
        crossings=crossings,
        departures=departures,
        metres=metres,
        minutes=minutes,
        carriage=Carriage(used_kg, capacity_kg, used_pallets, capacity_pallets, metres),
    )
