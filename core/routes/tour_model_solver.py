"""A day as a model of the OR-Tools routing library: hours, costs, room per compartment, pairs.

Every way to set a vehicle's compartments is a candidate vehicle of its own, at most one per real vehicle.
Each compartment (first, second, … of each vehicle) is its own pair of capacities in kg and pallets. A load that may
ride in the first or in the second compartment has one pair of visits for each, of which at most one is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.constraint_solver import pywrapcp

from core.routes.compartment_settings import Settings, useful_settings
from core.routes.plan import Act
from core.routes.problem import Shipment, ShipmentEnd, TourProblem, TourVehicle
from core.shared.quantities import may_ride

_UNITS_PER_CENT = 100  # costs are whole numbers: hundredths of a cent keep $/km exact
_HORIZON_MINUTES = 2 * 24 * 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A vehicle with its compartments set one way."""

    vehicle: TourVehicle
    settings: Settings

    def carries(self, shipment: Shipment, slot: int) -> bool:
        """Say whether compartment number `slot` keeps and holds the shipment."""
        if slot >= len(self.settings):
            return False
        fits = shipment.load.quantity.fits_in(self.vehicle.compartments[slot].room)
        return fits and may_ride(shipment.load.temperature, kept_at=self.settings[slot][1])


@dataclass(frozen=True, slots=True)
class Visit:
    """A node of the model: one end of a shipment, in compartment number `slot`."""

    shipment: Shipment
    act: Act
    slot: int

    @property
    def end(self) -> ShipmentEnd:
        """Return where and when this visit takes place."""
        return self.shipment.pick_up if self.act is Act.pick_up else self.shipment.delivery


