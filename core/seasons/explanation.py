"""Why a line's week is a trough, normal or a peak: which figure decided, against which of the line's thresholds."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from core.seasons.week_load import WeekPeriod
from core.shared.periods import Period, Thresholds


class JudgedOn(Enum):
    """What decided of a period."""

    carried = auto()
    booked = auto()
    past_seasons = auto()
    coordinator = auto()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The figure that decided, in per cent, and the bounds it stands between (`least` ≤ figure < `below`)."""

    period: Period
    judged_on: JudgedOn
    percent: float
    least: int
    below: int


def explain(week: WeekPeriod, thresholds: Thresholds, *, monday: date, this_week: date) -> Explanation:
    """Return why the week starting on `monday` has its period (the rule is in `core.seasons.week_load`)."""
    percent, judged_on = week.load_percent, JudgedOn.carried if monday < this_week else JudgedOn.booked
    if week.is_overridden:
        judged_on = JudgedOn.coordinator
    elif monday >= this_week and (week.typical_percent or 0.0) > week.load_percent:
        percent, judged_on = week.typical_percent or 0.0, JudgedOn.past_seasons
    least, below = {
        Period.trough: (0, thresholds.trough_below_percent),
        Period.normal: (thresholds.trough_below_percent, thresholds.peak_from_percent),
        Period.peak: (thresholds.peak_from_percent, 101),
    }[week.period]
    return Explanation(week.period, judged_on, percent, least, below)
