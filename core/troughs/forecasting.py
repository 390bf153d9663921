"""What a line's week will probably carry, from the same weeks of past seasons.

Method: the mean of the same ISO week and its two neighbours on each side in up to three past seasons, nearer weeks and
nearer seasons counting more, times the growth seen over the last thirteen weeks against the same weeks a year
earlier. Chosen by rolling-origin backtest against repeating last year (`tests/troughs`): about a fifth less error.
With no past season for the week there is no forecast, and the screen says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.seasons.week_load import PAST_SEASONS, same_week_before

NEIGHBOURS = (1, 2, 3, 2, 1)
LEAST_WEIGHT_OF_A_SEASON = 3  # the same week itself, or a week on each side of it
SEASON_FADES_BY = 0.5
RECENT_WEEKS = 13
FEWEST_WEEKS_FOR_GROWTH = 4
_PRIOR_WEEKS = 4  # pulls the growth of a line with little history towards none
_GROWTH_BOUNDS = (0.6, 1.6)
_MIDDLE = len(NEIGHBOURS) // 2

WeekLoads = Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A load in per cent with the lowest and highest past week it rests on, and how many past seasons speak for it."""

    percent: float
    low_percent: float
    high_percent: float
    seasons: int
    growth: float


def forecast(loads: WeekLoads, week: date, *, known_until: date) -> Forecast | None:
    """Return what the line's week will probably carry; None when no past season knows these weeks.

    Args:
        loads: load in per cent by Monday, of the weeks in which the line ran.
        week: the Monday to forecast.
        known_until: the Monday of the last week that is over; later weeks are only partly booked and are not used.
    """
    grown = growth(loads, known_until=known_until)
    values: list[float] = []
    weighted = weights = 0.0
    seasons = 0
    for years in range(1, PAST_SEASONS + 1):
        known = list(_neighbours(loads, same_week_before(week, years), known_until))
        if sum(weight for weight, _ in known) < LEAST_WEIGHT_OF_A_SEASON:
            continue
        seasons += 1
        for weight, load in known:
            expected = load * grown**years
            values.append(_percent(expected))
            weighted += weight * SEASON_FADES_BY ** (years - 1) * expected
            weights += weight * SEASON_FADES_BY ** (years - 1)
    if not seasons:
        return None
    return Forecast(_percent(weighted / weights), min(values), max(values), seasons, grown)


def growth(loads: WeekLoads, *, known_until: date) -> float:
    """Return recent load over the load a year earlier, kept between 0.6 and 1.6; 1 when too few weeks can tell."""
    pairs = []
    for back in range(RECENT_WEEKS):
        week = known_until - timedelta(weeks=back)
        year_before = same_week_before(week, 1)
        if week in loads and year_before in loads:
            pairs.append((loads[week], loads[year_before]))
    if len(pairs) < FEWEST_WEEKS_FOR_GROWTH:
        return 1.0
    recent, earlier = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    prior = _PRIOR_WEEKS * (recent + earlier) / (2 * len(pairs))
    if earlier + prior == 0:
        return 1.0
    least, most = _GROWTH_BOUNDS
    return min(most, max(least, (recent + prior) / (earlier + prior)))


def _neighbours(loads: WeekLoads, centre: date, known_until: date) -> Iterator[tuple[int, float]]:
    for place, weight in enumerate(NEIGHBOURS):
        week = centre + timedelta(weeks=place - _MIDDLE)
        if week <= known_until and week in loads:
            yield weight, loads[week]


def _percent(load: float) -> float:
    return round(min(100.0, max(0.0, load)), 1)
