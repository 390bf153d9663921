"""Rolling-origin backtest of the forecast against its rivals, on the demonstration's story and on real counts.

Each method sees only what was known at an origin, eight steps (or two weeks of days) ahead. MASE is the mean error
over that of repeating last season on the same steps: under 1 is better. All methods are judged on the same steps.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from core.demo.demand import wanted_on
from core.demo.sources import flows, rows
from core.troughs.forecasting import WEEKS_IN_A_YEAR
from core.troughs.fourier_ridge import Floats
from tests.bench.forecast_candidates import BASELINE, CANDIDATES

REAL = Path(os.environ.get("NAVETTE_TESTDATA", "/nowhere")) / "flows" / "ifssa_paniers_jour.csv"
FIRST, YEARS = date(2022, 1, 3), 4
WEEKS = 52 * YEARS
FULL = 100.0
SEEDS = range(2026, 2029)
_GROWS_TO = (0.7, 0.8, 0.9, 1.0)


@dataclass
class Score:
    """What one method said of the steps that every method could forecast."""

    errors: list[float] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)


def demonstration_series(seed: int) -> dict[str, Floats]:
    """Return the load of each fixed line of the demonstration by week, in per cent, as if its story were longer.

    What is asked, times the share of the way it rides, over what the vehicle carries; never over 100 %.
    """
    found = {}
    payloads = {row["code"]: int(row["payload_kg"]) for row in rows("vehicles")}
    for line in rows("lines"):
        usual = [flow for flow in flows() if flow.line == line["code"]]
        if line["kind"] != "fixed":
            continue
        stops = [row for row in rows("line_stops") if row["line"] == line["code"]]
        ways = np.cumsum([int(row["metres_from_previous"]) for row in stops])
        first = {row["site"]: at for row, at in reversed(list(zip(stops, ways, strict=True)))}
        last = {row["site"]: at for row, at in zip(stops, ways, strict=True)}
        every = 2 if "INTERVAL=2" in line["rrule"] else 1
        loads = np.full(WEEKS, np.nan)
        for week in range(0, WEEKS, every):
            day = FIRST + timedelta(weeks=week, days=2)
            ridden = sum(
                each.quantity.kg * max(0, last[each.flow.to_site] - first[each.flow.from_site])
                for each in wanted_on(seed, line["code"], day, usual, growth=_GROWS_TO[week // 52])
                if each.given_up_at is None
            )
            loads[week] = min(FULL, 100 * ridden / (payloads[line["vehicle"]] * ways[-1]))
        found[f"{line['code']} {seed}"] = loads
    return found


def real_series() -> dict[str, Floats]:
    """Return the hampers picked up and planned each day by one organisation (260 days)."""
    with REAL.open(encoding="utf-8", newline="") as file:
        days = list(csv.DictReader(file))
    names = ("pickup_date_count", "scheduled_date_count")
    return {name: np.array([float(row[name]) for row in days]) for name in names}


def backtest(
    series: Mapping[str, Floats], origins: Iterable[int], *, ahead: int, period: float, most: float = np.inf
) -> dict[str, Score]:
    """Forecast from each origin of each series by each method; judge them where all have something to say."""
    scores = {name: Score() for name in CANDIDATES}
    for origin in origins:
        for values in series.values():
            past, truth = values[:origin], values[origin : origin + ahead]
            bands = {name: method(past, len(truth), period) for name, method in CANDIDATES.items()}
            said = {name: band for name, band in bands.items() if band is not None}
            known = np.isfinite(truth)
            for band in said.values():
                known &= np.isfinite(band.middle)
            for name, band in said.items():
                middle = np.minimum(band.middle, most)
                scores[name].errors += list(np.abs(middle - truth)[known])
                scores[name].inside += list(((band.low <= truth) & (truth <= band.high))[known])
    return {name: score for name, score in scores.items() if score.errors}


def told(title: str, scores: Mapping[str, Score]) -> dict[str, float]:
    """Print a table and return the MASE of each method."""
    naive = float(np.mean(scores[BASELINE].errors))
    print(f"\n{title}: {len(scores[BASELINE].errors)} forecasts")
    found = {}
    for name, score in sorted(scores.items(), key=lambda each: np.mean(each[1].errors)):
        found[name] = float(np.mean(score.errors)) / naive
        inside = 100 * float(np.mean(score.inside))
        print(f"  {name:30s} MASE {found[name]:.3f}   80 % interval holds {inside:.0f} %")
    return found


@pytest.mark.bench
def test_on_the_demonstrations_story() -> None:
    series: dict[str, Floats] = {}
    for seed in SEEDS:
        series |= demonstration_series(seed)
    short = {name: values[-104:] for name, values in series.items()}
    one = backtest(short, range(56, 97, 4), ahead=8, period=WEEKS_IN_A_YEAR, most=FULL)
    told(f"{len(series)} line series, two years known at most (Holt-Winters needs more)", one)
    several = backtest(series, range(112, WEEKS - 7, 12), ahead=8, period=WEEKS_IN_A_YEAR, most=FULL)
    told(f"{len(series)} line series, two to four years known", several)


@pytest.mark.bench
def test_on_real_counts() -> None:
    if not REAL.exists():
        pytest.skip("NAVETTE_TESTDATA names no folder with flows/ifssa_paniers_jour.csv: real counts were not tried.")
    told(
        "hampers picked up and planned, days, season of a week",
        backtest(real_series(), range(70, 247, 8), ahead=14, period=7.0),
    )
