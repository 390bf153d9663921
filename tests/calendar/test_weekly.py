"""Days of the week, to a rule and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.recurrence import RuleNotUnderstood, checked
from core.calendar.weekly import Weekly, rule_of, weekly_of


@given(st.sets(st.integers(0, 6), min_size=1), st.integers(1, 8))
def test_a_weekly_choice_survives_its_rule(weekdays: set[int], every_weeks: int) -> None:
    weekly = Weekly(tuple(sorted(weekdays)), every_weeks)
    assert weekly_of(checked(rule_of(weekly), season_from=date(2027, 1, 4))) == weekly


@pytest.mark.parametrize(
    "rule",
    [
        *(
            "FREQ=DAILY",
            "FREQ=MONTHLY;BYDAY=MO",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
        ),
        *("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "FREQ=WEEKLY;BYDAY=MO;INTERVAL=x", "nonsense"),
    ],
)
def test_a_rule_that_says_more_is_left_to_those_who_can_read_it(rule: str) -> None:
    assert weekly_of(rule) is None


def test_no_day_at_all_is_refused_with_a_sentence() -> None:
    with pytest.raises(RuleNotUnderstood):
        checked(rule_of(Weekly(())), season_from=date(2027, 1, 4))
