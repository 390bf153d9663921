"""What past weeks let expect, how far off it may be, and the honesty to say when they do not tell."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.seasons.week_load import same_week_before
from core.troughs.forecasting import (
    FEWEST_WEEKS,
    WEEKS_REMEMBERED,
    Forecast,
    forecasts,
    grid_of,
    knows_the_season,
    last_year,
)
from core.troughs.fourier_ridge import predict
from core.troughs.track_record import FEWEST_TRIALS, TrackRecord, Trial, summed_up, track_record, trials

LAST_KNOWN = date(2026, 11, 16)
NEXT = LAST_KNOWN + timedelta(weeks=1)
COMING = [NEXT + timedelta(weeks=each) for each in range(8)]


def weeks_until(last: date, count: int) -> list[date]:
    return [last - timedelta(weeks=each) for each in reversed(range(count))]


def a_history(seed: int = 0, *, count: int = 104, noise: float = 0.3) -> dict[date, float]:
    """Return a believable line: full in September, empty in March, noisy."""
    dice = random.Random(seed)
    found = {}
    for week in weeks_until(LAST_KNOWN, count):
        turn = 2 * math.pi * (week.timetuple().tm_yday - 260) / 365.25
        found[week] = min(100.0, 25 * math.exp(0.9 * math.cos(turn)) * max(0.0, dice.gauss(1, noise)))
    return found


def test_without_a_past_season_there_is_no_forecast() -> None:
    assert forecasts({}, COMING, known_until=LAST_KNOWN) == {}
    recent = dict.fromkeys(weeks_until(LAST_KNOWN, 30), 40.0)
    assert forecasts(recent, COMING, known_until=LAST_KNOWN) == {}


def test_a_few_weeks_of_last_year_are_not_enough_history() -> None:
    few = dict.fromkeys(weeks_until(same_week_before(NEXT, 1) + timedelta(weeks=8), FEWEST_WEEKS - 1), 40.0)
    assert forecasts(few, COMING, known_until=LAST_KNOWN) == {}
    enough = dict.fromkeys(weeks_until(same_week_before(NEXT, 1) + timedelta(weeks=8), FEWEST_WEEKS), 40.0)
    assert set(forecasts(enough, COMING, known_until=LAST_KNOWN)) == set(COMING)


def test_only_the_weeks_of_a_known_season_are_forecast() -> None:
    summer = {week: 50.0 for week in a_history() if 23 <= week.isocalendar().week <= 47}
    found = forecasts(summer, [NEXT, NEXT + timedelta(weeks=20)], known_until=LAST_KNOWN)
    assert set(found) == {NEXT}


def test_a_neighbour_of_the_same_week_tells_of_the_season_a_farther_one_does_not() -> None:
    near = {same_week_before(NEXT, 1) + timedelta(weeks=1): 40.0}
    far = {same_week_before(NEXT, 1) + timedelta(weeks=2): 40.0}
    assert knows_the_season(near, NEXT, known_until=LAST_KNOWN)
    assert not knows_the_season(far, NEXT, known_until=LAST_KNOWN)


def test_a_steady_line_is_expected_to_stay_so() -> None:
    steady = dict.fromkeys(weeks_until(LAST_KNOWN, 104), 40.0)
    for found in forecasts(steady, COMING, known_until=LAST_KNOWN).values():
        assert found.percent == pytest.approx(40, abs=1)
        assert found.low_percent <= found.percent <= found.high_percent


def test_the_season_is_found_again() -> None:
    quiet = a_history(noise=0.05)
    full, empty = date(2027, 9, 13), date(2027, 3, 15)
    found = forecasts(quiet, [empty, full], known_until=LAST_KNOWN)
    assert found[full].percent > 3 * found[empty].percent


def test_weeks_that_are_not_over_are_not_history() -> None:
    known = a_history()
    soon = {**known, NEXT: 0.0, NEXT + timedelta(weeks=1): 0.0}
    assert forecasts(soon, COMING, known_until=LAST_KNOWN) == forecasts(known, COMING, known_until=LAST_KNOWN)


def test_what_happened_long_ago_is_forgotten() -> None:
    known = a_history(count=WEEKS_REMEMBERED)
    older = {LAST_KNOWN - timedelta(weeks=WEEKS_REMEMBERED + each): 99.0 for each in range(20)}
    assert forecasts({**older, **known}, COMING, known_until=LAST_KNOWN) == forecasts(
        known, COMING, known_until=LAST_KNOWN
    )


def test_weeks_in_which_the_line_did_not_run_are_gaps() -> None:
    known = {LAST_KNOWN: 10.0, LAST_KNOWN - timedelta(weeks=2): 30.0}
    grid = grid_of(known, LAST_KNOWN)
    assert grid[0] == 30.0
    assert math.isnan(grid[1])
    assert grid[2] == 10.0


@given(st.lists(st.one_of(st.just(math.nan), st.floats(0, 100)), min_size=30, max_size=170), st.integers(1, 30))
def test_whatever_the_past_the_band_is_in_order_and_finite(past: list[float], ahead: int) -> None:
    values = np.array([*past, 50.0])
    band = predict(values, ahead, period=52.18)
    assert np.isfinite(band.middle).all()
    assert np.isfinite(band.high).all()
    assert (band.low >= 0).all()
    assert (band.low <= band.high).all()


def test_a_forecast_stays_between_nothing_and_full() -> None:
    wild = {week: 100.0 if index % 2 else 0.0 for index, week in enumerate(weeks_until(LAST_KNOWN, 104))}
    for found in forecasts(wild, COMING, known_until=LAST_KNOWN).values():
        assert 0 <= found.low_percent <= found.percent <= found.high_percent <= 100


def test_last_year_is_the_newest_season_in_which_the_line_ran() -> None:
    loads = {same_week_before(NEXT, 2): 20.0}
    assert last_year(loads, NEXT, known_until=LAST_KNOWN) == 20.0
    assert last_year({**loads, same_week_before(NEXT, 1): 30.0}, NEXT, known_until=LAST_KNOWN) == 30.0
    assert last_year({}, NEXT, known_until=LAST_KNOWN) is None


def test_week_53_has_a_year_before() -> None:
    week_53 = date(2026, 12, 28)
    assert last_year({date(2025, 12, 22): 20.0}, week_53, known_until=LAST_KNOWN) == 20.0
    assert week_53 in forecasts(a_history(), [week_53], known_until=LAST_KNOWN)


def test_replaying_the_past_never_looks_ahead() -> None:
    known = a_history()
    origin = LAST_KNOWN - timedelta(weeks=4)
    changed = {week: (99.0 if week > origin else load) for week, load in known.items()}
    before = [each.forecast for each in trials(known, known_until=LAST_KNOWN)]
    after = [each.forecast for each in trials(changed, known_until=LAST_KNOWN)]
    assert before == after


def test_it_errs_less_than_repeating_last_year_and_its_interval_holds() -> None:
    found = [each for seed in range(12) for each in trials(a_history(seed), known_until=LAST_KNOWN)]
    record = summed_up(found)
    assert record is not None
    assert record.beats_last_year
    assert record.mase < 0.85
    assert 72 <= record.inside_percent <= 92


def test_on_a_line_that_repeats_itself_exactly_nothing_beats_last_year() -> None:
    odd = {week: float(7 * week.isocalendar().week % 60) for week in weeks_until(LAST_KNOWN, 104)}
    record = track_record(odd, known_until=LAST_KNOWN)
    assert record is not None
    assert not record.beats_last_year
    assert record.mase == float("inf")


def test_a_young_line_has_no_record() -> None:
    assert track_record(a_history(count=58), known_until=LAST_KNOWN) is None
    trial = Trial(Forecast(10, 0, 20), 30.0, 20.0)
    assert summed_up([trial] * (FEWEST_TRIALS - 1)) is None
    assert summed_up([trial] * FEWEST_TRIALS) == TrackRecord(FEWEST_TRIALS, 10, 10, 100)
