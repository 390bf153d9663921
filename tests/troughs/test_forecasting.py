"""What past seasons let expect, and the honesty to say when they do not."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest

from core.seasons.week_load import same_week_before
from core.troughs.forecasting import Forecast, forecast, growth

WEEK = date(2027, 2, 1)
LAST_KNOWN = date(2026, 11, 16)


def weeks(first: date, count: int) -> list[date]:
    return [first + timedelta(weeks=each) for each in range(count)]


def year_before(week: date, years: int = 1, offset: int = 0) -> date:
    return same_week_before(week, years) + timedelta(weeks=offset)


def test_without_a_past_season_there_is_no_forecast() -> None:
    assert forecast({}, WEEK, known_until=LAST_KNOWN) is None
    recent = dict.fromkeys(weeks(date(2026, 9, 7), 11), 40.0)
    assert forecast(recent, WEEK, known_until=LAST_KNOWN) is None


def test_one_far_neighbour_is_not_a_season() -> None:
    assert forecast({year_before(WEEK, offset=2): 40.0}, WEEK, known_until=LAST_KNOWN) is None
    assert forecast({year_before(WEEK, offset=1): 40.0}, WEEK, known_until=LAST_KNOWN) is None
    both_sides = {year_before(WEEK, offset=offset): 40.0 for offset in (-1, 1)}
    assert forecast(both_sides, WEEK, known_until=LAST_KNOWN) is not None


def test_the_same_week_last_year_is_enough_and_is_repeated() -> None:
    assert forecast({year_before(WEEK): 37.5}, WEEK, known_until=LAST_KNOWN) == Forecast(37.5, 37.5, 37.5, 1, 1.0)


def test_near_weeks_and_near_seasons_count_more() -> None:
    loads = {
        year_before(WEEK): 60.0,
        year_before(WEEK, offset=1): 30.0,
        year_before(WEEK, years=2): 0.0,
    }
    found = forecast(loads, WEEK, known_until=LAST_KNOWN)
    assert found is not None
    weights = 3 + 2 + 0.5 * 3
    assert found.percent == pytest.approx((3 * 60 + 2 * 30) / weights, abs=0.05)
    assert (found.low_percent, found.high_percent, found.seasons) == (0.0, 60.0, 2)


def test_weeks_that_are_not_over_are_not_history() -> None:
    soon = date(2027, 11, 15)
    loads = dict.fromkeys(weeks(date(2026, 10, 26), 7), 50.0)
    found = forecast(loads, soon, known_until=date(2026, 11, 9))
    assert found is not None
    later = forecast({**loads, date(2026, 11, 16): 0.0, date(2026, 11, 23): 0.0}, soon, known_until=date(2026, 11, 9))
    assert later == found


def test_growth_is_recent_over_a_year_earlier_and_kept_believable() -> None:
    recent = weeks(date(2026, 8, 24), 13)
    flat = {**dict.fromkeys(recent, 40.0), **{year_before(week): 40.0 for week in recent}}
    assert growth(flat, known_until=LAST_KNOWN) == pytest.approx(1.0)
    grown = {**flat, **dict.fromkeys(recent, 48.0)}
    assert 1.1 < growth(grown, known_until=LAST_KNOWN) < 1.2
    assert growth({**flat, **dict.fromkeys(recent, 1000.0)}, known_until=LAST_KNOWN) == 1.6
    assert growth({**flat, **dict.fromkeys(recent, 0.0)}, known_until=LAST_KNOWN) == 0.6
    assert growth(dict.fromkeys(flat, 0.0), known_until=LAST_KNOWN) == 1.0


def test_too_few_weeks_tell_no_growth() -> None:
    recent = weeks(date(2026, 11, 2), 3)
    loads = {**dict.fromkeys(recent, 90.0), **{year_before(week): 10.0 for week in recent}}
    assert growth(loads, known_until=LAST_KNOWN) == 1.0


def test_a_forecast_stays_between_nothing_and_full() -> None:
    recent = weeks(date(2026, 8, 24), 13)
    loads = {**dict.fromkeys(recent, 99.0), **{year_before(week): 50.0 for week in recent}, year_before(WEEK): 95.0}
    found = forecast(loads, WEEK, known_until=LAST_KNOWN)
    assert found is not None
    assert found.percent == found.high_percent == 100.0


def test_week_53_has_a_year_before() -> None:
    assert date(2026, 12, 28).isocalendar().week == 53
    assert forecast({date(2025, 12, 22): 20.0}, date(2026, 12, 28), known_until=LAST_KNOWN) is not None


def a_season(dice: random.Random, kind: int, count: int) -> list[float]:
    """Return a believable series: a summer peak, a mild wave, or a December push; noisy, growing a little."""
    phase, base, grows = dice.uniform(0, 52), dice.uniform(10, 30), dice.uniform(-0.08, 0.2)
    level, drift = [], 0.0
    for week in range(count):
        turn = 2 * math.pi * (week - phase) / 52
        shape = (math.exp(1.1 * math.cos(turn)), 1 + 0.35 * math.cos(turn), 1 + 1.2 * (week % 52 >= 49))[kind]
        drift += dice.gauss(0, 0.02)
        level.append(max(0.0, base * (1 + grows * week / 52) * shape * math.exp(drift) * dice.gauss(1, 0.35)))
    return level


def errors(method: str, series: int = 24) -> float:
    """Return the mean absolute error over rolling origins, eight weeks ahead."""
    start, total, count = date(2023, 1, 2), 0.0, 0
    for number in range(series):
        dice = random.Random(number)
        level = a_season(dice, number % 3, 182)
        by_week = {start + timedelta(weeks=each): load for each, load in enumerate(level)}
        for origin in (112, 130, 148, 166):
            known = {week: load for week, load in by_week.items() if week < start + timedelta(weeks=origin)}
            for ahead in range(8):
                week = start + timedelta(weeks=origin + ahead)
                if method == "last year":
                    said = by_week[same_week_before(week, 1)]
                else:
                    found = forecast(known, week, known_until=start + timedelta(weeks=origin - 1))
                    assert found is not None
                    said = found.percent
                total += abs(said - min(100.0, by_week[week]))
                count += 1
    return total / count


def test_it_errs_at_least_a_tenth_less_than_repeating_last_year() -> None:
    assert errors("ours") < 0.9 * errors("last year")
