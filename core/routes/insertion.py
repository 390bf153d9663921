"""The plan one would make by hand: each load in turn is put where it costs the least more.

Simple, repeatable and without a solver, so that there is always a plan to check, and a start for the better engines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.routes.compartment_settings import Settings, keeps_all, useful_settings
from core.routes.plan import Act, Call, Route
from core.routes.problem import Shipment, TourProblem, TourVehicle
from core.routes.schedule import end_of, judged
from core.shared.quantities import NOTHING, Quantity, TemperatureClass, may_ride

Order = Callable[[Shipment], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a route for one more shipment: picked up before call `pick_up`, delivered before call `delivery`.

    Both count the calls already there. `at_least_cents` is the added road and ferry cost, which waiting cannot absorb.
    """

    pick_up: int
    delivery: int
    at_least_cents: int


def insert_all(
    problem: TourProblem, routes: Iterable[Route] = (), *, without: Iterable[int] = (), order: Order | None = None
) -> tuple[list[Route], list[int]]:
    """Put every shipment not yet carried into the routes; return the routes and the shipments that found no place.

    Args:
        problem: the day.
        routes: what is planned already and stays in that order.
        without: shipments not to try.
        order: which shipment to place first (the smallest key); by default the hardest to place.
    """
    planned = {route.vehicle_id: route for route in routes}
    carried = {call.shipment_id for route in planned.values() for call in route.calls} | set(without)
    waiting = sorted(
        (each for each in problem.shipments.values() if each.id not in carried),
        key=order or (lambda each: hardest_first(problem, each)),
    )
    left_out = []
    for shipment in waiting:
        best = min(
            (
                found
                for vehicle in problem.vehicles.values()
                if (found := cheapest_insertion(problem, vehicle, planned.get(vehicle.id), shipment)) is not None
            ),
            key=lambda found: (found[0], found[1].vehicle_id),
            default=None,
        )
        if best is None:
            left_out.append(shipment.id)
        else:
            planned[best[1].vehicle_id] = best[1]
    return [route for _, route in sorted(planned.items())], left_out


def hardest_first(problem: TourProblem, shipment: Shipment) -> tuple[int, int, int, int]:
    """Rank a shipment: the fewest vehicles that may carry it, then the soonest closing, then the largest."""
    able = sum(
        any(compartment.may_carry(shipment.load) for compartment in vehicle.compartments)
        for vehicle in problem.vehicles.values()
    )
    return able, shipment.delivery.window.closes, -shipment.load.quantity.pallet_hundredths, shipment.id


def cheapest_insertion(
    problem: TourProblem, vehicle: TourVehicle, route: Route | None, shipment: Shipment
) -> tuple[int, Route] | None:
    """Return the added cost and the new route with the shipment at its cheapest place, or None without any."""
    calls = route.calls if route else ()
    before = judged(problem, vehicle, calls).cost_cents
    homes = list(homes_for(problem, vehicle, route, shipment))
    best: tuple[int, Route] | None = None
    for gap in sorted(gaps(problem, vehicle, calls, shipment), key=lambda gap: gap.at_least_cents):
        if best is not None and gap.at_least_cents >= best[0]:
            break
        home = next((each for each in homes if not room_lacking(problem, vehicle, route, shipment, each[1], gap)), None)
        if home is None:
            continue
        with_it = calls_with(calls, shipment, gap)
        judgement = judged(problem, vehicle, with_it)
        added = judgement.cost_cents - before
        if not judgement.late_minutes and (best is None or added < best[0]):
            places = (*route.places, (shipment.id, home[1])) if route else ((shipment.id, home[1]),)
            best = added, Route(vehicle.id, with_it, home[0], places)
    return best


