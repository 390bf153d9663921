"""What people see of seasons: how full each week is, and its period."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.database.doors import ReadSession
from core.lines.carriage_store import Days, OfLines, WeekCarriage, carriages
from core.seasons import store
from core.seasons.week_load import (
    PAST_SEASONS,
    Override,
    WeekLoad,
    WeekPeriod,
    loads_in_sum,
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
    weeks = [_days(first_week, last_week)]
    return _loads(carriages(session, one_by_one=None, in_sum=weeks, of=OfLines(line_id)))


def periods(
    session: ReadSession,
    *,
    first_week: date,
    last_week: date,
    line_id: int | None = None,
    line_ids: Collection[int] | None = None,
) -> dict[tuple[int, date], WeekPeriod]:
    """Return the period of each line's week, by (line, Monday), where it has departures or a coordinator's say.

    The rule is in `core.seasons.week_load` (two queries).
    """
    of = OfLines(line_ids=[line_id] if line_id is not None else line_ids)
    return _season(session, first_week, last_week, of, one_by_one=False).periods


def season(
    session: ReadSession,
    *,
    first_week: date,
    last_week: date,
    line_id: int | None = None,
    territory: str | None = None,
    one_by_one: bool = True,
) -> Season:
    """Return the names of all lines with the periods of some weeks, of a line or a territory alone if given.

    Two queries; `one_by_one` says whether the load of each departure is wanted too.
    """
    of = OfLines(line_id=line_id, territory=territory)
    return _season(session, first_week, last_week, of, one_by_one=one_by_one)


def _season(session: ReadSession, first_week: date, last_week: date, of: OfLines, *, one_by_one: bool) -> Season:
    first, last = week_start(first_week), week_start(last_week)
    past = [
        _days(same_week_before(first, years), same_week_before(last, years)) for years in range(1, PAST_SEASONS + 1)
    ]
    these = _days(first, last)
    runs = carriages(
        session,
        one_by_one=these if one_by_one else None,
        in_sum=past if one_by_one else [these, *past],
        of=of,
    )
    every = _loads(runs)
    lines, said = store.lines_and_overrides(session, first, last, line_ids=of.line_ids)
    territories = {line.id or 0: line.territory for line in lines}
    found = periods_of_weeks(
        [week for week in every if first <= week.week_start <= last],
        past={(week.line_id, week.week_start): week for week in every},
        overrides={
            (each.line_id, each.week_start): Override(each.period, each.note)
            for each in said
            if _is_wanted(each.line_id, territories.get(each.line_id, ""), of)
        },
        thresholds={line.id or 0: Thresholds(line.trough_below_percent, line.peak_from_percent) for line in lines},
        this_week=week_start(clock.today()),
    )
    names = tuple(LineName(line.id or 0, line.name, line.territory) for line in lines)
    percents = {run.departure_id: run.carriage.load_percent for run in runs if run.departure_id}
    return Season(names, found, percents)


def _is_wanted(line_id: int, territory: str, of: OfLines) -> bool:
    if of.line_id not in (None, line_id) or of.territory not in (None, territory):
        return False
    return of.line_ids is None or line_id in of.line_ids


def _days(first_week: date, last_week: date) -> Days:
    return week_start(first_week), week_start(last_week) + timedelta(days=6)


def _loads(runs: list[WeekCarriage]) -> list[WeekLoad]:
    return loads_in_sum((run.line_id, run.week, run.departures, run.carriage) for run in runs)
