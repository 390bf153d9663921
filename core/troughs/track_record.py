"""How good the forecast of a line has been: the past is replayed as if it were not known yet (rolling origins)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.troughs.forecasting import Forecast, WeekLoads, forecasts, last_year

WEEKS_AHEAD = 8
WEEKS_BETWEEN_ORIGINS = 4
WEEKS_REPLAYED = 48
FEWEST_TRIALS = 16


@dataclass(frozen=True, slots=True)
class Trial:
    """One past week forecast from what was known then, beside what it carried and what last year would have said."""

    forecast: Forecast
    last_year_percent: float
    carried_percent: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How the forecasts of past weeks turned out, in points of per cent.

    `mase` is their mean error over that of repeating last year on the same weeks (under 1: better);
    `inside_percent` how many of the weeks fell in the announced interval, which aims at 80.
    """

    trials: int
    error: float
    last_year_error: float
    inside_percent: float

    @property
    def mase(self) -> float:
        """Return the mean absolute error scaled by that of repeating last year."""
        return self.error / self.last_year_error if self.last_year_error else float("inf")

    @property
    def beats_last_year(self) -> bool:
        """Say whether the forecast erred less than repeating last year."""
        return self.error < self.last_year_error


def track_record(loads: WeekLoads, *, known_until: date) -> TrackRecord | None:
    """Replay the line's last year, eight weeks ahead at a time; None when too few weeks can be judged."""
    return summed_up(list(trials(loads, known_until=known_until)))


def trials(loads: WeekLoads, *, known_until: date) -> Iterator[Trial]:
    """Yield every past week that could have been forecast, from each origin of the last year."""
    for back in range(WEEKS_BETWEEN_ORIGINS, WEEKS_REPLAYED + 1, WEEKS_BETWEEN_ORIGINS):
        origin = known_until - timedelta(weeks=back)
        weeks = [origin + timedelta(weeks=ahead) for ahead in range(1, min(WEEKS_AHEAD, back) + 1)]
        said = forecasts(loads, [week for week in weeks if week in loads], known_until=origin)
        for week, forecast in said.items():
            repeated = last_year(loads, week, known_until=origin)
            if repeated is not None:
                yield Trial(forecast, repeated, loads[week])


def summed_up(found: Sequence[Trial]) -> TrackRecord | None:
    """Return the record of some trials; None when they are too few to tell."""
    if len(found) < FEWEST_TRIALS:
        return None
    inside = sum(each.forecast.low_percent <= each.carried_percent <= each.forecast.high_percent for each in found)
    return TrackRecord(
        trials=len(found),
        error=sum(abs(each.forecast.percent - each.carried_percent) for each in found) / len(found),
        last_year_error=sum(abs(each.last_year_percent - each.carried_percent) for each in found) / len(found),
        inside_percent=100 * inside / len(found),
    )
