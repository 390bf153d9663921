"""Every SQL sentence about what closes days: all that was said about some days is read in one of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, cast, func, literal, null, or_, true, union_all
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel, col, select

from core.access.tables import Person
from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import DriverAbsence, ThawPeriod, Vehicle, VehicleAbsence
from core.lines.closures import Closures, DateChange, DriverAbsent, Note, Pause, Thaw, VehicleAbsent
from core.lines.kinds import DateChangeKind
from core.lines.service_days import LineDays, Timetable
from core.lines.tables import DayNote, Line, LineException, LinePattern, LinePause

_NO_NUMBER, _NO_DAY = cast(null(), Integer), cast(null(), Date)


def _part(what: str, table: Any, text: Any, **more: Any) -> Any:
    if hasattr(table, "day"):
        more = {"first": table.day, "last": table.day, **more}
    first: Any = more.get("first", getattr(table, "first_day", None))
    last: Any = more.get("last", getattr(table, "last_day", None))
    return select_columns(
        literal(what).label("what"),
        table.id.label("id"),
        first.label("first_day"),
        last.label("last_day"),
        cast(text, String).label("text"),
        more.get("about", _NO_NUMBER).label("about"),
        more.get("number", _NO_NUMBER).label("number"),
        more.get("other", _NO_NUMBER).label("other"),
        more.get("to_day", _NO_DAY).label("to_day"),
        cast(more.get("kind", null()), String).label("kind"),
        cast(more.get("name", null()), String).label("name"),
    )


_SAID = (
    _part("pause", LinePause, LinePause.reason, about=LinePause.line_id),
    _part(
        "vehicle",
        VehicleAbsence,
        VehicleAbsence.reason,
        about=VehicleAbsence.vehicle_id,
        name=Vehicle.name,
    ).join(Vehicle, col(Vehicle.id) == VehicleAbsence.vehicle_id),
    _part(
        "driver",
        DriverAbsence,
        DriverAbsence.reason,
        about=DriverAbsence.person_id,
        number=DriverAbsence.substitute_id,
        name=Person.name,
    ).join(Person, col(Person.id) == DriverAbsence.person_id),
    _part("note", DayNote, DayNote.text, about=DayNote.line_id, number=cast(DayNote.closes, Integer)),
    _part("thaw", ThawPeriod, ThawPeriod.note, number=ThawPeriod.keeps_percent),
    _part(
        "change",
        LineException,
        LineException.reason,
        about=LineException.line_id,
        number=LineException.starts_minute,
        to_day=LineException.to_day,
        kind=LineException.kind,
    ),
)
_LINES = (
    _part(
        "line",
        Line,
        Line.rrule,
        first=Line.season_from,
        last=func.coalesce(Line.season_to, date.max),
        about=Line.vehicle_id,
        number=Line.starts_minute,
        other=Line.driver_id,
        kind=Line.territory,
        name=Line.name,
    ).where(col(Line.is_active)),
    _part(
        "pattern",
        LinePattern,
        LinePattern.rrule,
        about=LinePattern.line_id,
        number=LinePattern.starts_minute,
        name=LinePattern.name,
    ),
)


def _between(parts: Sequence[Any]) -> Any:
    said = union_all(*parts).subquery()
    touches = (said.c.first_day <= bindparam("last")) & (said.c.last_day >= bindparam("first"))
    moved_there = said.c.to_day.between(bindparam("first"), bindparam("last"))
    is_line = said.c.what == "line"  # out of its own season a line may have a timetable, or a date added
    return select_columns(said).where(touches | moved_there | is_line).order_by(said.c.first_day, said.c.id)


# Sentences are built once: building one costs more than asking it.
_SAID_BETWEEN, _ALL_BETWEEN = _between(_SAID), _between((*_SAID, *_LINES))


def closures_between(session: ReadSession, first_day: date, last_day: date) -> Closures:
    """Return everything that was said about some days, in one query."""
    return _closures(session.execute(_SAID_BETWEEN, {"first": first_day, "last": last_day}).all())


def closures_and_lines(session: ReadSession, first_day: date, last_day: date) -> tuple[Closures, list[LineDays]]:
    """Return everything that was said about some days, and the lines in service by name, in one query."""
    rows = session.execute(_ALL_BETWEEN, {"first": first_day, "last": last_day}).all()
    patterns: dict[int, list[Timetable]] = {}
    lines: dict[int, Any] = {}
    for row in rows:
        if row.what == "pattern":
            own = Timetable(row.name, row.first_day, row.last_day, row.text, row.number, ())
            patterns.setdefault(row.about, []).append(own)
        elif row.what == "line":
            lines[row.id] = row
    found = [
        LineDays(
            id=key,
            name=row.name,
            territory=row.kind,
            vehicle_id=row.about,
            driver_id=row.other,
            usual=Timetable("", row.first_day, row.last_day, row.text, row.number, ()),
            patterns=tuple(patterns.get(key, ())),
        )
        for key, row in lines.items()
    ]
    return _closures(rows), sorted(found, key=lambda each: each.name.casefold())


def _closures(rows: Sequence[Any]) -> Closures:
    pauses, vehicles, drivers, notes, thaws, changes = [], [], [], [], [], []
    for row in rows:
        days = (row.id, row.first_day, row.last_day, row.text)
        if row.what == "pause":
            pauses.append(Pause(*days, row.about))
        elif row.what == "vehicle":
            vehicles.append(VehicleAbsent(*days, row.about, row.name))
        elif row.what == "driver":
            drivers.append(DriverAbsent(*days, row.about, row.number, row.name))
        elif row.what == "note":
            notes.append(Note(*days, row.about, bool(row.number)))
        elif row.what == "thaw":
            thaws.append(Thaw(*days, row.number))
        elif row.what == "change":
            kind = DateChangeKind(row.kind)
            changes.append(DateChange(row.id, row.about, row.first_day, kind, row.to_day, row.number, row.text))
    return Closures(tuple(pauses), tuple(vehicles), tuple(drivers), tuple(notes), tuple(thaws), tuple(changes))


def one(session: ReadSession, table: type[SQLModel], id_: int) -> Any:
    """Return a row of one of these tables as it is now, or None."""
    return session.get(table, id_, populate_existing=True)


def change_on(session: ReadSession, line_id: int, day: date) -> LineException | None:
    """Return what was decided for a date of a line."""
    statement = select(LineException).where(col(LineException.line_id) == line_id, col(LineException.day) == day)
    return session.exec(statement).first()


def change_to(session: ReadSession, line_id: int, day: date) -> LineException | None:
    """Return the decision that makes a line run on `day`: another date moved there, or this one added."""
    statement = select(LineException).where(
        col(LineException.line_id) == line_id,
        or_(
            col(LineException.to_day) == day,
            (col(LineException.day) == day) & (col(LineException.kind) == DateChangeKind.added),
        ),
    )
    return session.exec(statement).first()


def put(session: WriteSession, row: SQLModel) -> int:
    """Write a row of one of these tables and return its id."""
    session.add(row)
    session.flush()
    id_: int = row.id  # type: ignore[attr-defined] # every one of these tables has one
    return id_


def take_away(session: WriteSession, row: SQLModel) -> None:
    """Remove a row of one of these tables."""
    session.delete(row)
    session.flush()


def thaws(session: ReadSession) -> Sequence[ThawPeriod]:
    """Return every thaw that was written down, the latest first."""
    return session.exec(select(ThawPeriod).where(true()).order_by(col(ThawPeriod.first_day).desc())).all()
