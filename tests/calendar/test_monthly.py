"""Daily and monthly choices become rules and come back."""

from datetime import date

import pytest

from core.calendar.monthly import PLACES, Daily, Monthly, choice_of, rule_of
from core.calendar.recurrence import RuleNotUnderstood, checked, days

CHOICES = [Daily(), Daily(3), Monthly(day=1), Monthly(day=31), *(Monthly(place, 4) for place in PLACES)]


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_comes_back_from_its_rule_and_the_rule_can_be_read(choice: Daily | Monthly) -> None:
    rule = rule_of(choice)
    assert choice_of(rule) == choice
    assert checked(rule, season_from=date(2027, 1, 1)) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=7MO",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=YEARLY",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=DAILY;COUNT=3",
        "",
    ],
)
def test_a_rule_that_says_something_else_is_not_taken_for_a_choice(rule: str) -> None:
    assert choice_of(rule) is None


def test_the_last_friday_of_the_month_is_found_in_short_and_long_months() -> None:
    found = days(
        rule_of(Monthly(-1, 4)),
        season_from=date(2027, 1, 1),
        starts_minute=420,
        first_day=date(2027, 1, 1),
        last_day=date(2027, 4, 30),
    )
    assert found == [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26), date(2027, 4, 30)]


def test_no_day_at_all_is_refused() -> None:
    with pytest.raises(RuleNotUnderstood):
        checked(rule_of(Daily(0)), season_from=date(2027, 1, 1))