def homes_for(
    problem: TourProblem, vehicle: TourVehicle, route: Route | None, shipment: Shipment
) -> Iterator[tuple[Settings, int]]:
    """Yield the settings and compartments that keep the shipment beside what is already aboard, the mildest first."""
    loads = problem.shipments
    classes = {each.load.temperature for each in loads.values()} | {shipment.load.temperature}
    aboard = [(home, loads[each].load.temperature) for each, home in route.places] if route else []
    found = [
        (list(TemperatureClass).index(setting), settings, compartment_id)
        for settings in useful_settings(vehicle, classes)
        if keeps_all(settings, aboard)
        for compartment_id, setting in settings
        if may_ride(shipment.load.temperature, kept_at=setting)
    ]
    for _, settings, compartment_id in sorted(found):
        yield settings, compartment_id


def calls_with(calls: Sequence[Call], shipment: Shipment, gap: Gap) -> tuple[Call, ...]:
    """Return the calls with the shipment picked up and delivered in the gap."""
    return (
        *calls[: gap.pick_up],
        Call(Act.pick_up, shipment.id),
        *calls[gap.pick_up : gap.delivery],
        Call(Act.deliver, shipment.id),
        *calls[gap.delivery :],
    )


def gaps(problem: TourProblem, vehicle: TourVehicle, calls: Sequence[Call], shipment: Shipment) -> Iterator[Gap]:
    """Yield every place for the shipment in the order of the calls, with what it adds at least."""
    fixed = 0 if calls else vehicle.fixed_cents
    sites = [vehicle.base_site_id, *(end_of(problem, call).site_id for call in calls), vehicle.base_site_id]
    origin, target = shipment.pick_up.site_id, shipment.delivery.site_id

    def drive(*stops: int) -> int:
        roads = [problem.roads[pair] for pair in pairwise(stops)]
        metres, fares = sum(road.metres for road in roads), sum(road.ferry_cents for road in roads)
        return metres * vehicle.cents_per_km // 1000 + fares

    def detour(at: int, site: int) -> int:
        return drive(sites[at], site, sites[at + 1]) - drive(sites[at], sites[at + 1])

    to_deliver = [detour(at, target) for at in range(len(calls) + 1)]
    for at in range(len(calls) + 1):
        together = drive(sites[at], origin, target, sites[at + 1]) - drive(sites[at], sites[at + 1])
        yield Gap(at, at, fixed + together)
        to_pick_up = fixed + detour(at, origin)
        for later in range(at + 1, len(calls) + 1):
            yield Gap(at, later, to_pick_up + to_deliver[later])


def room_lacking(
    problem: TourProblem, vehicle: TourVehicle, route: Route | None, shipment: Shipment, home: int, gap: Gap
) -> Quantity | None:
    """Return what the compartment `home`, or the vehicle's payload, lacks for the shipment; None if there is room."""
    held, most, aboard_kg, most_kg = NOTHING, NOTHING, 0, 0
    places = dict(route.places) if route else {}
    for position, (at, quantity, kg) in enumerate(_changes(route.calls if route else (), problem.shipments, places)):
        if gap.pick_up <= position <= gap.delivery:
            most, most_kg = _larger(most, held), max(most_kg, aboard_kg)
        held, aboard_kg = held + quantity if at == home else held, aboard_kg + kg
    if len(route.calls if route else ()) <= gap.delivery:
        most, most_kg = _larger(most, held), max(most_kg, aboard_kg)
    room = next(each.room for each in vehicle.compartments if each.id == home)
    free = Quantity(
        min(room.kg - most.kg, vehicle.payload_kg - most_kg), room.pallet_hundredths - most.pallet_hundredths
    )
    lacks = shipment.load.quantity.shortfall(free)
    return None if lacks == NOTHING else lacks


def _changes(
    calls: Sequence[Call], shipments: Mapping[int, Shipment], places: Mapping[int, int]
) -> Iterator[tuple[int, Quantity, int]]:
    """Yield, per call, the compartment it changes, by what, and the weight it adds to the vehicle."""
    for call in calls:
        quantity = shipments[call.shipment_id].load.quantity
        change = quantity if call.act is Act.pick_up else NOTHING - quantity
        yield places[call.shipment_id], change, change.kg


def _larger(a: Quantity, b: Quantity) -> Quantity:
    return Quantity(max(a.kg, b.kg), max(a.pallet_hundredths, b.pallet_hundredths))
