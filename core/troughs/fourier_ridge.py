"""A yearly wave drawn through past loads, and how far off it may be: the mathematics of the forecast.

Method: ridge regression of log(1 + load) on a slow trend and the first harmonics of the year, recent weeks counting
more, the number of harmonics chosen by AICc; the mean gap of the last weeks (the anchor) is carried ahead and fades
(harmonic regression: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 7.4; ridge: Hoerl &
Kennard 1970). Missing weeks are simply not there. The choices below come from a rolling-origin backtest
(`docs/decisions/0011`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HARMONICS = (1, 2, 3)
_RIDGE, _RIDGE_OF_THE_TREND, _RIDGE_OF_THE_LEVEL = 2.0, 50.0, 1e-6
_HALF_LIFE_IN_SEASONS = 2.0
_ANCHOR_STEPS, _ANCHOR_WEIGHT, _ANCHOR_FADES_TO = 8, 0.7, 0.9
_HALF_OF_THE_WAY_TO_THE_MEAN = 0.25  # times the variance; half a variance is all the way from the median to the mean
_TINY = 1e-9
_EIGHTY_PER_CENT = 1.2816  # standard deviations on each side


@dataclass(frozen=True, slots=True)
class Band:
    """What to expect of each step ahead, with the ends of the interval that should hold 80 % of them."""

    middle: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class _Wave:
    """One fitted regression; `spread` is the standard deviation of one step, `worth` its AICc (less is better)."""

    harmonics: int
    coefficients: Floats
    inverse: Floats
    gaps: Floats
    variance: float
    spread: float
    worth: float


def predict(past: Floats, ahead: int, *, period: float) -> Band:
    """Return what to expect of the `ahead` steps that follow.

    Args:
        past: one value (at least 0) a step in order, NaN where there is none; at least one is known.
        ahead: how many steps to look ahead.
        period: steps in a season.
    """
    steps = np.arange(len(past), dtype=np.float64)
    known = np.isfinite(past)
    logs = np.log1p(np.where(known, past, 0.0))
    weights = known * 0.5 ** ((len(past) - 1 - steps) / (_HALF_LIFE_IN_SEASONS * period))
    wave = min(_waves(logs, weights, known, steps, period), key=lambda each: each.worth)
    to_come = np.arange(len(past), len(past) + ahead, dtype=np.float64)
    basis = _basis(to_come, period, wave.harmonics)
    level = basis @ wave.coefficients + _anchor(wave.gaps, known) * _ANCHOR_FADES_TO ** np.arange(ahead)
    spread = wave.spread * np.sqrt(1.0 + np.einsum("ij,jk,ik->i", basis, wave.inverse, basis))
    return Band(
        middle=_back(level + _HALF_OF_THE_WAY_TO_THE_MEAN * wave.variance),
        low=_back(level - _EIGHTY_PER_CENT * spread),
        high=_back(level + _EIGHTY_PER_CENT * spread),
    )


def _waves(logs: Floats, weights: Floats, known: NDArray[np.bool_], steps: Floats, period: float) -> Iterator[_Wave]:
    count = int(known.sum())
    for harmonics in HARMONICS:
        if 2 * harmonics >= period:
            return
        basis = _basis(steps, period, harmonics)
        weighted = basis * weights[:, None]
        gram = weighted.T @ basis
        inverse = np.linalg.inv(gram + np.diag(_ridges(harmonics))).astype(np.float64)
        coefficients = inverse @ (weighted.T @ logs)
        gaps = (logs - basis @ coefficients) * known
        variance = float((weights * gaps**2).sum() / weights.sum())
        free = float(np.trace(inverse @ gram))  # the parameters that the ridge leaves free
        worth = count * np.log(max(variance, _TINY)) + 2 * free + 2 * free * (free + 1) / max(1.0, count - free - 2)
        spread = float(np.sqrt(variance * count / max(1.0, count - free)))
        yield _Wave(harmonics, coefficients, inverse, gaps, variance, spread, float(worth))


def _basis(steps: Floats, period: float, harmonics: int) -> Floats:
    turns = 2 * np.pi * np.outer(steps, np.arange(1, harmonics + 1)) / period
    trend = np.column_stack([np.ones(len(steps)), steps / period])
    return np.hstack([trend, np.sin(turns), np.cos(turns)])


def _ridges(harmonics: int) -> Floats:
    return np.array([_RIDGE_OF_THE_LEVEL, _RIDGE_OF_THE_TREND, *[_RIDGE] * (2 * harmonics)])


def _anchor(gaps: Floats, known: NDArray[np.bool_]) -> float:
    recent = int(known[-_ANCHOR_STEPS:].sum())
    return float(gaps[-_ANCHOR_STEPS:].sum()) / recent * _ANCHOR_WEIGHT if recent else 0.0


def _back(logs: Floats) -> Floats:
    back: Floats = np.maximum(np.expm1(logs), 0.0)
    return back
