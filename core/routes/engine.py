"""What every route engine promises, so that one can be put in the place of another (R11).

An engine proposes; `propose` completes its proposal by hand where it left a load out, gives each load still left out
its reason, and lets the independent checker judge. What breaks a rule is never returned.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.routes.checker import Violation, check
from core.routes.insertion import Order, hardest_first, insert_all
from core.routes.plan import Plan, Route
from core.routes.problem import TourProblem
from core.routes.schedule import judged, route_of, timed_plan
from core.routes.unserved import reasons_for, why_not_alone

SECONDS_FOR_PEOPLE = 12.0
_BY_HAND_PERCENT = 20


class Report(Protocol):
    """Told now and then how far the search is; whatever it raises ends the search and reaches the caller."""

    def __call__(self, percent: int, /) -> None:
        """Receive the share of the budget used, 0 to 100."""


def silent(percent: int) -> None:
    """Report to nobody."""


class Engine(Protocol):
    """A way to look for good tours."""

    def __call__(self, problem: TourProblem, budget: float, seed: int, start: Plan, report: Report) -> Plan:
        """Look for a better plan than `start` during about `budget` seconds; never return a dearer one.

        Shipments listed in `start.unserved` with a reason that holds even alone need not be tried.
        """


@dataclass(frozen=True, slots=True)
class Proposal:
    """A checked plan, who made it, and what the checker refused of the engine (empty when all went well)."""

    plan: Plan
    made_by: str
    refused: tuple[Violation, ...] = ()


class InfeasiblePlan(Exception):
    """Even the plan made by insertion breaks a rule: a bug, never shown as a plan."""


def by_hand(problem: TourProblem, *, seed: int = 1, tries: int = 1, report: Report = silent) -> Plan:
    """Return the best plan that insertion alone makes: the hardest loads first, then in `tries - 1` other orders."""
    hopeless = [each.id for each in problem.shipments.values() if why_not_alone(problem, each) is not None]
    best: tuple[int, list[Route], list[int]] | None = None
    for number in range(tries):
        report(100 * number // tries)
        routes, left_out = insert_all(problem, without=hopeless, order=_order(problem, seed, number))
        worth = _worth(problem, routes, left_out)
        if best is None or worth < best[0]:
            best = worth, routes, left_out
    if best is None:
        raise ValueError("at least one try is needed")
    return timed_plan(problem, best[1], reasons_for(problem, best[1], [*hopeless, *best[2]]))


def _order(problem: TourProblem, seed: int, number: int) -> Order | None:
    """Return the usual order first, then shuffled ones, every second of which keeps the hardest loads first."""
    if number == 0:
        return None
    shuffled = random.Random(f"{seed}/{number}")  # noqa: S311 - a repeatable order, not a secret
    rank = {shipment_id: shuffled.random() for shipment_id in problem.shipments}
    if number % 2:
        return lambda shipment: (hardest_first(problem, shipment)[0], rank[shipment.id])
    return lambda shipment: (rank[shipment.id],)


def _worth(problem: TourProblem, routes: Sequence[Route], left_out: Sequence[int]) -> int:
    """Return what the search makes as small as it can: the cost of the tours and of the loads left out."""
    cost = sum(judged(problem, problem.vehicles[each.vehicle_id], each.calls).cost_cents for each in routes)
    return cost + sum(problem.shipments[each].unserved_cents for each in left_out)


def completed(problem: TourProblem, plan: Plan) -> Plan:
    """Insert the loads an engine left out where they still fit, and give the others their present reason."""
    hopeless = [each.id for each in problem.shipments.values() if why_not_alone(problem, each) is not None]
    routes, left_out = insert_all(problem, [route_of(tour) for tour in plan.tours], without=hopeless)
    return timed_plan(problem, routes, reasons_for(problem, routes, [*hopeless, *left_out]))


def _share_of(report: Report, first: int, last: int) -> Report:
    """Return a report that fills `first` to `last` per cent of `report`."""

    def scaled(percent: int, /) -> None:
        report(first + (last - first) * percent // 100)

    return scaled


def _tries(shipments: int) -> int:
    """Return how many orders are worth trying: about a second's work, whatever the size of the day."""
    return max(2, min(24, 4000 // max(1, shipments * shipments)))


def propose(
    problem: TourProblem, engine: Engine | None, *, budget: float, seed: int = 1, report: Report = silent
) -> Proposal:
    """Return the best checked plan: the engine's if the checker accepts it, else the one made by insertion.

    Raises:
        InfeasiblePlan: the insertion itself broke a rule (a bug).
    """
    tries = _tries(len(problem.shipments))
    start = by_hand(problem, seed=seed, tries=tries, report=_share_of(report, 0, _BY_HAND_PERCENT))
    broken = check(problem, start)
    if broken:
        raise InfeasiblePlan(broken)
    if engine is None or not start.tours:
        return Proposal(start, "insertion")
    found = completed(problem, engine(problem, budget, seed, start, _share_of(report, _BY_HAND_PERCENT, 97)))
    refused = tuple(check(problem, found))
    return Proposal(start, "insertion", refused) if refused else Proposal(found, "or-tools")
