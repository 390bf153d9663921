"""Every SQL sentence about when lines run: their usual timetable and the patterns that replace it."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.lines.cards import StopCard
from core.lines.closures import Closures
from core.lines.line_store import stops_of
from core.lines.service_days import LineTimes, Timetable
from core.lines.tables import Line, LinePattern, LinePatternStop


def patterns_of(session: ReadSession, line_id: int | None = None) -> dict[int, dict[int, LinePattern]]:
    """Return the patterns of a line, or of every line, by line and id, the earliest first (one query)."""
    statement = select(LinePattern).order_by(col(LinePattern.first_day), col(LinePattern.id))
    if line_id is not None:
        statement = statement.where(col(LinePattern.line_id) == line_id)
    found: dict[int, dict[int, LinePattern]] = {}
    for each in session.exec(statement):
        found.setdefault(each.line_id, {})[each.id or 0] = each
    return found


def own_stops(session: ReadSession, pattern_ids: Sequence[int]) -> dict[int, tuple[StopCard, ...]]:
    """Return the stops of the patterns that have their own, in order."""
    if not pattern_ids:
        return {}
    statement = select(LinePatternStop).where(col(LinePatternStop.pattern_id).in_(pattern_ids))
    found: dict[int, list[StopCard]] = {}
    for each in session.exec(statement.order_by(col(LinePatternStop.pattern_id), col(LinePatternStop.position))):
        found.setdefault(each.pattern_id, []).append(
            StopCard(
                each.site_id,
                each.arrives_after_minutes,
                each.dwell_minutes,
                each.metres_from_previous,
                each.ferry,
            )
        )
    return {pattern_id: tuple(stops) for pattern_id, stops in found.items()}


def times_of(session: ReadSession, line: Line, closures: Closures) -> LineTimes:
    """Return when a line runs, with its stops (three queries)."""
    line_id = line.id or 0
    usual_stops = tuple(stops_of(session, line_id))
    patterns = patterns_of(session, line_id).get(line_id, {})
    own = own_stops(session, list(patterns))
    return LineTimes(
        usual=usual_timetable(line, usual_stops),
        patterns=tuple(timetable(each, own.get(key, usual_stops)) for key, each in patterns.items()),
        changes=tuple(closures.changes_of(line_id)),
    )


def usual_timetable(line: Line, stops: tuple[StopCard, ...] = ()) -> Timetable:
    """Return the timetable a line keeps outside its patterns."""
    return Timetable("", line.season_from, line.season_to, line.rrule, line.starts_minute, stops)


def timetable(pattern: LinePattern, stops: tuple[StopCard, ...] = ()) -> Timetable:
    """Return the timetable of a pattern."""
    return Timetable(pattern.name, pattern.first_day, pattern.last_day, pattern.rrule, pattern.starts_minute, stops)


def put_stops(session: WriteSession, pattern_id: int, stops: Sequence[StopCard]) -> None:
    """Write the own stops of a pattern in the place of the old ones; none means that it keeps the line's."""
    session.execute(delete(LinePatternStop).where(col(LinePatternStop.pattern_id) == pattern_id))
    session.add_all(
        LinePatternStop(
            pattern_id=pattern_id,
            position=position,
            site_id=stop.site_id,
            arrives_after_minutes=stop.arrives_after_minutes,
            dwell_minutes=stop.dwell_minutes,
            metres_from_previous=stop.metres_from_previous,
            ferry=stop.ferry,
        )
        for position, stop in enumerate(stops)
    )
    session.flush()


def pattern_by_id(session: ReadSession, pattern_id: int) -> LinePattern | None:
    """Return a pattern as it is now."""
    return session.get(LinePattern, pattern_id, populate_existing=True)


def remove(session: WriteSession, pattern: LinePattern) -> None:
    """Remove a pattern with its stops."""
    put_stops(session, pattern.id or 0, ())
    session.delete(pattern)
    session.flush()
