"""A proposal for the day: tours with their stops, times and loads, and the loads left out, each with a reason."""

from dataclasses import dataclass
from enum import StrEnum

from core.routes.distances import RoadEstimate
from core.routes.problem import TourVehicle
from core.routes.reasons import Reason
from core.shared.quantities import NOTHING, Quantity, TemperatureClass


class Act(StrEnum):
    """What is done with a shipment at a stop."""

    pick_up = "pick_up"
    deliver = "deliver"


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to do on a tour: pick up or deliver one shipment."""

    act: Act
    shipment_id: int


@dataclass(frozen=True, slots=True)
class Route:
    """What a vehicle does, in order, before times are worked out.

    `settings` gives the temperature of each compartment used; `places` the compartment of each shipment.
    """

    vehicle_id: int
    calls: tuple[Call, ...]
    settings: tuple[tuple[int, TemperatureClass], ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TourStop:
    """One stop: when the vehicle arrives, when work begins (later if it waits), when it leaves, what it handles."""

    site_id: int
    arrives: int
    begins: int
    leaves: int
    deliveries: tuple[int, ...] = ()
    pick_ups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TourLeg:
    """From one stop to the next: the road, and what each compartment (by id) holds on it."""

    road: RoadEstimate
    loads: tuple[tuple[int, Quantity], ...]

    @property
    def total(self) -> Quantity:
        """Return what the vehicle holds on this leg, all compartments together."""
        return sum((quantity for _, quantity in self.loads), NOTHING)


@dataclass(frozen=True, slots=True)
class Tour:
    """One vehicle's day: one more stop than legs, first and last at its base."""

    vehicle_id: int
    settings: tuple[tuple[int, TemperatureClass], ...]
    places: tuple[tuple[int, int], ...]
    stops: tuple[TourStop, ...]
    legs: tuple[TourLeg, ...]

    @property
    def shipment_ids(self) -> tuple[int, ...]:
        """Return the shipments carried, in order of pick-up."""
        return tuple(each for stop in self.stops for each in stop.pick_ups)

    @property
    def metres(self) -> int:
        """Return the metres driven."""
        return sum(leg.road.metres for leg in self.legs)

    @property
    def minutes(self) -> int:
        """Return the minutes from the first stop's arrival to the last one's departure."""
        return self.stops[-1].leaves - self.stops[0].arrives

    @property
    def driving_minutes(self) -> int:
        """Return the minutes at the wheel, ferries not counted."""
        return sum(leg.road.driving_minutes for leg in self.legs)

    @property
    def ferry_cents(self) -> int:
        """Return the fares of the ferries taken."""
        return sum(leg.road.ferry_cents for leg in self.legs)

    def cost_cents(self, vehicle: TourVehicle) -> int:
        """Return what this tour costs with that vehicle."""
        return vehicle.cost_cents(metres=self.metres, minutes=self.minutes, ferry_cents=self.ferry_cents)


@dataclass(frozen=True, slots=True)
class Unserved:
    """A shipment that no tour carries, and why."""

    shipment_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal for the day."""

    tours: tuple[Tour, ...]
    unserved: tuple[Unserved, ...] = ()

    @property
    def served_ids(self) -> frozenset[int]:
        """Return the shipments that some tour carries."""
        return frozenset(each for tour in self.tours for each in tour.shipment_ids)
