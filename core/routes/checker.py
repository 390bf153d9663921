"""The independent judge of a plan: it trusts nothing the plan says and recomputes it from the problem (R11).

It imports no solver and none of the code that builds plans; an empty list means that the plan may be offered.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from core.routes.plan import Plan, Tour, TourStop
from core.routes.problem import ShipmentEnd, TourProblem, TourVehicle
from core.shared.quantities import NOTHING, Quantity, may_ride


class ViolationKind(StrEnum):
    """What a plan breaks."""

    unknown_vehicle = "unknown_vehicle"
    unknown_shipment = "unknown_shipment"
    unknown_site = "unknown_site"
    vehicle_twice = "vehicle_twice"
    not_from_base = "not_from_base"
    served_twice = "served_twice"
    forgotten = "forgotten"
    served_and_unserved = "served_and_unserved"
    picked_up_only = "picked_up_only"
    delivered_first = "delivered_first"
    wrong_site = "wrong_site"
    no_compartment = "no_compartment"
    wrong_setting = "wrong_setting"
    temperature_not_kept = "temperature_not_kept"
    over_kg = "over_kg"
    over_pallets = "over_pallets"
    over_payload = "over_payload"
    wrong_load = "wrong_load"
    wrong_road = "wrong_road"
    begins_before_opening = "begins_before_opening"
    begins_after_closing = "begins_after_closing"
    too_fast = "too_fast"
    work_too_short = "work_too_short"
    outside_shift = "outside_shift"
    work_too_long = "work_too_long"
    driving_too_long = "driving_too_long"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing a plan breaks, and where: the vehicle, the position of the stop or leg, the shipment."""

    kind: ViolationKind
    vehicle_id: int | None = None
    position: int | None = None
    shipment_id: int | None = None


def check(problem: TourProblem, plan: Plan) -> list[Violation]:
    """Return everything the plan breaks; an empty list means that it is feasible."""
    found = list(_each_shipment_once(problem, plan))
    vehicles = Counter(tour.vehicle_id for tour in plan.tours)
    found += [Violation(ViolationKind.vehicle_twice, each) for each, count in vehicles.items() if count > 1]
    for tour in plan.tours:
        vehicle = problem.vehicles.get(tour.vehicle_id)
        if vehicle is None:
            found.append(Violation(ViolationKind.unknown_vehicle, tour.vehicle_id))
        elif any(each not in problem.shipments for each in _handled(tour)):
            found.append(Violation(ViolationKind.unknown_shipment, tour.vehicle_id))
        elif any(stop.site_id not in problem.sites for stop in tour.stops):
            found.append(Violation(ViolationKind.unknown_site, tour.vehicle_id))
        else:
            found += _tour_violations(problem, vehicle, tour)
    return found


def _handled(tour: Tour) -> Iterator[int]:
    for stop in tour.stops:
        yield from stop.deliveries
        yield from stop.pick_ups


def _each_shipment_once(problem: TourProblem, plan: Plan) -> Iterator[Violation]:
    picked = Counter(each for tour in plan.tours for stop in tour.stops for each in stop.pick_ups)
    left_out = Counter(each.shipment_id for each in plan.unserved)
    for shipment_id in sorted({*problem.shipments, *picked, *left_out}):
        if shipment_id not in problem.shipments:
            yield Violation(ViolationKind.unknown_shipment, shipment_id=shipment_id)
        elif picked[shipment_id] > 1 or left_out[shipment_id] > 1:
            yield Violation(ViolationKind.served_twice, shipment_id=shipment_id)
        elif picked[shipment_id] and left_out[shipment_id]:
            yield Violation(ViolationKind.served_and_unserved, shipment_id=shipment_id)
        elif not picked[shipment_id] and not left_out[shipment_id]:
            yield Violation(ViolationKind.forgotten, shipment_id=shipment_id)


def _tour_violations(problem: TourProblem, vehicle: TourVehicle, tour: Tour) -> Iterator[Violation]:
    if len(tour.stops) < 2 or {tour.stops[0].site_id, tour.stops[-1].site_id} != {vehicle.base_site_id}:
        yield Violation(ViolationKind.not_from_base, vehicle.id)
        return
    yield from _pairing(tour)
    yield from _windows(problem, tour)
    yield from _roads(problem, tour)
    yield from _hours(problem, vehicle, tour)
    yield from _compartments(problem, vehicle, tour)


def _pairing(tour: Tour) -> Iterator[Violation]:
    """Each shipment is picked up, then delivered once, by the same vehicle."""
    for shipment_id in sorted(set(_handled(tour))):
        picked = [position for position, stop in enumerate(tour.stops) if shipment_id in stop.pick_ups]
        delivered = [position for position, stop in enumerate(tour.stops) if shipment_id in stop.deliveries]
        if not delivered:
            yield Violation(ViolationKind.picked_up_only, tour.vehicle_id, None, shipment_id)
        elif not picked or picked[0] >= delivered[0] or len(delivered) > 1:
            yield Violation(ViolationKind.delivered_first, tour.vehicle_id, delivered[0], shipment_id)


def _ends(problem: TourProblem, stop: TourStop) -> list[tuple[int, ShipmentEnd]]:
    return [
        *((each, problem.shipments[each].delivery) for each in stop.deliveries),
        *((each, problem.shipments[each].pick_up) for each in stop.pick_ups),
    ]


