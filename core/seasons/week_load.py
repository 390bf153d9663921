"""From runs to weeks: how full each week was, what is typical of it, and the period that follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.lines.load import NOTHING_CARRIED, Carriage
from core.shared.periods import Period, Thresholds, week_start

PAST_SEASONS = 3


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A line's week: its runs, and on an average metre the weight that could be and was carried."""

    line_id: int
    week_start: date
    departures: int
    capacity_kg: int
    booked_kg: int
    load_percent: float


@dataclass(frozen=True, slots=True)
class WeekPeriod:
    """The period of a line's week and where it comes from; `typical_percent` is that of past seasons, if any."""

    period: Period
    load_percent: float
    typical_percent: float | None
    is_overridden: bool
    note: str


@dataclass(frozen=True, slots=True)
class Override:
    """A coordinator's say on a week."""

    period: Period
    note: str


def loads_by_week(runs: Iterable[tuple[int, date, Carriage]]) -> list[WeekLoad]:
    """Sum runs (line, day, carriage) into weeks; the load weighs each run by its length and capacity."""
    return loads_in_sum((line_id, week_start(day), 1, carriage) for line_id, day, carriage in runs)


def loads_in_sum(parts: Iterable[tuple[int, date, int, Carriage]]) -> list[WeekLoad]:
    """Sum parts of weeks (line, Monday, how many departures, carriage) into weeks."""
    sums: dict[tuple[int, date], tuple[int, Carriage]] = {}
    for line_id, monday, departures, carriage in parts:
        count, carried = sums.get((line_id, monday), (0, NOTHING_CARRIED))
        sums[line_id, monday] = (count + departures, carried + carriage)
    return [
        WeekLoad(
            line_id=line_id,
            week_start=monday,
            departures=count,
            capacity_kg=carried.mean_capacity_kg * count,
            booked_kg=carried.mean_used_kg * count,
            load_percent=carried.load_percent,
        )
        for (line_id, monday), (count, carried) in sorted(sums.items())
    ]


def same_week_before(monday: date, years: int) -> date:
    """Return the Monday of the same ISO week some years before; week 53 is answered by week 52 where there is none."""
    year, week, _ = monday.isocalendar()
    weeks_in_year = date(year - years, 12, 28).isocalendar().week
    return date.fromisocalendar(year - years, min(week, weeks_in_year), 1)


def typical_percent(line_id: int, monday: date, past: Mapping[tuple[int, date], WeekLoad]) -> float | None:
    """Return the mean load of the same week in past seasons when the line ran, or None if it never did."""
    weeks = [past.get((line_id, same_week_before(monday, years))) for years in range(1, PAST_SEASONS + 1)]
    loads = [week.load_percent for week in weeks if week is not None]
    return round(sum(loads) / len(loads), 1) if loads else None


def periods_of_weeks(
    weeks: Sequence[WeekLoad],
    *,
    past: Mapping[tuple[int, date], WeekLoad],
    overrides: Mapping[tuple[int, date], Override],
    thresholds: Mapping[int, Thresholds],
    this_week: date,
) -> dict[tuple[int, date], WeekPeriod]:
    """Return the period of each line's week.

    A week that is over is judged on what was booked; this week and the coming ones on the larger of what is booked
    and what is typical. A coordinator's say wins.
    """
    loads = {(week.line_id, week.week_start): week.load_percent for week in weeks}
    found = {}
    for key in sorted(loads.keys() | overrides.keys()):
        line_id, monday = key
        load = loads.get(key, 0.0)
        typical = typical_percent(line_id, monday, past)
        judged = load if monday < this_week else max(load, typical or 0.0)
        override = overrides.get(key)
        found[key] = WeekPeriod(
            period=override.period if override else thresholds.get(line_id, Thresholds()).period_of(judged),
            load_percent=load,
            typical_percent=typical,
            is_overridden=override is not None,
            note=override.note if override else "",
        )
    return found
