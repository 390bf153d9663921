"""What people see of days: why lines do not run on them, what was decided against them, and what is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.calendar import statutory_holidays
from core.database.doors import ReadSession
from core.lines import closures_store, departure_rows_store, departure_store, pattern_store
from core.lines.closures import ClosedByNote, Closures, DriverAway, Holiday
from core.lines.conflicts import ReservedRun, conflicts_of
from core.lines.departure_views import DepartureFilter
from core.lines.service_days import LineTimes, SkippedDay, Timetable
from core.lines.tables import Line, LinePattern
from core.shared import clock
from core.shared.errors import Refusal

_AHEAD = timedelta(days=400)
LineAndPatterns = tuple[Line, list[LinePattern]]


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
    """A coming departure with reservations that no longer agrees with its line, and why."""

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
    """Return what closes days or is told of them, for the lines wanted (two queries).

    A line is named only on the days on which it would have run.
    """
    closures = closures_store.closures_between(session, first_day, last_day)
    lines = [each for each in pattern_store.lines_and_patterns(session) if _is_wanted(each[0], wanted)]
    return closed_days_of(lines, closures, first_day, last_day)


def _is_wanted(line: Line, wanted: DepartureFilter | None) -> bool:
    if wanted is None or not line.is_active:
        return line.is_active
    return wanted.line_id in (None, line.id) and wanted.territory in (None, line.territory)


def closed_days_of(lines: Sequence[LineAndPatterns], closures: Closures, first_day: date, last_day: date) -> ClosedDays:
    """Return what `closed_days` says of these lines."""
    names = {line.id: line.name for line, _patterns in lines}
    said = [DayNotice(day, None, "", Holiday(day, name)) for day, name in _holidays(first_day, last_day)]
    for note in closures.notes:
        if note.line_id is None or note.line_id in names:
            reason = ClosedByNote(day=note.first_day, text=note.reason) if note.closes else None
            told = "" if note.closes else note.reason
            said.append(DayNotice(note.first_day, note.line_id, names.get(note.line_id, ""), reason, told))
    for line, patterns in lines:
        said += _line_notices(line, times_of(line, patterns, closures), closures, first_day, last_day)
    thaws = tuple(
        ThawRow(each.id, each.first_day, each.last_day, each.keeps_percent, each.reason) for each in closures.thaws
    )
    return ClosedDays(tuple(sorted(said, key=lambda each: (each.day, each.line_name))), thaws)


def _holidays(first_day: date, last_day: date) -> list[tuple[date, str]]:
    found = (each for year in range(first_day.year, last_day.year + 1) for each in _of_year(year))
    return [(day, name) for day, name in found if first_day <= day <= last_day]


def _of_year(year: int) -> list[tuple[date, str]]:
    return list(statutory_holidays.in_year(year).items())


def _line_notices(line: Line, times: LineTimes, closures: Closures, first_day: date, last_day: date) -> list[DayNotice]:
    """Return why a line does not run on days of its own; what is said of every line is said once, elsewhere."""
    days, decided = times.days(first_day, last_day)
    line_id = line.id or 0
    found = [DayNotice(each.day, line_id, line.name, each.reason) for each in decided.values()]
    for day, wanted in days.items():
        reason = _closing(closures, line, day, is_added=wanted.is_added)
        if reason is not None:
            found.append(DayNotice(day, line_id, line.name, reason))
    return found


def _closing(closures: Closures, line: Line, day: date, *, is_added: bool) -> Refusal | None:
    if not is_added:
        if statutory_holidays.name_of(day) is not None:
            return None
        if any(note.closes and note.covers(day) and note.is_about(line.id or 0) for note in closures.notes):
            return None
        reason = closures.line_closed(day, line.id or 0)
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


def times_of(line: Line, patterns: Sequence[LinePattern], closures: Closures) -> LineTimes:
    """Return when a line runs, without its stops."""
    return LineTimes(
        usual=pattern_store.usual_timetable(line),
        patterns=tuple(pattern_store.timetable(each) for each in patterns),
        changes=tuple(closures.changes_of(line.id or 0)),
    )


def conflicts(session: ReadSession) -> list[ConflictRow]:
    """Return the coming departures with reservations that no longer agree with their line, in order (five queries).

    For each, a person moves it, gives it another vehicle or driver, calls it off, or adds its date to the line.
    """
    now, today = clock.now(), clock.today()
    which = [*departure_rows_store.chosen([(today, today + _AHEAD)]), *departure_rows_store.still_planned(now)]
    found = departure_rows_store.departures(session, which)
    reserved = departure_store.with_reservations(session, [each.id for each in found])
    coming = [each for each in found if each.id in reserved]
    if not coming:
        return []
    last_day = max(clock.local(each.ends_at).date() for each in coming)
    closures = closures_store.closures_between(session, today, last_day)
    why: dict[int, Refusal] = {}
    for line, patterns in pattern_store.lines_and_patterns(session):
        runs = [_reserved(each) for each in coming if each.line_id == line.id]
        times = times_of(line, patterns, closures) if line.is_active else None
        why |= {run.departure_id: reason for run, reason in conflicts_of(runs, times, closures)}
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
