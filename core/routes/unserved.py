"""The reason for each load that no tour carries: alone on every vehicle first, then beside the others (R11)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.routes.insertion import calls_with, gaps, homes_for, room_lacking
from core.routes.plan import Act, Call, Route, Unserved
from core.routes.problem import Shipment, TourProblem, TourVehicle
from core.routes.reasons import Reason, ReasonKind, reason
from core.routes.schedule import halts_of, judged, roads_of, times_of
from core.shared.quantities import Quantity, classes_that_carry

_FURTHEST_FIRST = list(ReasonKind)


def reasons_for(problem: TourProblem, routes: Sequence[Route], left_out: Iterable[int]) -> list[Unserved]:
    """Return each left-out shipment with the reason of the vehicle that came closest to taking it."""
    found = []
    for shipment_id in sorted(left_out):
        shipment = problem.shipments[shipment_id]
        why = why_not_alone(problem, shipment) or _why_not_beside(problem, routes, shipment)
        found.append(Unserved(shipment_id, why))
    return found


def why_not_alone(problem: TourProblem, shipment: Shipment) -> Reason | None:
    """Return why no vehicle could carry the shipment even if it had nothing else to do; None if one could."""
    closest = reason(ReasonKind.no_vehicle)
    for vehicle in problem.vehicles.values():
        why = _unable(vehicle, shipment) or _too_late(problem, vehicle, shipment)
        if why is None:
            return None
        closest = max(closest, why, key=_closeness)
    return closest


def _closeness(why: Reason) -> tuple[int, int]:
    facts = dict(why.facts)
    misses_by = int(facts.get("late_minutes", 0)) + int(facts.get("needed_minutes", 0))
    return _FURTHEST_FIRST.index(why.kind), -misses_by


def _unable(vehicle: TourVehicle, shipment: Shipment) -> Reason | None:
    """Say why the vehicle cannot hold the shipment at all."""
    load = shipment.load
    rooms = [each.room for each in vehicle.compartments if each.temperatures & classes_that_carry(load.temperature)]
    if not rooms:
        return reason(ReasonKind.temperature, temperature=load.temperature.value)
    most_kg = min(vehicle.payload_kg, max(room.kg for room in rooms))
    if load.quantity.kg > most_kg:
        return reason(ReasonKind.too_heavy, vehicle=vehicle.name, room_kg=most_kg, load_kg=load.quantity.kg)
    if not any(load.quantity.fits_in(room) for room in rooms):
        return reason(
            ReasonKind.too_large,
            vehicle=vehicle.name,
            room_pallets=max(room.pallet_hundredths for room in rooms),
            load_pallets=load.quantity.pallet_hundredths,
        )
    return None


def _too_late(problem: TourProblem, vehicle: TourVehicle, shipment: Shipment) -> Reason | None:
    """Say which hours the vehicle would break with this shipment alone."""
    halts = halts_of(problem, vehicle, (Call(Act.pick_up, shipment.id), Call(Act.deliver, shipment.id)))
    roads = roads_of(problem, halts)
    times = times_of(vehicle, halts, roads)
    for halt, at in zip(halts, times, strict=True):
        if at.begins > halt.window.closes:
            return reason(
                ReasonKind.window_closes,
                site=problem.sites[halt.site_id].name,
                closes_minute=halt.window.closes,
                late_minutes=at.begins - halt.window.closes,
                vehicle=vehicle.name,
            )
    limits = (
        (ReasonKind.shift_too_short, times[-1].leaves - times[0].arrives, vehicle.most_work_minutes),
        (
            ReasonKind.shift_too_short,
            times[-1].leaves - vehicle.shift.opens,
            vehicle.shift.closes - vehicle.shift.opens,
        ),
        (ReasonKind.driving_too_long, sum(road.driving_minutes for road in roads), vehicle.most_driving_minutes),
    )
    for kind, needed, allowed in limits:
        if needed > allowed:
            return reason(kind, vehicle=vehicle.name, needed_minutes=needed, allowed_minutes=allowed)
    return None


def _why_not_beside(problem: TourProblem, routes: Sequence[Route], shipment: Shipment) -> Reason:
    """Say what the others leave: no compartment at its temperature, too little room where there is time, or no time."""
    planned = {route.vehicle_id: route for route in routes}
    vehicles = problem.vehicles.values()
    if not any(_unable(each, shipment) is None and _homes(problem, each, planned, shipment) for each in vehicles):
        return reason(ReasonKind.no_setting_left, temperature=shipment.load.temperature.value)
    shortfalls = [
        (lacks.kg, lacks.pallet_hundredths, vehicle.name)
        for vehicle in vehicles
        for lacks in _shortfalls(problem, vehicle, planned, shipment)
    ]
    if not shortfalls:
        return reason(ReasonKind.no_time_left)
    kg, pallet_hundredths, name = min(shortfalls)
    return reason(ReasonKind.no_room_left, vehicle=name, lacks_kg=kg, lacks_pallets=pallet_hundredths)


def _homes(problem: TourProblem, vehicle: TourVehicle, planned: Mapping[int, Route], shipment: Shipment) -> set[int]:
    return {home for _, home in homes_for(problem, vehicle, planned.get(vehicle.id), shipment)}


def _shortfalls(
    problem: TourProblem, vehicle: TourVehicle, planned: Mapping[int, Route], shipment: Shipment
) -> Iterator[Quantity]:
    """Yield what each compartment lacks at each place where the hours would be kept."""
    route = planned.get(vehicle.id)
    calls = route.calls if route else ()
    homes = _homes(problem, vehicle, planned, shipment)
    for gap in gaps(problem, vehicle, calls, shipment):
        if homes and not judged(problem, vehicle, calls_with(calls, shipment, gap)).late_minutes:
            found = (room_lacking(problem, vehicle, route, shipment, home, gap) for home in homes)
            yield from (lacks for lacks in found if lacks is not None)
