"""The season balancer's linear programme, by HiGHS through MathOpt.

First the most weighted kilograms that fit (the bound); then the same with the smallest share served of any partner made
as large as it can be, giving up at most a thousandth of the first (a lexicographic maximum, by a weight small enough).
Fractions are few and are settled afterwards (`core.troughs.balance_settling`).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from core.troughs.balance import BalanceProblem, Ride, worth

_GIVEN_UP = 1e-3
Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """Kilograms of each ride, the bound on weighted kilograms, and on the smallest share served."""

    kg_by_ride: tuple[float, ...]
    most_worth: float
    smallest_share: float


def solve(problem: BalanceProblem, found: Sequence[Ride], *, seconds: float, report: Report) -> Solved:
    """Return how much of its want each ride should carry.

    Args:
        problem: wants and trucks.
        found: the rides of the problem.
        seconds: wall-clock limit of the search.
        report: told the per cent done; what it raises ends the search.

    Raises:
        TimeoutError: no answer in time.
    """
    if not found:
        return Solved((), 0.0, 1.0)
    until = time.monotonic() + seconds
    model = mathopt.Model()
    kg = [model.add_variable(lb=0.0, ub=float(ride.most_kg)) for ride in found]
    _limit(problem, found, model, kg)
    total = mathopt.fast_sum(worth(problem.wants[ride.want], ride) * kg[place] for place, ride in enumerate(found))
    model.maximize(total)
    report(30)
    first = _solved(model, until)
    most = first.objective_value()
    report(60)
    smallest = _smallest_share(problem, found, model, kg)
    model.maximize(total + _GIVEN_UP * max(1.0, most) * smallest)
    second = _solved(model, until)
    report(90)
    values = second.variable_values(kg)
    return Solved(tuple(values), most, float(second.variable_values(smallest)))


def _limit(
    problem: BalanceProblem, found: Sequence[Ride], model: mathopt.Model, kg: Sequence[mathopt.Variable]
) -> None:
    """Bound each want by what is asked, each leg by the weight and floor space of its boxes and by the payload."""
    of_want: defaultdict[int, list[mathopt.Variable]] = defaultdict(list)
    on_leg: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    on_board: defaultdict[tuple[int, int], list[mathopt.Variable]] = defaultdict(list)
    for place, ride in enumerate(found):
        of_want[ride.want].append(kg[place])
        for leg in ride.legs:
            on_leg[ride.truck, ride.box, leg].append(place)
            on_board[ride.truck, leg].append(kg[place])
    for want, parts in of_want.items():
        model.add_linear_constraint(mathopt.fast_sum(parts) <= problem.wants[want].quantity.kg)
    for (number, index, leg), places in on_leg.items():
        free = problem.trucks[number].boxes[index].free[leg]
        model.add_linear_constraint(mathopt.fast_sum(kg[place] for place in places) <= free.kg)
        ratios = [(kg[place], _pallets_of_a_kg(problem, found[place])) for place in places]
        if any(ratio for _, ratio in ratios):
            floor = mathopt.fast_sum(ratio * part for part, ratio in ratios)
            model.add_linear_constraint(floor <= max(0, free.pallet_hundredths))
    for (number, leg), parts in on_board.items():
        truck = problem.trucks[number]
        if len(truck.boxes) > 1 or truck.payload_free_kg[leg] < truck.boxes[0].free[leg].kg:
            model.add_linear_constraint(mathopt.fast_sum(parts) <= truck.payload_free_kg[leg])


def _pallets_of_a_kg(problem: BalanceProblem, ride: Ride) -> float:
    quantity = problem.wants[ride.want].quantity
    return quantity.pallet_hundredths / quantity.kg


def _smallest_share(
    problem: BalanceProblem, found: Sequence[Ride], model: mathopt.Model, kg: Sequence[mathopt.Variable]
) -> mathopt.Variable:
    smallest = model.add_variable(lb=0.0, ub=1.0)
    served: defaultdict[int, list[mathopt.Variable]] = defaultdict(list)
    asked: defaultdict[int, int] = defaultdict(int)
    for want in {ride.want for ride in found}:
        asked[problem.wants[want].partner_id] += problem.wants[want].quantity.kg
    for place, ride in enumerate(found):
        served[problem.wants[ride.want].partner_id].append(kg[place])
    for partner_id, parts in served.items():
        model.add_linear_constraint(mathopt.fast_sum(parts) >= asked[partner_id] * smallest)
    return smallest


def _solved(model: mathopt.Model, until: float) -> mathopt.SolveResult:
    limit = timedelta(seconds=max(0.5, until - time.monotonic()))
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(time_limit=limit))
    if not result.has_primal_feasible_solution():
        raise TimeoutError("the season balancer found nothing in time")
    return result
