"""A period says which figure decided of it, and between which bounds."""

from __future__ import annotations

from datetime import date

import pytest

from core.seasons.explanation import Explanation, JudgedOn, explain
from core.seasons.week_load import WeekPeriod
from core.shared.periods import Period, Thresholds

THIS_WEEK, PAST, AHEAD = date(2027, 2, 1), date(2027, 1, 25), date(2027, 2, 8)
BOUNDS = Thresholds(trough_below_percent=25, peak_from_percent=60)


def a_week(period: Period, load: float, typical: float | None, *, overridden: bool = False) -> WeekPeriod:
    return WeekPeriod(period, load, typical, overridden, "Congé" if overridden else "")


@pytest.mark.parametrize(
    ("week", "monday", "expected"),
    [
        (a_week(Period.trough, 10, 80), PAST, Explanation(Period.trough, JudgedOn.carried, 10, 0, 25)),
        (a_week(Period.trough, 18, 12), AHEAD, Explanation(Period.trough, JudgedOn.booked, 18, 0, 25)),
        (a_week(Period.trough, 18, None), THIS_WEEK, Explanation(Period.trough, JudgedOn.booked, 18, 0, 25)),
        (a_week(Period.normal, 18, 40), AHEAD, Explanation(Period.normal, JudgedOn.past_seasons, 40, 25, 60)),
        (a_week(Period.peak, 60, 60), AHEAD, Explanation(Period.peak, JudgedOn.booked, 60, 60, 101)),
        (
            a_week(Period.peak, 5, 9, overridden=True),
            AHEAD,
            Explanation(Period.peak, JudgedOn.coordinator, 5, 60, 101),
        ),
    ],
)
def test_the_figure_that_decided_is_named(week: WeekPeriod, monday: date, expected: Explanation) -> None:
    assert explain(week, BOUNDS, monday=monday, this_week=THIS_WEEK) == expected
