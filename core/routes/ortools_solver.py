"""Better tours by the OR-Tools routing library: local search from the plan made by hand, for as long as it is given."""

import time
from collections.abc import Iterator

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from core.routes.engine import Report
from core.routes.plan import Act, Call, Plan, Route
from core.routes.problem import TourProblem
from core.routes.schedule import route_of, timed_plan
from core.routes.tour_model_solver import TourModel, Visit


def solve(problem: TourProblem, budget: float, seed: int, start: Plan, report: Report) -> Plan:
    """Look for a better plan than `start` during about `budget` seconds (see `core.routes.engine.Engine`).

    Args:
        problem: the day.
        budget: wall-clock seconds to search.
        seed: same seed and same machine speed give the same search.
        start: a feasible plan to improve.
        report: told the per cent of the budget used; what it raises ends the search and is raised again.
    """
    model = TourModel(problem)
    if not model.visits:
        return start
    watch = _Watch(budget, report)
    model.routing.AddSearchMonitor(model.solver.CustomLimit(watch.is_over))
    parameters = _parameters(budget)
    model.routing.CloseModelWithParameters(parameters)
    model.solver.ReSeed(seed)
    first = model.routing.ReadAssignmentFromRoutes(_indices(model, start), True)  # noqa: FBT003 - C++ signature
    if first is None:
        found = model.routing.SolveWithParameters(parameters)
    else:
        found = model.routing.SolveFromAssignmentWithParameters(first, parameters)
    if watch.raised is not None:
        raise watch.raised
    return start if found is None else timed_plan(problem, list(_routes(model, found)), start.unserved)


def _indices(model: TourModel, plan: Plan) -> list[list[int]]:
    """Return a plan as lists of node indices, one per candidate vehicle."""
    index = {
        (visit.shipment.id, visit.act, visit.slot): model.manager.NodeToIndex(node)
        for node, visit in enumerate(model.visits, model.first_visit)
    }
    routes = {tour.vehicle_id: route_of(tour) for tour in plan.tours}
    found: list[list[int]] = []
    for candidate in model.candidates:
        route = routes.get(candidate.vehicle.id)
        if route is None or route.settings != candidate.settings:
            found.append([])
            continue
        slots = {compartment_id: slot for slot, (compartment_id, _) in enumerate(candidate.settings)}
        home = {shipment_id: slots[compartment_id] for shipment_id, compartment_id in route.places}
        found.append([index[call.shipment_id, call.act, home[call.shipment_id]] for call in route.calls])
    return found


def _routes(model: TourModel, found: pywrapcp.Assignment) -> Iterator[Route]:
    for number, candidate in enumerate(model.candidates):
        visits = list(_visits_on(model, found, number))
        if visits:
            calls = tuple(Call(visit.act, visit.shipment.id) for visit in visits)
            picked_up = [visit for visit in visits if visit.act is Act.pick_up]
            places = tuple((visit.shipment.id, candidate.settings[visit.slot][0]) for visit in picked_up)
            yield Route(candidate.vehicle.id, calls, candidate.settings, places)


def _visits_on(model: TourModel, found: pywrapcp.Assignment, number: int) -> Iterator[Visit]:
    index = model.routing.Start(number)
    while not model.routing.IsEnd(index):
        visit = model.visit_at(model.manager.IndexToNode(index))
        if visit is not None:
            yield visit
        index = found.Value(model.routing.NextVar(index))


class _Watch:
    """Ends the search when the budget is used or when the report asks for it, and reports each per cent once."""

    def __init__(self, budget: float, report: Report) -> None:
        self.began = time.monotonic()
        self.budget = budget
        self.report = report
        self.told = -1
        self.raised: BaseException | None = None

    def is_over(self) -> bool:
        """Answer the solver, which asks thousands of times a second."""
        used = time.monotonic() - self.began
        percent = min(100, int(100 * used / self.budget))
        if percent != self.told and self.raised is None:
            self.told = percent
            try:
                self.report(percent)
            except BaseException as raised:  # carried out of the C++ search and raised again there
                self.raised = raised
        return self.raised is not None or used >= self.budget


def _parameters(budget: float) -> object:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(max(1, int(budget * 1000)))
    operators = parameters.local_search_operators
    for costly in _COSTLY_OPERATORS:
        setattr(operators, costly, 2)  # BOOL_FALSE
    for useful in ("use_global_cheapest_insertion_close_nodes_lns", "use_local_cheapest_insertion_close_nodes_lns"):
        setattr(operators, useful, 3)  # BOOL_TRUE
    parameters.heuristic_close_nodes_lns_num_nodes = 10
    return parameters


_COSTLY_OPERATORS = (
    "use_lin_kernighan",
    "use_global_cheapest_insertion_path_lns",
    "use_local_cheapest_insertion_path_lns",
    "use_relocate_path_global_cheapest_insertion_insert_unperformed",
    "use_shortest_path_swap_active",
    "use_shortest_path_two_opt",
    "use_swap_active_chain",
    "use_global_cheapest_insertion_visit_types_lns",
    "use_local_cheapest_insertion_visit_types_lns",
    "use_relocate_subtrip",
    "use_exchange_subtrip",
)
