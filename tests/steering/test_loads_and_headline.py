"""Troughs that filled, and the one sentence worth saying."""

from datetime import date

import pytest

from core.lines.load import Carriage
from core.steering.headline import Headline, Subject, headline
from core.steering.indicators import DEFINITIONS, Figure, Indicator, Measure, change
from core.steering.loads import FilledTroughs, filled_troughs, percent_of, together, usual_percent

WEEK = date(2026, 2, 2)
ONE_YEAR, TWO_YEARS = date(2025, 2, 3), date(2024, 2, 5)


def carrying(percent: int) -> Carriage:
    return Carriage(percent, 100, 0, 100, 1)


def test_the_same_week_of_past_years_is_found_by_its_number() -> None:
    loads = {(1, ONE_YEAR): carrying(10), (1, TWO_YEARS): carrying(30)}
    assert usual_percent(loads, 1, WEEK) == 20


def test_without_a_past_season_nothing_is_usual() -> None:
    assert usual_percent({(1, WEEK): carrying(10)}, 1, WEEK) is None


def test_an_empty_truck_is_0_percent_and_no_truck_is_unknown() -> None:
    assert percent_of(carrying(0)) == 0
    assert percent_of(Carriage(0, 0, 0, 0, 0)) is None
    assert percent_of(None) is None
    assert percent_of(together([])) is None
    assert percent_of(together([carrying(10), carrying(30)])) == 20


@pytest.mark.parametrize(("now", "filled"), [(34, 0), (35, 1)])
def test_a_trough_is_filled_from_the_lines_threshold_on(now: int, filled: int) -> None:
    loads = {(1, WEEK): carrying(now), (1, ONE_YEAR): carrying(34)}
    assert filled_troughs(loads, [(1, WEEK)], {1: 35}) == FilledTroughs(1, filled, 0)


def test_a_week_that_was_no_trough_does_not_count_and_a_new_line_is_left_out() -> None:
    loads = {(1, WEEK): carrying(90), (1, ONE_YEAR): carrying(35), (2, WEEK): carrying(90)}
    assert filled_troughs(loads, [(1, WEEK), (2, WEEK)], {1: 35, 2: 35}) == FilledTroughs(0, 0, 1)


def troughs(count: int, filled: int) -> FilledTroughs:
    return FilledTroughs(count, filled, 0)


def test_a_share_of_few_weeks_is_not_told() -> None:
    assert troughs(4, 3).telling_percent is None
    assert troughs(5, 3).telling_percent == 60
    assert troughs(0, 0).percent is None


def test_filled_troughs_come_first_against_last_year() -> None:
    found = headline((troughs(10, 7), troughs(10, 1), troughs(10, 6)), saved_over_a_year=(20, 20), delivered_kg=5)
    assert (found.subject, found.value) == (Subject.troughs, 70)
    assert found.change == pytest.approx(10)


def test_troughs_are_not_compared_with_another_season() -> None:
    found = headline((troughs(10, 7), troughs(10, 1), troughs(0, 0)), saved_over_a_year=(20, 20), delivered_kg=5)
    assert (found.subject, found.change) == (Subject.troughs, None)


def test_the_saving_of_a_year_is_measured_against_the_year_before() -> None:
    none = (troughs(0, 0), troughs(0, 0), troughs(0, 0))
    assert headline(none, saved_over_a_year=(20, 15), delivered_kg=5) == Headline(Subject.saved, 20, 5)
    assert headline(none, saved_over_a_year=(20, None), delivered_kg=5) == Headline(Subject.saved, 20)


def test_without_enough_troughs_the_saving_is_told_and_a_loss_is_not_hidden() -> None:
    few = (troughs(1, 0), troughs(9, 9), troughs(9, 9))
    assert headline(few, saved_over_a_year=(12, None), delivered_kg=5).subject is Subject.saved
    assert headline(few, saved_over_a_year=(-12, 3), delivered_kg=5).subject is Subject.cost_more
    assert headline(few, saved_over_a_year=(None, 3), delivered_kg=5).subject is Subject.delivered
    assert headline(few, saved_over_a_year=(None, None), delivered_kg=0).subject is Subject.nothing


def test_percentages_change_by_points_and_the_rest_by_a_share() -> None:
    assert change(Measure.percent, 30, 20) == 10
    assert change(Measure.kg, 30, 20) == pytest.approx(0.5)
    assert change(Measure.kg, 30, -20) == pytest.approx(2.5)
    assert change(Measure.kg, 30, 0) is None
    assert change(Measure.kg, None, 3) is None


def test_every_indicator_says_what_it_means() -> None:
    assert set(DEFINITIONS) == set(Indicator)
    for what in DEFINITIONS.values():
        assert what.name
        assert what.meaning
        assert what.source
        assert what.sureness
    figure = Figure(Indicator.delivered, 12, 10, 8)
    assert figure.change == pytest.approx(0.2)
    assert figure.change_from_last_year == pytest.approx(0.5)
