"""What the trough board shows: weeks of lines, and the empty weeks ahead with the facts their sentences need."""

from dataclasses import dataclass
from datetime import date

from core.seasons.explanation import Explanation
from core.shared.periods import Period
from core.shared.quantities import TemperatureClass
from core.troughs.forecasting import Forecast
from core.troughs.needs import UsualNeed
from core.troughs.track_record import TrackRecord


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One week of one line.

    `load_percent` is what was carried in a week that is over, what is booked so far in this week and the coming ones.
    `forecast` is None for a week that is over, and where there is not enough history. `last_year_by_now_percent` is
    what was booked on the same week last year as many days ahead, for this week and the coming ones; `explanation`
    says what decided of the period.
    """

    line_id: int
    line_name: str
    week: date
    is_over: bool
    departures: int
    load_percent: float
    typical_percent: float | None
    forecast: Forecast | None
    period: Period
    is_overridden: bool
    note: str
    explanation: Explanation
    last_year_by_now_percent: float | None = None

    @property
    def expected_percent(self) -> float:
        """Return what the week carried or will probably carry: never less than what is booked."""
        return max(self.load_percent, self.forecast.percent if self.forecast else 0.0)


@dataclass(frozen=True, slots=True)
class EmptyWeek:
    """A coming trough with room: the facts its sentence needs.

    Room is from the first stop to the last, summed over the departures that still take reservations;
    `first_day` and `first_departure_id` name the first of these. `last_year_by_now_percent` is what was booked on the
    same week last year as many days ahead; `last_year_percent` what it carried in the end.
    """

    line_id: int
    line_name: str
    territory: str
    week: date
    first_day: date
    first_departure_id: int
    departures: int
    free_kg: int
    free_by_temperature: tuple[tuple[TemperatureClass, int], ...]
    discount_percent: int
    booked_percent: float
    last_year_by_now_percent: float | None
    last_year_percent: float | None
    forecast: Forecast | None
    record: TrackRecord | None
    needs: tuple[UsualNeed, ...]
    note: str


@dataclass(frozen=True, slots=True)
class LineOutlook:
    """A line, and how good its forecasts have been; no record where too few past weeks can be replayed."""

    line_id: int
    line_name: str
    record: TrackRecord | None


@dataclass(frozen=True, slots=True)
class TroughBoard:
    """Lines × weeks, and the empty weeks ahead in the order they come."""

    weeks: tuple[date, ...]
    this_week: date
    line_names: tuple[str, ...]
    cells: tuple[BoardCell, ...]
    empty_weeks: tuple[EmptyWeek, ...]
    lines: tuple[LineOutlook, ...] = ()
