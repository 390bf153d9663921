"""What people see of seasons: how full each week is, and its period."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.database.doors import ReadSession
from core.lines.views import DepartureCarriage, carriages_between
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
from core.shared.periods import Thresholds, week_start

__all__ = ["LineName", "Season", "WeekLoad", "WeekPeriod", "periods", "season", "week_loads"]


@dataclass(frozen=True, slots=True)
class LineName:
    """A line as a list to choose from shows it."""

    id: int
    name: str
    territory: str


@dataclass(frozen=True, slots=True)
class Season:
    """Every line by name, those at rest included, and the periods of some weeks by (line, Monday).

    `load_percents` tells how full each departure of these weeks is, by its id, those called off left out.
    """

    lines: tuple[LineName, ...]
    periods: dict[tuple[int, date], WeekPeriod]
    load_percents: dict[int, float] = field(default_factory=dict)


def week_loads(
    session: ReadSession, *, first_week: date, last_week: date, line_id: int | None = None
) -> list[WeekLoad]:
    """Return the load of each line in each week that has a departure, by line then week (one query).

    `first_week` and `last_week` are any day of the first and the last week. Cancelled departures do not count.
    """
    return _loads(_runs(session, [(first_week, last_week)], line_id))


def periods(
    session: ReadSession, *, first_week: date, last_week: date, line_id: int | None = None
) -> dict[tuple[int, date], WeekPeriod]:
    """Return the period of each line's week, by (line, Monday), where it has departures or a coordinator's say.

    The rule is in `core.seasons.week_load` (two queries).
    """
    return season(session, first_week=first_week, last_week=last_week, line_id=line_id).periods


def season(session: ReadSession, *, first_week: date, last_week: date, line_id: int | None = None) -> Season:
    """Return the names of all lines with the periods of some weeks (two queries)."""
    first, last = week_start(first_week), week_start(last_week)
    same_weeks = [
        (same_week_before(first, years), same_week_before(last, years)) for years in range(1, PAST_SEASONS + 1)
    ]
    runs = _runs(session, [(first, last), *same_weeks], line_id)
    every = _loads(runs)
    lines, said = store.lines_and_overrides(session, first, last)
    found = periods_of_weeks(
        [week for week in every if first <= week.week_start <= last],
        past={(week.line_id, week.week_start): week for week in every},
        overrides={
            (each.line_id, each.week_start): Override(each.period, each.note)
            for each in said
            if line_id is None or each.line_id == line_id
        },
        thresholds={line.id or 0: Thresholds(line.trough_below_percent, line.peak_from_percent) for line in lines},
        this_week=week_start(clock.today()),
    )
    names = tuple(LineName(line.id or 0, line.name, line.territory) for line in lines)
    percents = {
        run.departure_id: run.carriage.load_percent for run in runs if first <= week_start(run.service_date) <= last
    }
    return Season(names, found, percents)


def _runs(session: ReadSession, weeks: list[tuple[date, date]], line_id: int | None) -> list[DepartureCarriage]:
    spans = [(week_start(first), week_start(last) + timedelta(days=6)) for first, last in weeks]
    return carriages_between(session, spans=spans, line_id=line_id)


def _loads(runs: Sequence[DepartureCarriage]) -> list[WeekLoad]:
    return loads_by_week((run.line_id, run.service_date, run.carriage) for run in runs)
