"""The ways to forecast a seasonal series that were tried against each other (`docs/decisions/0011`).

Each takes what is known so far (one value a step, NaN where there is none), how many steps to look ahead and the
steps in a season, and returns what to expect with an 80 % interval, or None when it cannot tell.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np

from core.troughs.fourier_ridge import Band, Floats, predict

Candidate = Callable[[Floats, int, float], Band | None]
_Middle = Callable[[Floats, int, int], Floats]
_NEIGHBOURS = {-2: 1, -1: 2, 0: 3, 1: 2, 2: 1}
_SEASONS = 3
_RECENT = 13
_LEAST_RECENT = 4


def repeat_last_season(past: Floats, ahead: int, period: int) -> Floats:
    """Return the value one season before, or of the newest season that has one."""
    said = np.full(ahead, np.nan)
    for step in range(ahead):
        before = range(len(past) + step - period, -1, -period)
        said[step] = next((past[each] for each in before if each < len(past) and np.isfinite(past[each])), np.nan)
    return said


def average_with_growth(past: Floats, ahead: int, period: int) -> Floats:
    """Return the mean of the same weeks and their neighbours in three seasons, times the growth of the last weeks."""
    grown, count = _growth(past, period), len(past)
    said = np.full(ahead, np.nan)
    for step in range(ahead):
        total = weights = 0.0
        for season in range(1, _SEASONS + 1):
            for offset, weight in _NEIGHBOURS.items():
                place = count + step - season * period + offset
                if 0 <= place < count and np.isfinite(past[place]):
                    faded = weight * 0.5 ** (season - 1)
                    weights += faded
                    total += faded * past[place] * grown**season
        said[step] = total / weights if weights else np.nan
    return said


def _growth(past: Floats, period: int) -> float:
    count = len(past)
    places = [each for each in range(count - _RECENT, count) if each >= period]
    pairs = [(past[each], past[each - period]) for each in places if np.isfinite(past[each] + past[each - period])]
    if len(pairs) < _LEAST_RECENT:
        return 1.0
    recent, earlier = sum(each for each, _ in pairs), sum(each for _, each in pairs)
    prior = 4 * (recent + earlier) / (2 * len(pairs))
    return float(min(1.6, max(0.6, (recent + prior) / (earlier + prior)))) if earlier + prior else 1.0


def holt_winters(past: Floats, ahead: int, period: int) -> Floats:
    """Return additive Holt-Winters with a damped trend (statsmodels); it needs two whole seasons, and no gap."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing  # type: ignore[import-untyped]  # ships no types

    if len(past) < max(2 * period, 10 + 2 * (period // 2)):
        return np.full(ahead, np.nan)
    known = np.isfinite(past)
    whole = np.interp(np.arange(len(past)), np.flatnonzero(known), past[known])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when it stops before the optimum, and still answers
        model = ExponentialSmoothing(
            whole, trend="add", damped_trend=True, seasonal="add", seasonal_periods=period,
            initialization_method="heuristic",
        )  # fmt: skip
        said: Floats = np.maximum(model.fit().forecast(ahead), 0.0)
    return said


def with_past_errors(middle: _Middle) -> Candidate:
    """Give a method without an interval of its own the spread of its errors at earlier origins."""

    def candidate(past: Floats, ahead: int, period: float) -> Band | None:
        season = math.floor(period)
        said = middle(past, ahead, season)
        if not np.isfinite(said).any():
            return None
        errors = [np.empty(0)]
        for back in range(ahead, min(len(past) - season, 3 * ahead) + 1, ahead):
            origin = len(past) - back
            errors.append(past[origin : origin + ahead] - middle(past[:origin], ahead, season))
        seen = np.concatenate(errors)
        seen = seen[np.isfinite(seen)]
        low, high = np.quantile(seen, (0.1, 0.9)) if len(seen) else (np.nan, np.nan)
        return Band(said, np.maximum(said + low, 0.0), said + high)

    return candidate


def fourier_ridge(past: Floats, ahead: int, period: float) -> Band | None:
    """Return the method in use."""
    return predict(past, ahead, period=period) if np.isfinite(past).any() else None


BASELINE = "seasonal naive"
CANDIDATES: dict[str, Candidate] = {
    BASELINE: with_past_errors(repeat_last_season),
    "seasonal average with growth": with_past_errors(average_with_growth),
    "Holt-Winters (statsmodels)": with_past_errors(holt_winters),
    "Fourier ridge (in use)": fourier_ridge,
}
