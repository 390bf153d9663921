"""When each stop happens: times that keep every window, without leaving early only to wait on the road.

Consecutive calls at the same dock (same site, same hours) make one stop, set up once. A route that cannot keep its
windows still gets times, with the arrivals that are too late, so that a person's edit can be shown and judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.routes.distances import RoadEstimate
from core.routes.plan import Act, Call, Plan, Route, Tour, TourLeg, TourStop, Unserved
from core.routes.problem import ShipmentEnd, TourProblem, TourVehicle, Window
from core.shared.quantities import NOTHING, Quantity

_ANY_TIME = Window(0, 2 * 24 * 60)


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop before its times are known: where, when its work may begin, how long it lasts, what it handles."""

    site_id: int
    window: Window
    work_minutes: int = 0
    deliveries: tuple[int, ...] = ()
    pick_ups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """When a halt is reached, when its work begins, when it is left."""

    arrives: int
    begins: int
    leaves: int


def end_of(problem: TourProblem, call: Call) -> ShipmentEnd:
    """Return the end of the shipment that a call is about."""
    shipment = problem.shipments[call.shipment_id]
    return shipment.pick_up if call.act is Act.pick_up else shipment.delivery


def halts_of(problem: TourProblem, vehicle: TourVehicle, calls: Sequence[Call]) -> list[Halt]:
    """Gather the calls of a tour into halts, from the vehicle's base and back to it."""
    halts: list[Halt] = []
    for call in calls:
        end = end_of(problem, call)
        if halts and (halts[-1].site_id, halts[-1].window) == (end.site_id, end.window):
            last = halts.pop()
        else:
            last = Halt(end.site_id, end.window, problem.sites[end.site_id].setup_minutes)
        picks_up = call.act is Act.pick_up
        halts.append(
            Halt(
                last.site_id,
                last.window,
                last.work_minutes + end.handling_minutes,
                last.deliveries if picks_up else (*last.deliveries, call.shipment_id),
                (*last.pick_ups, call.shipment_id) if picks_up else last.pick_ups,
            )
        )
    base = Halt(vehicle.base_site_id, _ANY_TIME)
    starts_at_base = bool(halts) and halts[0].site_id == base.site_id
    ends_at_base = bool(halts) and halts[-1].site_id == base.site_id and len(halts) > 1
    return [*([] if starts_at_base else [base]), *halts, *([] if ends_at_base else [base])]


def roads_of(problem: TourProblem, halts: Sequence[Halt]) -> list[RoadEstimate]:
    """Return the road of each leg."""
    return [problem.roads[a.site_id, b.site_id] for a, b in pairwise(halts)]


def times_of(vehicle: TourVehicle, halts: Sequence[Halt], roads: Sequence[RoadEstimate]) -> list[Times]:
    """Return the times of each halt: no waiting that a later start avoids, and no start before the usual one in vain.

    The earliest times tell how much the start may be put off before an hour is missed; it is put off by the waiting
    that this absorbs, and further as long as the usual start is not reached.
    """
    earliest = _from(vehicle.shift.opens, halts, roads)
    waited, spare = 0, _ANY_TIME.closes
    for halt, times in zip(halts, earliest, strict=True):
        waited += times.begins - times.arrives
        spare = min(spare, waited + max(0, halt.window.closes - times.begins))
    spare = min(spare, waited + max(0, vehicle.shift.closes - earliest[-1].leaves))
    later = min(spare, max(waited, vehicle.usual_start - vehicle.shift.opens))
    return _from(vehicle.shift.opens + later, halts, roads) if later else earliest


def _from(start: int, halts: Sequence[Halt], roads: Sequence[RoadEstimate]) -> list[Times]:
    found: list[Times] = []
    arrives = start
    for position, halt in enumerate(halts):
        begins = max(arrives, halt.window.opens)
        leaves = begins + halt.work_minutes
        found.append(Times(arrives, begins, leaves))
        if position < len(roads):
            arrives = leaves + roads[position].minutes
    return found


def timed(problem: TourProblem, route: Route) -> Tour:
    """Turn a route into a tour: its stops with times, its legs with roads and loads."""
    vehicle = problem.vehicles[route.vehicle_id]
    halts = halts_of(problem, vehicle, route.calls)
    roads = roads_of(problem, halts)
    stops = tuple(
        TourStop(halt.site_id, times.arrives, times.begins, times.leaves, halt.deliveries, halt.pick_ups)
        for halt, times in zip(halts, times_of(vehicle, halts, roads), strict=True)
    )
    loads = loads_on_legs(problem, route, halts)
    legs = tuple(TourLeg(road, tuple(sorted(load.items()))) for road, load in zip(roads, loads, strict=True))
    return Tour(route.vehicle_id, route.settings, route.places, stops, legs)


def loads_on_legs(problem: TourProblem, route: Route, halts: Sequence[Halt]) -> list[dict[int, Quantity]]:
    """Return what each compartment that has a setting holds on each leg."""
    held = dict.fromkeys((compartment_id for compartment_id, _ in route.settings), NOTHING)
    place = dict(route.places)
    found = []
    for halt in halts[:-1]:
        for shipment_id in halt.deliveries:
            held[place[shipment_id]] -= problem.shipments[shipment_id].load.quantity
        for shipment_id in halt.pick_ups:
            held[place[shipment_id]] += problem.shipments[shipment_id].load.quantity
        found.append(dict(held))
    return found


def timed_plan(problem: TourProblem, routes: Sequence[Route], unserved: Sequence[Unserved] = ()) -> Plan:
    """Turn routes into a plan, tours in the order of their vehicles' ids, idle vehicles left out."""
    used = sorted((route for route in routes if route.calls), key=lambda route: route.vehicle_id)
    left_out = tuple(sorted(unserved, key=lambda each: each.shipment_id))
    return Plan(tuple(timed(problem, route) for route in used), left_out)


def route_of(tour: Tour) -> Route:
    """Return what a tour does without its times, so that a solver can start from it."""
    calls = [
        Call(act, shipment_id)
        for stop in tour.stops
        for act, ids in ((Act.deliver, stop.deliveries), (Act.pick_up, stop.pick_ups))
        for shipment_id in ids
    ]
    return Route(tour.vehicle_id, tuple(calls), tour.settings, tour.places)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What calls in this order come to: minutes by which they break hours (0: all kept), and their cost."""

    late_minutes: int
    cost_cents: int


NO_CALLS = Judgement(0, 0)


def judged(problem: TourProblem, vehicle: TourVehicle, calls: Sequence[Call]) -> Judgement:
    """Return what these calls come to with that vehicle."""
    if not calls:
        return NO_CALLS
    halts = halts_of(problem, vehicle, calls)
    roads = roads_of(problem, halts)
    times = times_of(vehicle, halts, roads)
    minutes = times[-1].leaves - times[0].arrives
    late = sum(max(0, each.begins - halt.window.closes) for halt, each in zip(halts, times, strict=True))
    late += max(0, times[-1].leaves - vehicle.shift.closes) + max(0, minutes - vehicle.most_work_minutes)
    late += max(0, sum(road.driving_minutes for road in roads) - vehicle.most_driving_minutes)
    metres, fares = sum(road.metres for road in roads), sum(road.ferry_cents for road in roads)
    return Judgement(late, vehicle.cost_cents(metres=metres, minutes=minutes, ferry_cents=fares))
