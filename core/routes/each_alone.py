"""What the same loads would cost if each partner drove its own: the comparison behind “better together”.

Method: each partner serves its own loads from its own place (the end of a load that belongs to it, else its first
pick-up), with vehicles as roomy as the roomiest of the day, within the docks' hours, in the best order found by
insertion. Kilometres and hours are paid at the cost the partner declared for driving alone, with no fixed cost. A
load that no such tour can serve within a shift counts as one trip there and back. Only the loads that the shared plan
serves are counted, so that both sides move the same goods. What a partner burns alone, and the most that its loads
bear, are the assumptions of `core.routes.own_vehicle`, those of the committee's review too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.routes.distances import RoadEstimate
from core.routes.emissions import EmissionFactors
from core.routes.engine import by_hand
from core.routes.own_vehicle import needs_cooling, own_litres_per_100_km, worth
from core.routes.plan import Plan
from core.routes.problem import Shipment, TourCompartment, TourProblem, TourVehicle
from core.shared.errors import N_
from core.shared.money import rounded
from core.shared.quantities import Quantity, TemperatureClass

METHOD = N_(
    "Estimate: each partner drives its own loads from its own place, with a vehicle as roomy as the roomiest of the "
    "day, at the cost per km and per hour that it declared, within the same opening hours, with no fixed cost. Above "
    "$2.50 a kg (assumption) a trip is counted in proportion: the partner would hand its load over or give it up."
)
_MOST_VEHICLES = 3


@dataclass(frozen=True, slots=True)
class AloneCosts:
    """What a partner declared driving alone to cost."""

    cents_per_km: int
    cents_per_hour: int


@dataclass(frozen=True, slots=True)
class Alone:
    """One partner's own tours for its loads of the day."""

    partner_id: int
    shipments: int
    metres: int
    minutes: int
    cost_cents: int
    emissions_grams: int


def each_alone(
    problem: TourProblem, plan: Plan, costs: Mapping[int, AloneCosts], factors: EmissionFactors
) -> list[Alone]:
    """Return what each partner would drive alone for its loads that the plan serves."""
    served: dict[int, list[Shipment]] = {}
    for shipment in problem.shipments.values():
        if shipment.id in plan.served_ids:
            served.setdefault(shipment.partner_id, []).append(shipment)
    return [_alone(problem, loads, costs[partner_id], factors) for partner_id, loads in sorted(served.items())]


def _alone(problem: TourProblem, loads: list[Shipment], costs: AloneCosts, factors: EmissionFactors) -> Alone:
    partner_id = loads[0].partner_id
    base = _own_place(problem, partner_id, loads)
    vehicle = _own_vehicle(problem, base, costs)
    fleet = [replace(vehicle, id=number) for number in range(1, min(_MOST_VEHICLES, len(loads)) + 1)]
    own = by_hand(problem.with_only(loads, fleet), tries=4)
    trips = [_there_and_back(problem, base, problem.shipments[each.shipment_id]) for each in own.unserved]
    metres = sum(tour.metres for tour in own.tours) + sum(road.metres for trip in trips for road in trip)
    minutes = sum(tour.minutes for tour in own.tours) + sum(road.minutes for trip in trips for road in trip)
    fares = sum(tour.ferry_cents for tour in own.tours) + sum(road.ferry_cents for trip in trips for road in trip)
    kg = sum(each.load.quantity.kg for each in loads)
    cents = rounded(metres * costs.cents_per_km, 1000) + rounded(minutes * costs.cents_per_hour, 60) + fares
    grams = factors.grams(
        metres=metres,
        litres_per_100_km=own_litres_per_100_km(kg),
        is_refrigerated=needs_cooling(each.load.temperature for each in loads),
    )
    metres, minutes, cents, grams = (worth(each, cents=cents, kg=kg) for each in (metres, minutes, cents, grams))
    return Alone(partner_id, len(loads), metres=metres, minutes=minutes, cost_cents=cents, emissions_grams=grams)


def _own_place(problem: TourProblem, partner_id: int, loads: list[Shipment]) -> int:
    ends = [end.site_id for load in loads for end in (load.pick_up, load.delivery)]
    return next((each for each in ends if problem.sites[each].partner_id == partner_id), ends[0])


def _own_vehicle(problem: TourProblem, base_site_id: int, costs: AloneCosts) -> TourVehicle:
    """Return a vehicle as roomy as the roomiest of the day, which keeps every temperature at once."""
    fleet = list(problem.vehicles.values())
    room = Quantity(max(each.payload_kg for each in fleet), max(_pallets(each) for each in fleet))
    compartments = tuple(
        TourCompartment(number, temperature.value, room, frozenset({temperature}))
        for number, temperature in enumerate(TemperatureClass, 1)
    )
    longest = max(fleet, key=lambda each: each.shift.closes - each.shift.opens)
    return TourVehicle(
        id=1,
        name="",
        base_site_id=base_site_id,
        compartments=compartments,
        payload_kg=room.kg,
        gvwr_kg=max(each.gvwr_kg for each in fleet),
        shift=longest.shift,
        fixed_cents=0,
        cents_per_km=costs.cents_per_km,
        cents_per_hour=costs.cents_per_hour,
    )


def _pallets(vehicle: TourVehicle) -> int:
    return sum(each.room.pallet_hundredths for each in vehicle.compartments)


def _there_and_back(problem: TourProblem, base: int, shipment: Shipment) -> Iterable[RoadEstimate]:
    origin, target = shipment.pick_up.site_id, shipment.delivery.site_id
    return [problem.roads[base, origin], problem.roads[origin, target], problem.roads[target, base]]
