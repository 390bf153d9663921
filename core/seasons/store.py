"""Every SQL sentence about a coordinator's say on weeks."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.lines.tables import Line
from core.seasons.tables import PeriodOverride
from core.shared.periods import Thresholds


def override_of(session: WriteSession, line_id: int, week_start: date) -> PeriodOverride | None:
    """Return what a coordinator said of one week of one line."""
    statement = select(PeriodOverride).where(
        col(PeriodOverride.line_id) == line_id, col(PeriodOverride.week_start) == week_start
    )
    return session.exec(statement).first()


def thresholds_and_overrides(
    session: ReadSession, first_week: date, last_week: date
) -> tuple[dict[int, Thresholds], list[PeriodOverride]]:
    """Return what makes a week a trough or a peak, per line, and what coordinators said of some weeks."""
    lines, said = lines_and_overrides(session, first_week, last_week)
    return {line.id or 0: Thresholds(line.trough_below_percent, line.peak_from_percent) for line in lines}, said


# Written once: each reservation asks for the period of its week.
_OF_THESE_WEEKS = col(PeriodOverride.week_start).between(bindparam("first_week"), bindparam("last_week"))
_LINES_AND_OVERRIDES = (
    select(Line, PeriodOverride)
    .join(PeriodOverride, (col(PeriodOverride.line_id) == Line.id) & _OF_THESE_WEEKS, isouter=True)
    .order_by(func.lower(Line.name), col(Line.id))
)
_OF_THESE_LINES = _LINES_AND_OVERRIDES.where(col(Line.id).in_(bindparam("line_ids", expanding=True)))


def lines_and_overrides(
    session: ReadSession, first_week: date, last_week: date, *, line_ids: Collection[int] | None = None
) -> tuple[list[Line], list[PeriodOverride]]:
    """Return every line, or some, by name, and what coordinators said of some weeks."""
    statement = _LINES_AND_OVERRIDES if line_ids is None else _OF_THESE_LINES
    asked: dict[str, Any] = {"first_week": first_week, "last_week": last_week}
    if line_ids is not None:
        asked["line_ids"] = list(line_ids)
    lines: dict[int, Line] = {}
    said: list[PeriodOverride] = []
    for line, override in session.exec(statement, params=asked):
        lines[line.id or 0] = line
        if override is not None:
            said.append(override)
    return list(lines.values()), said
