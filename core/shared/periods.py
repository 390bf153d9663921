"""Weeks, and how full they are: trough, normal or peak."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Period(StrEnum):
    """How full a line's week is."""

    trough = "trough"
    normal = "normal"
    peak = "peak"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A week below `trough_below_percent` is a trough, from `peak_from_percent` on a peak."""

    trough_below_percent: int = 35
    peak_from_percent: int = 75

    def period_of(self, load_percent: float) -> Period:
        """Return the period of a week loaded at `load_percent` (0 to 100)."""
        if load_percent < self.trough_below_percent:
            return Period.trough
        return Period.peak if load_percent >= self.peak_from_percent else Period.normal


def week_start(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> list[date]:
    """Return the Mondays of every week that has a day in `first`..`last`, both included."""
    start = week_start(first)
    count = (week_start(last) - start).days // 7 + 1
    return [start + timedelta(weeks=index) for index in range(max(0, count))]
