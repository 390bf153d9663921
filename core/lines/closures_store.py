"""Every SQL sentence about what closes days: all that was said about some days is read in one of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, cast, literal, null, or_, true, union_all
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel, col, select

from core.access.tables import Person
from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import DriverAbsence, ThawPeriod, Vehicle, VehicleAbsence
from core.lines.closures import Closures, DateChange, DriverAbsent, Note, Pause, Thaw, VehicleAbsent
from core.lines.kinds import DateChangeKind
from core.lines.tables import DayNote, LineException, LinePause

_NO_NUMBER, _NO_DAY = cast(null(), Integer), cast(null(), Date)


def _part(what: str, table: Any, text: Any, **more: Any) -> Any:
    first, last = (table.day, table.day) if hasattr(table, "day") else (table.first_day, table.last_day)
    return select_columns(
        literal(what).label("what"),
        table.id.label("id"),
        first.label("first_day"),
        last.label("last_day"),
        cast(text, String).label("text"),
        more.get("about", _NO_NUMBER).label("about"),
        more.get("number", _NO_NUMBER).label("number"),
        more.get("to_day", _NO_DAY).label("to_day"),
        cast(more.get("kind", null()), String).label("kind"),
        cast(more.get("name", null()), String).label("name"),
    )


_ALL_SAID = union_all(
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
).subquery()
_SAID_BETWEEN = (
    select_columns(_ALL_SAID)
    .where(
        ((_ALL_SAID.c.first_day <= bindparam("last")) & (_ALL_SAID.c.last_day >= bindparam("first")))
        | _ALL_SAID.c.to_day.between(bindparam("first"), bindparam("last"))
    )
    .order_by(_ALL_SAID.c.first_day, _ALL_SAID.c.id)
)


def closures_between(session: ReadSession, first_day: date, last_day: date) -> Closures:
    """Return everything that was said about some days, in one query."""
    pauses, vehicles, drivers, notes, thaws, changes = [], [], [], [], [], []
    for what, id_, first, last, text, about, number, to_day, kind, name in session.execute(
        _SAID_BETWEEN, {"first": first_day, "last": last_day}
    ):
        if what == "pause":
            pauses.append(Pause(id_, first, last, text, about))
        elif what == "vehicle":
            vehicles.append(VehicleAbsent(id_, first, last, text, about, name))
        elif what == "driver":
            drivers.append(DriverAbsent(id_, first, last, text, about, number, name))
        elif what == "note":
            notes.append(Note(id_, first, last, text, about, bool(number)))
        elif what == "thaw":
            thaws.append(Thaw(id_, first, last, text, number))
        else:
            changes.append(DateChange(id_, about, first, DateChangeKind(kind), to_day, number, text))
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
