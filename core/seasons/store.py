"""Every SQL sentence about a coordinator's say on weeks."""

from datetime import date

from sqlalchemy import func
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


def lines_and_overrides(
    session: ReadSession, first_week: date, last_week: date
) -> tuple[list[Line], list[PeriodOverride]]:
    """Return every line, by name, and what coordinators said of some weeks."""
    of_these_weeks = (col(PeriodOverride.line_id) == Line.id) & col(PeriodOverride.week_start).between(
        first_week, last_week
    )
    statement = (
        select(Line, PeriodOverride)
        .join(PeriodOverride, of_these_weeks, isouter=True)
        .order_by(func.lower(Line.name), col(Line.id))
    )
    lines: dict[int, Line] = {}
    said: list[PeriodOverride] = []
    for line, override in session.exec(statement):
        lines[line.id or 0] = line
        if override is not None:
            said.append(override)
    return list(lines.values()), said
