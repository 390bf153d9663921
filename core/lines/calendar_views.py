"""What people see of days: why lines do not run on them, what was decided against them, and what is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, Right, require
from core.calendar import statutory_holidays
from core.database.doors import ReadSession
from core.lines import closures_store, departure_rows_store, departure_store, pattern_store
from core.lines.closures import ClosedByNote, Closures, DriverAway, Holiday
from core.lines.conflicts import ReservedRun, conflicts_of
from core.lines.departure_views import DepartureFilter
from core.lines.service_days import LineDays, LineTimes, SkippedDay, Timetable
from core.shared import clock
from core.shared.errors import Refusal

_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class DayNotice:
    """Something said of a day: `reason` closes it, for one line (or for all, without a line); `told` only tells."""

    day: date
    line_id: int | None
    line_name: str
    reason: Refusal | None
    told: str = ""


@dataclass(frozen=True, slots=True)
class ThawRow:
    """Days on which heavy vehicles may carry only a share of their payload."""

    id: int
    first_day: date
    last_day: date
    keeps_percent: int
    note: str


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """What the calendar says of some days, in order, and the thaws met."""

    notices: tuple[DayNotice, ...]
    thaws: tuple[ThawRow, ...]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A coming departure that nothing may touch and that no longer agrees with its line, and why."""

    departure_id: int
    line_name: str
    vehicle_name: str
    starts_at: datetime
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Preview:
    """The next dates of a timetable, and those that would be skipped before the last of them, with why."""

    days: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]


def closed_days(
    session: ReadSession, *, first_day: date, last_day: date, wanted: DepartureFilter | None = None
) -> ClosedDays:
    """Return what closes days or is told of them, for the lines wanted (one query).

    A line is named only on the days on which it would have run.
    """
    closures, lines = closures_store.closures_and_lines(session, first_day, last_day)
    return _closed([line for line in lines if _is_wanted(line, wanted)], closures, first_day, last_day)


def _is_wanted(line: LineDays, wanted: DepartureFilter | None) -> bool:
    if wanted is None:
        return True
    return wanted.line_id in (None, line.id) and wanted.territory in (None, line.territory)


def _closed(lines: Sequence[LineDays], closures: Closures, first_day: date, last_day: date) -> ClosedDays:
    names = {line.id: line.name for line in lines}
    said = [DayNotice(day, None, "", Holiday(day, name)) for day, name in _holidays(first_day, last_day)]
    for note in closures.notes:
        if note.line_id is None or note.line_id in names:
            reason = ClosedByNote(day=note.first_day, text=note.reason) if note.closes else None
            told = "" if note.closes else note.reason
            said.append(DayNotice(note.first_day, note.line_id, names.get(note.line_id or 0, ""), reason, told))
    for line in lines:
        said += _line_notices(line, closures, first_day, last_day)
    thaws = tuple(
        ThawRow(each.id, each.first_day, each.last_day, each.keeps_percent, each.reason) for each in closures.thaws
    )
    return ClosedDays(tuple(sorted(said, key=lambda each: (each.day, each.line_name))), thaws)


def _holidays(first_day: date, last_day: date) -> list[tuple[date, str]]:
    found = (each for year in range(first_day.year, last_day.year + 1) for each in _of_year(year))
    return [(day, name) for day, name in found if first_day <= day <= last_day]


def _of_year(year: int) -> list[tuple[date, str]]:
    return list(statutory_holidays.in_year(year).items())


def _line_notices(line: LineDays, closures: Closures, first_day: date, last_day: date) -> list[DayNotice]:
    """Return why a line does not run on days of its own; what is said of every line is said once, elsewhere."""
    line_id = line.id
    days, decided = line.times(closures.changes_of(line_id)).days(first_day, last_day)
    found = [DayNotice(each.day, line_id, line.name, each.reason) for each in decided.values()]
    for day, wanted in days.items():
        reason = _closing(closures, line, day, is_added=wanted.is_added)
        if reason is not None:
            found.append(DayNotice(day, line_id, line.name, reason))
    return found