def _windows(problem: TourProblem, tour: Tour) -> Iterator[Violation]:
    """Work is done at the right place, begins within the hours of every shipment, and lasts as long as it takes."""
    for position, stop in enumerate(tour.stops):
        ends = _ends(problem, stop)
        for shipment_id, end in ends:
            if stop.site_id != end.site_id:
                yield Violation(ViolationKind.wrong_site, tour.vehicle_id, position, shipment_id)
            if stop.begins < end.window.opens:
                yield Violation(ViolationKind.begins_before_opening, tour.vehicle_id, position, shipment_id)
            if stop.begins > end.window.closes:
                yield Violation(ViolationKind.begins_after_closing, tour.vehicle_id, position, shipment_id)
        work = sum(end.handling_minutes for _, end in ends)
        work += problem.sites[stop.site_id].setup_minutes if ends else 0
        if stop.begins < stop.arrives or stop.leaves - stop.begins < work:
            yield Violation(ViolationKind.work_too_short, tour.vehicle_id, position)


def _roads(problem: TourProblem, tour: Tour) -> Iterator[Violation]:
    """The legs are the roads between the stops, and the times leave long enough to drive them."""
    if len(tour.legs) != len(tour.stops) - 1:
        yield Violation(ViolationKind.wrong_road, tour.vehicle_id)
        return
    for position, (stop, following) in enumerate(pairwise(tour.stops)):
        road = problem.roads[stop.site_id, following.site_id]
        if tour.legs[position].road != road:
            yield Violation(ViolationKind.wrong_road, tour.vehicle_id, position)
        if following.arrives < stop.leaves + road.minutes:
            yield Violation(ViolationKind.too_fast, tour.vehicle_id, position + 1)


def _hours(problem: TourProblem, vehicle: TourVehicle, tour: Tour) -> Iterator[Violation]:
    starts, ends = tour.stops[0].arrives, tour.stops[-1].leaves
    if starts < vehicle.shift.opens or ends > vehicle.shift.closes:
        yield Violation(ViolationKind.outside_shift, vehicle.id)
    if ends - starts > vehicle.most_work_minutes:
        yield Violation(ViolationKind.work_too_long, vehicle.id)
    roads = [problem.roads[a.site_id, b.site_id] for a, b in pairwise(tour.stops)]
    if sum(road.minutes - road.ferry_minutes for road in roads) > vehicle.most_driving_minutes:
        yield Violation(ViolationKind.driving_too_long, vehicle.id)


def _compartments(problem: TourProblem, vehicle: TourVehicle, tour: Tour) -> Iterator[Violation]:
    """Every shipment has one compartment that keeps it (R2), and none is ever overfull (R1)."""
    compartments = {each.id: each for each in vehicle.compartments}
    settings = dict(tour.settings)
    if len(settings) != len(tour.settings):
        yield Violation(ViolationKind.wrong_setting, vehicle.id)
    for compartment_id, setting in settings.items():
        if compartment_id not in compartments or setting not in compartments[compartment_id].temperatures:
            yield Violation(ViolationKind.wrong_setting, vehicle.id)
            return
    places = dict(tour.places)
    for shipment_id in sorted(set(_handled(tour))):
        kept_at = settings.get(places.get(shipment_id, 0))
        if len([each for each, _ in tour.places if each == shipment_id]) != 1 or kept_at is None:
            yield Violation(ViolationKind.no_compartment, vehicle.id, None, shipment_id)
            return
        if not may_ride(problem.shipments[shipment_id].load.temperature, kept_at=kept_at):
            yield Violation(ViolationKind.temperature_not_kept, vehicle.id, None, shipment_id)
    yield from _room(problem, vehicle, tour)


def _room(problem: TourProblem, vehicle: TourVehicle, tour: Tour) -> Iterator[Violation]:
    rooms = {each.id: each.room for each in vehicle.compartments}
    for position, held in enumerate(_held_on_legs(problem, tour)):
        for compartment_id, quantity in held.items():
            lacks = quantity.shortfall(rooms[compartment_id])
            if lacks.kg:
                yield Violation(ViolationKind.over_kg, vehicle.id, position)
            if lacks.pallet_hundredths:
                yield Violation(ViolationKind.over_pallets, vehicle.id, position)
        if sum(quantity.kg for quantity in held.values()) > vehicle.payload_kg:
            yield Violation(ViolationKind.over_payload, vehicle.id, position)
        if position < len(tour.legs) and _something(dict(tour.legs[position].loads)) != _something(held):
            yield Violation(ViolationKind.wrong_load, vehicle.id, position)


def _held_on_legs(problem: TourProblem, tour: Tour) -> Iterator[dict[int, Quantity]]:
    held = {compartment_id: NOTHING for compartment_id, _ in tour.settings}
    places = dict(tour.places)
    for stop in tour.stops[:-1]:
        for shipment_id in stop.deliveries:
            held[places[shipment_id]] -= problem.shipments[shipment_id].load.quantity
        for shipment_id in stop.pick_ups:
            held[places[shipment_id]] += problem.shipments[shipment_id].load.quantity
        yield dict(held)


def _something(loads: Mapping[int, Quantity]) -> dict[int, Quantity]:
    return {compartment_id: quantity for compartment_id, quantity in loads.items() if quantity != NOTHING}
