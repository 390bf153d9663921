"""What people see of seasons: how full each week is, and its period."""

from datetime import date, timedelta

from core.database.doors import ReadSession
from core.lines.views import carriages_between
from core.seasons import store
from core.seasons.week_load import (
    PAST_SEASONS,
    Override,
    WeekLoad,
    WeekPeriod,
    loads_by_week,
    periods_of_weeks,
    same_week_before,
)
from core.shared import clock
from core.shared.periods import week_start

__all__ = ["WeekLoad", "WeekPeriod", "periods", "week_loads"]


def week_loads(
    session: ReadSession, *, first_week: date, last_week: date, line_id: int | None = None
) -> list[WeekLoad]:
    """Return the load of each line in each week that has a departure, by line then week (one query).

    `first_week` and `last_week` are any day of the first and the last week. Cancelled departures do not count.
    """
    return _loads(session, [(first_week, last_week)], line_id)


def periods(
    session: ReadSession, *, first_week: date, last_week: date, line_id: int | None = None
) -> dict[tuple[int, date], WeekPeriod]:
    """Return the period of each line's week, by (line, Monday), where it has departures or a coordinator's say.

    The rule is in `core.seasons.week_load` (two queries).
    """
    first, last = week_start(first_week), week_start(last_week)
    same_weeks = [
        (same_week_before(first, years), same_week_before(last, years)) for years in range(1, PAST_SEASONS + 1)
    ]
    every = _loads(session, [(first, last), *same_weeks], line_id)
    thresholds, said = store.thresholds_and_overrides(session, first, last)
    return periods_of_weeks(
        [week for week in every if first <= week.week_start <= last],
        past={(week.line_id, week.week_start): week for week in every},
        overrides={
            (each.line_id, each.week_start): Override(each.period, each.note)
            for each in said
            if line_id is None or each.line_id == line_id
        },
        thresholds=thresholds,
        this_week=week_start(clock.today()),
    )


def _loads(session: ReadSession, weeks: list[tuple[date, date]], line_id: int | None) -> list[WeekLoad]:
    spans = [(week_start(first), week_start(last) + timedelta(days=6)) for first, last in weeks]
    runs = carriages_between(session, spans=spans, line_id=line_id)
    return loads_by_week((run.line_id, run.service_date, run.carriage) for run in runs)
