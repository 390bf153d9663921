"""A week's load and period, from runs alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lines.load import Carriage
from core.seasons.week_load import (
    Override,
    WeekLoad,
    loads_by_week,
    periods_of_weeks,
    same_week_before,
    typical_percent,
)
from core.shared.periods import Period, Thresholds

MONDAY = date(2027, 2, 8)


def a_week(percent: float, *, line_id: int = 1, monday: date = MONDAY) -> WeekLoad:
    return WeekLoad(line_id, monday, departures=2, capacity_kg=2000, booked_kg=100, load_percent=percent)


def keyed(*weeks: WeekLoad) -> dict[tuple[int, date], WeekLoad]:
    return {(week.line_id, week.week_start): week for week in weeks}


def test_a_long_run_weighs_more_than_a_short_one() -> None:
    long_and_full = Carriage(1000 * 300, 1000 * 300, 0, 600 * 300, 300)
    short_and_empty = Carriage(0, 1000 * 100, 0, 600 * 100, 100)
    (week,) = loads_by_week([(1, MONDAY, long_and_full), (1, date(2027, 2, 14), short_and_empty)])
    assert (week.departures, week.load_percent) == (2, 75.0)
    assert (week.capacity_kg, week.booked_kg) == (2000, 1500)


def test_lines_and_weeks_do_not_mix() -> None:
    run = Carriage(10, 100, 0, 100, 1)
    weeks = loads_by_week([(2, MONDAY, run), (1, date(2027, 2, 15), run), (1, date(2027, 2, 14), run)])
    assert [(week.line_id, week.week_start) for week in weeks] == [(1, MONDAY), (1, date(2027, 2, 15)), (2, MONDAY)]


@given(st.dates(date(2010, 1, 1), date(2060, 1, 1)), st.integers(0, 3))
def test_the_same_week_of_another_year_is_a_monday_about_a_year_before(day: date, years: int) -> None:
    monday = date.fromordinal(day.toordinal() - day.weekday())
    before = same_week_before(monday, years)
    assert before.weekday() == 0
    assert abs((monday - before).days - 365.25 * years) < 9
    assert before.isocalendar().week == min(monday.isocalendar().week, before.isocalendar().week)


def test_week_53_is_answered_by_week_52() -> None:
    assert same_week_before(date(2026, 12, 28), 1) == date(2025, 12, 22)
    assert same_week_before(date(2027, 2, 8), 1) == date(2026, 2, 2)


def test_what_is_typical_is_the_mean_of_the_seasons_that_ran() -> None:
    past = keyed(a_week(20, monday=same_week_before(MONDAY, 1)), a_week(50, monday=same_week_before(MONDAY, 3)))
    assert typical_percent(1, MONDAY, past) == 35
    assert typical_percent(2, MONDAY, past) is None


@pytest.mark.parametrize(
    ("booked", "typical", "this_week", "period"),
    [
        (10, None, MONDAY, Period.trough),
        (10, 50, MONDAY, Period.normal),  # coming: what is typical counts
        (10, 50, date(2027, 2, 15), Period.trough),  # over: only what was booked
        (80, 10, MONDAY, Period.peak),
        (34.9, None, MONDAY, Period.trough),
        (35, None, MONDAY, Period.normal),
        (74.9, None, MONDAY, Period.normal),
        (75, None, MONDAY, Period.peak),
    ],
)
def test_a_coming_week_is_judged_on_the_larger_of_booked_and_typical(
    booked: float, typical: float | None, this_week: date, period: Period
) -> None:
    past = keyed() if typical is None else keyed(a_week(typical, monday=same_week_before(MONDAY, 1)))
    found = periods_of_weeks(
        [a_week(booked)], past=past, overrides={}, thresholds={1: Thresholds(35, 75)}, this_week=this_week
    )
    assert found[1, MONDAY].period is period
    assert (found[1, MONDAY].load_percent, found[1, MONDAY].typical_percent) == (booked, typical)


def test_each_line_has_its_own_thresholds() -> None:
    found = periods_of_weeks(
        [a_week(30), a_week(30, line_id=2)],
        past={},
        overrides={},
        thresholds={1: Thresholds(35, 75), 2: Thresholds(10, 25)},
        this_week=MONDAY,
    )
    assert (found[1, MONDAY].period, found[2, MONDAY].period) == (Period.trough, Period.peak)


def test_a_coordinators_say_wins_even_on_a_week_without_departures() -> None:
    empty = date(2027, 2, 15)
    found = periods_of_weeks(
        [a_week(90)],
        past={},
        overrides={(1, MONDAY): Override(Period.trough, "Relâche"), (1, empty): Override(Period.peak, "Fête")},
        thresholds={},
        this_week=MONDAY,
    )
    assert (found[1, MONDAY].period, found[1, MONDAY].is_overridden, found[1, MONDAY].note) == (
        Period.trough,
        True,
        "Relâche",
    )
    assert found[1, empty].period is Period.peak