def _closing(closures: Closures, line: LineDays, day: date, *, is_added: bool) -> Refusal | None:
    if not is_added:
        if statutory_holidays.name_of(day) is not None:
            return None
        if any(note.closes and note.covers(day) and note.is_about(line.id) for note in closures.notes):
            return None
        reason = closures.line_closed(day, line.id)
        if reason is not None:
            return reason
    away = closures.vehicle_away(line.vehicle_id, day, day)
    if away is not None:
        return away
    try:
        closures.who_drives(line.driver_id, day, day)
    except DriverAway as nobody:
        return nobody
    return None


def conflicts(session: ReadSession) -> list[ConflictRow]:
    """Return the coming departures that no longer agree with their line and do not follow it (three queries).

    They have reservations, or a person moved them or gave them their driver. For each, a person moves it, gives it
    another vehicle or driver, calls it off, or adds its date to the line.
    """
    now, today = clock.now(), clock.today()
    which = [*departure_rows_store.chosen([(today, today + _AHEAD)]), *departure_rows_store.still_planned(now)]
    found = departure_rows_store.departures(session, which)
    if not found:
        return []
    reserved = departure_store.with_reservations(session, [each.id for each in found])
    last_day = max(clock.local(each.ends_at).date() for each in found)
    closures, lines = closures_store.closures_and_lines(session, today, last_day)
    times = {line.id: line.times(closures.changes_of(line.id)) for line in lines}
    drivers = {line.id: line.driver_id for line in lines}
    moved = {(each.line_id, each.to_day) for each in closures.changes}
    coming = [
        each
        for each in found
        if each.id in reserved
        or (each.line_id, each.service_date) in moved
        or each.driver_id not in (None, drivers.get(each.line_id))
    ]
    why: dict[int, Refusal] = {}
    for line_id in {each.line_id for each in coming}:
        runs = [_reserved(each) for each in coming if each.line_id == line_id]
        why |= {run.departure_id: reason for run, reason in conflicts_of(runs, times.get(line_id), closures)}
    return [
        ConflictRow(each.id, each.line_name, each.vehicle_name, each.starts_at, why[each.id])
        for each in coming
        if each.id in why
    ]


def _reserved(facts: departure_rows_store.DepartureFacts) -> ReservedRun:
    return ReservedRun(
        departure_id=facts.id,
        line_id=facts.line_id,
        vehicle_id=facts.vehicle_id,
        driver_id=facts.driver_id,
        day=facts.service_date,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        is_toured=facts.tour_plan_id is not None,
    )


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A seasonal timetable of a line; `has_own_stops` when it stops at other times or places than the line."""

    id: int
    name: str
    first_day: date
    last_day: date
    rrule: str
    starts_minute: int
    version: int
    has_own_stops: bool


def said_of_days(session: ReadSession, member: Member, *, first_day: date, last_day: date) -> Closures:
    """Return everything that was said about some days, driver by driver, for a coordinator (one query; R9).

    Raises:
        Refusal: not a coordinator.
    """
    require(member, Right.coordinator)
    return closures_store.closures_between(session, first_day, last_day)


def patterns(session: ReadSession, *, line_id: int) -> list[PatternRow]:
    """Return the seasonal timetables of a line, the earliest first (two queries)."""
    found = pattern_store.patterns_of(session, line_id).get(line_id, {})
    own = pattern_store.own_stops(session, list(found))
    return [
        PatternRow(
            key, each.name, each.first_day, each.last_day, each.rrule, each.starts_minute, each.version, key in own
        )
        for key, each in found.items()
    ]


def preview(
    session: ReadSession, *, line_id: int | None, rrule: str, first_day: date, last_day: date | None, most: int = 10
) -> Preview:
    """Return the next dates of a rule, and those that would be skipped until then (one query).

    Raises:
        Refusal: the rule cannot be read.
    """
    begin = max(first_day, clock.today())
    end = min(begin + _AHEAD, last_day or date.max)
    closures = closures_store.closures_between(session, begin, end)
    times = LineTimes(Timetable("", first_day, last_day, rrule, 0, ()))
    days: list[date] = []
    skipped: list[SkippedDay] = []
    for day in times.days(begin, end)[0]:
        closed = closures.line_closed(day, line_id or 0)
        if closed is not None:
            skipped.append(SkippedDay(day, closed))
        else:
            days.append(day)
        if len(days) == most:
            break
    return Preview(tuple(days), tuple(skipped))
