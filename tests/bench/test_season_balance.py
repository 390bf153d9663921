"""A whole year of matching: 52 weeks × 40 departures × 30 partners, against the bound of the linear programme."""

from __future__ import annotations

import time

import pytest

from core.troughs.balance import rides, shares_served, worth
from core.troughs.balance_checker import check
from core.troughs.balance_settling import settle
from core.troughs.balance_solver import solve
from tests.troughs.balance_instances import a_year


@pytest.mark.bench
def test_a_year_of_forty_departures_a_week_and_thirty_partners() -> None:
    problem = a_year()
    started, cpu = time.perf_counter(), time.process_time()
    found = rides(problem)
    solved = solve(problem, found, seconds=60, report=lambda _percent: None)
    matches = settle(problem, found, solved.kg_by_ride)
    took, cpu = time.perf_counter() - started, time.process_time() - cpu
    reached = sum(worth(problem.wants[each.ride.want], each.ride) * each.quantity.kg for each in matches)
    served = shares_served(problem, found, matches)
    fractions = sum(abs(each - round(each)) > 1e-6 for each in solved.kg_by_ride)
    print(
        f"\nseason balancer: {len(problem.wants)} wants, {len(problem.trucks)} departures, {len(found)} rides, "
        f"{fractions} fractions settled: {took:.1f} s ({cpu:.1f} s of CPU); bound {solved.most_worth:.0f}, "
        f"reached {reached} (gap {100 * (1 - reached / solved.most_worth):.3f} %), smallest share served "
        f"{min(served.values()):.3f} (bound with that fill {solved.smallest_share:.3f})"
    )
    assert check(problem, matches) == []
