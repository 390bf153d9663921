"""What a line's week will probably carry, learned from the line's own past weeks, or an honest "not enough history".

The method is in `core.troughs.fourier_ridge`; why this one, and against which others it was tried, is in
`docs/decisions/0011`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from core.seasons.week_load import PAST_SEASONS, same_week_before
from core.troughs.fourier_ridge import Floats, predict

WEEKS_IN_A_YEAR = 365.25 / 7
FEWEST_WEEKS = 20
WEEKS_REMEMBERED = 160
"""Three years and a little: what happened before is not read."""
_A_WEEK = timedelta(weeks=1)

WeekLoads = Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A load in per cent, and the interval that should hold the real one eight times out of ten."""

    percent: float
    low_percent: float
    high_percent: float


def forecasts(loads: WeekLoads, weeks: Sequence[date], *, known_until: date) -> dict[date, Forecast]:
    """Return what the line's coming weeks will probably carry, without those that no past season speaks for.

    Args:
        loads: load in per cent by Monday, of the weeks in which the line ran.
        weeks: the Mondays to forecast, all after `known_until`.
        known_until: the Monday of the last week that is over; later weeks are only partly booked and are not used.
    """
    wanted = [week for week in weeks if knows_the_season(loads, week, known_until=known_until)]
    past = grid_of(loads, known_until)
    if not wanted or int(np.isfinite(past).sum()) < FEWEST_WEEKS:
        return {}
    band = predict(past, _steps(known_until, max(wanted)), period=WEEKS_IN_A_YEAR)
    found = {}
    for week in wanted:
        step = _steps(known_until, week) - 1
        found[week] = Forecast(*(_percent(each[step]) for each in (band.middle, band.low, band.high)))
    return found


def last_year(loads: WeekLoads, week: date, *, known_until: date) -> float | None:
    """Return the load of the same week in the newest past season in which the line ran that week, if any."""
    for years in range(1, PAST_SEASONS + 1):
        then = same_week_before(week, years)
        if then <= known_until and then in loads:
            return loads[then]
    return None


def knows_the_season(loads: WeekLoads, week: date, *, known_until: date) -> bool:
    """Say whether the line ran in the same week of a past year, or in the weeks on either side of it."""
    return any(
        then + offset * _A_WEEK in loads and then + offset * _A_WEEK <= known_until
        for years in range(1, PAST_SEASONS + 1)
        for then in (same_week_before(week, years),)
        for offset in (-1, 0, 1)
    )


def grid_of(loads: WeekLoads, known_until: date) -> Floats:
    """Return the loads of the remembered weeks up to `known_until`, one a week, NaN where the line did not run."""
    earliest = known_until - (WEEKS_REMEMBERED - 1) * _A_WEEK
    known = [week for week in loads if earliest <= week <= known_until]
    if not known:
        return np.empty(0)
    first = min(known)
    weeks = (first + step * _A_WEEK for step in range(_steps(first, known_until) + 1))
    return np.array([loads.get(week, np.nan) for week in weeks])


def _steps(first: date, last: date) -> int:
    return (last - first).days // 7


def _percent(load: float) -> float:
    return round(min(100.0, max(0.0, float(load))), 1)