class TourModel:
    """One day as an OR-Tools model: nodes are the bases first, then the visits."""

    def __init__(self, problem: TourProblem) -> None:
        self.problem = problem
        classes = {each.load.temperature for each in problem.shipments.values()}
        self.candidates = [
            Candidate(vehicle, settings)
            for vehicle in problem.vehicles.values()
            for settings in useful_settings(vehicle, classes)
        ]
        self.visits = [visit for shipment in problem.shipments.values() for visit in self._visits_of(shipment)]
        bases = sorted({each.vehicle.base_site_id for each in self.candidates})
        self.sites = [*bases, *(visit.end.site_id for visit in self.visits)]
        self.first_visit = len(bases)
        starts = [bases.index(each.vehicle.base_site_id) for each in self.candidates]
        self.manager = pywrapcp.RoutingIndexManager(len(self.sites), len(self.candidates), starts, starts)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        self._add_hours()
        self._add_costs()
        self._add_rooms()
        self._add_pairs()
        self._add_one_way_per_vehicle()

    def _visits_of(self, shipment: Shipment) -> Iterator[Visit]:
        slots = max((len(each.settings) for each in self.candidates), default=0)
        for slot in range(slots):
            if any(each.carries(shipment, slot) for each in self.candidates):
                yield Visit(shipment, Act.pick_up, slot)
                yield Visit(shipment, Act.deliver, slot)

    def visit_at(self, node: int) -> Visit | None:
        """Return the visit of a node, or None for a base."""
        return self.visits[node - self.first_visit] if node >= self.first_visit else None

    # --- hours ------------------------------------------------------------------------------------------------

    def _add_hours(self) -> None:
        nodes = range(len(self.sites))
        work = self.routing.RegisterTransitMatrix([[self._minutes(a, b) for b in nodes] for a in nodes])
        self.routing.AddDimension(work, _HORIZON_MINUTES, _HORIZON_MINUTES, False, "time")  # noqa: FBT003 - C++ signature
        self.time = self.routing.GetDimensionOrDie("time")
        wheel = self.routing.RegisterTransitMatrix(
            [[self.problem.roads[a, b].driving_minutes for b in self.sites] for a in self.sites]
        )
        most_driving = [each.vehicle.most_driving_minutes for each in self.candidates]
        self.routing.AddDimensionWithVehicleCapacity(wheel, 0, most_driving, True, "driving")  # noqa: FBT003
        for number, candidate in enumerate(self.candidates):
            shift = candidate.vehicle.shift
            for end in (self.routing.Start(number), self.routing.End(number)):
                self.time.CumulVar(end).SetRange(shift.opens, shift.closes)
            self.time.SetSpanUpperBoundForVehicle(candidate.vehicle.most_work_minutes, number)
            self.routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(self.routing.End(number)))
        for node, visit in enumerate(self.visits, self.first_visit):
            window = visit.end.window
            self.time.CumulVar(self.manager.NodeToIndex(node)).SetRange(window.opens, window.closes)

    def _minutes(self, a: int, b: int) -> int:
        """Return the work at `a` and the road to `b`; a dock is set up once, counted when leaving it."""
        here, there = self.visit_at(a), self.visit_at(b)
        road = self.problem.roads[self.sites[a], self.sites[b]].minutes
        if here is None:
            return road
        same_dock = there is not None and _dock(here.end) == _dock(there.end)
        setup = 0 if same_dock else self.problem.sites[here.end.site_id].setup_minutes
        return here.end.handling_minutes + setup + road

    # --- costs ------------------------------------------------------------------------------------------------

    def _add_costs(self) -> None:
        evaluators: dict[int, int] = {}
        for number, candidate in enumerate(self.candidates):
            vehicle = candidate.vehicle
            if vehicle.cents_per_km not in evaluators:
                evaluators[vehicle.cents_per_km] = self.routing.RegisterTransitMatrix(
                    [[self._road_cost(a, b, vehicle.cents_per_km) for b in self.sites] for a in self.sites]
                )
            self.routing.SetArcCostEvaluatorOfVehicle(evaluators[vehicle.cents_per_km], number)
            self.routing.SetFixedCostOfVehicle(vehicle.fixed_cents * _UNITS_PER_CENT, number)
            self.time.SetSpanCostCoefficientForVehicle(vehicle.cents_per_hour * _UNITS_PER_CENT // 60, number)

    def _road_cost(self, a: int, b: int, cents_per_km: int) -> int:
        road = self.problem.roads[a, b]
        return road.metres * cents_per_km * _UNITS_PER_CENT // 1000 + road.ferry_cents * _UNITS_PER_CENT

    # --- room (R1, R2) ----------------------------------------------------------------------------------------

    def _add_rooms(self) -> None:
        slots = max((len(each.settings) for each in self.candidates), default=0)
        self._add_capacity("payload", None, [each.vehicle.payload_kg for each in self.candidates], pallets=False)
        for slot in range(slots):
            rooms = [
                each.vehicle.compartments[slot].room if slot < len(each.settings) else None for each in self.candidates
            ]
            self._add_capacity(f"kg {slot}", slot, [room.kg if room else 0 for room in rooms], pallets=False)
            pallets = [room.pallet_hundredths if room else 0 for room in rooms]
            self._add_capacity(f"pallets {slot}", slot, pallets, pallets=True)

    def _add_capacity(self, name: str, slot: int | None, capacities: list[int], *, pallets: bool) -> None:
        demands = [0] * len(self.sites)
        for node, visit in enumerate(self.visits, self.first_visit):
            if slot in (None, visit.slot):
                quantity = visit.shipment.load.quantity
                amount = quantity.pallet_hundredths if pallets else quantity.kg
                demands[node] = amount if visit.act is Act.pick_up else -amount
        load = self.routing.RegisterUnaryTransitVector(demands)
        self.routing.AddDimensionWithVehicleCapacity(load, 0, capacities, True, name)  # noqa: FBT003 - C++ signature

    # --- shipments --------------------------------------------------------------------------------------------

    def _add_pairs(self) -> None:
        nodes: dict[int, list[tuple[int, int]]] = {}
        for node in range(self.first_visit, len(self.sites), 2):
            pair = self.manager.NodeToIndex(node), self.manager.NodeToIndex(node + 1)
            visit = self.visits[node - self.first_visit]
            nodes.setdefault(visit.shipment.id, []).append(pair)
            self._add_pair(visit, pair)
        for shipment_id, pairs in nodes.items():
            penalty = self.problem.shipments[shipment_id].unserved_cents * _UNITS_PER_CENT
            self.routing.AddDisjunction([pick_up for pick_up, _ in pairs], penalty - penalty // 2)
            self.routing.AddDisjunction([delivery for _, delivery in pairs], penalty // 2)

    def _add_pair(self, visit: Visit, pair: tuple[int, int]) -> None:
        pick_up, delivery = pair
        self.routing.AddPickupAndDelivery(pick_up, delivery)
        self.solver.Add(self.routing.VehicleVar(pick_up) == self.routing.VehicleVar(delivery))
        able = [number for number, each in enumerate(self.candidates) if each.carries(visit.shipment, visit.slot)]
        for index in pair:
            self.routing.VehicleVar(index).SetValues([-1, *able])

    def _add_one_way_per_vehicle(self) -> None:
        same: dict[int, list[int]] = {}
        for number, candidate in enumerate(self.candidates):
            same.setdefault(candidate.vehicle.id, []).append(number)
        for numbers in same.values():
            if len(numbers) > 1:
                self.solver.Add(self.solver.Sum([self.routing.ActiveVehicleVar(number) for number in numbers]) <= 1)


def _dock(end: ShipmentEnd) -> tuple[int, object]:
    return end.site_id, end.window
