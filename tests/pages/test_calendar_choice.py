"""The dates of a view: whole weeks around what was chosen, the present from this week on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n.words import words
from core.lines.views import DepartureFilter
from core.shared import clock
from pages._parts.calendar_choice import Choice, View

WEDNESDAY, SATURDAY = date(2027, 2, 10), date(2027, 2, 13)
days = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@pytest.fixture(autouse=True)
def on_a_wednesday() -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(clock.set_to(datetime(2027, 2, 10, 15, tzinfo=UTC)))
        yield


def a_choice(view: View, day: date, *, is_narrow: bool = False) -> Choice:
    return Choice(view, day, DepartureFilter(), is_narrow)


def test_the_present_month_begins_with_this_week_and_shows_five() -> None:
    choice = a_choice(View.month, WEDNESDAY)
    assert (choice.first_day, choice.weeks) == (date(2027, 2, 8), 5)


def test_at_a_week_end_the_present_month_begins_with_the_next_week() -> None:
    with clock.set_to(datetime(2027, 2, 13, 15, tzinfo=UTC)):
        assert a_choice(View.month, SATURDAY).first_day == date(2027, 2, 15)


def test_another_month_is_shown_whole() -> None:
    choice = a_choice(View.month, date(2027, 5, 20))
    assert (choice.first_day, choice.last_day) == (date(2027, 4, 26), date(2027, 6, 6))
    assert choice.title(words("fr")) == "mai 2027"


def test_the_list_of_the_present_begins_today() -> None:
    assert a_choice(View.list, WEDNESDAY).first_day == WEDNESDAY


def test_the_list_of_a_chosen_week_begins_with_it_and_ends_with_its_month() -> None:
    choice = a_choice(View.list, date(2027, 5, 17))
    assert (choice.first_day, choice.last_day) == (date(2027, 5, 17), date(2027, 5, 31))
    assert a_choice(View.list, choice.moved(1)).title(words("fr")) == "juin 2027"


def test_a_season_is_a_year_at_a_desk_and_thirteen_weeks_on_a_phone() -> None:
    assert a_choice(View.season, WEDNESDAY).title(words("en")) == "2027"
    on_phone = a_choice(View.season, WEDNESDAY, is_narrow=True)
    assert on_phone.weeks == 13
    assert on_phone.moved(1) == WEDNESDAY + timedelta(weeks=13)


@given(days, st.sampled_from([View.month, View.week, View.season]), st.booleans())
def test_grids_are_made_of_whole_weeks(day: date, view: View, is_narrow: bool) -> None:
    choice = a_choice(view, day, is_narrow=is_narrow)
    assert choice.first_day.weekday() == 0
    assert choice.last_day.weekday() == 6
    assert choice.first_day <= choice.last_day


@given(days, st.sampled_from(View), st.integers(-3, 3))
def test_moving_on_and_back_stays_in_the_calendar(day: date, view: View, steps: int) -> None:
    moved = a_choice(view, day).moved(steps)
    assert 2000 <= moved.year <= 2100
    assert a_choice(view, moved).first_day <= a_choice(view, moved).last_day
