"""A day's transport question as plain values: which loads, from where to where, and which vehicles may carry them.

Times are whole minutes after local midnight of the service day. A problem is complete: with it alone a solver can
propose, the checker can judge, and a test can build any situation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.routes.distances import RoadEstimate, road
from core.shared.money import rounded
from core.shared.places import Point
from core.shared.quantities import Load, Quantity, TemperatureClass, may_ride

HEAVY_FROM_GVWR_KG = 4500
MOST_DRIVING_MINUTES = 13 * 60
MOST_WORK_MINUTES = 14 * 60
UNSERVED_CENTS = 500_000


@dataclass(frozen=True, slots=True)
class Window:
    """The minutes of the day between which something may begin, both included."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class TourSite:
    """A place as the route problem sees it; `setup_minutes` are spent once at each stop."""

    id: int
    name: str
    point: Point
    partner_id: int
    setup_minutes: int


@dataclass(frozen=True, slots=True)
class ShipmentEnd:
    """Where and when a shipment is picked up or delivered, and the minutes its handling takes."""

    site_id: int
    window: Window
    handling_minutes: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """A reservation as the route problem sees it (same id); leaving it out costs `unserved_cents` in the search."""

    id: int
    partner_id: int
    load: Load
    pick_up: ShipmentEnd
    delivery: ShipmentEnd
    unserved_cents: int = UNSERVED_CENTS


@dataclass(frozen=True, slots=True)
class TourCompartment:
    """A part of a vehicle, its room, and the temperatures a tour may set it to (one word: it is fixed)."""

    id: int
    name: str
    room: Quantity
    temperatures: frozenset[TemperatureClass]

    def may_carry(self, load: Load) -> bool:
        """Say whether some setting of this compartment keeps the load, and whether it is large enough."""
        keeps = any(may_ride(load.temperature, kept_at=setting) for setting in self.temperatures)
        return keeps and load.quantity.fits_in(self.room)


@dataclass(frozen=True, slots=True)
class TourVehicle:
    """A vehicle with its driver for the day: where it is based, what it carries, when it may work, what it costs.

    The tour starts at `usual_start` (a minute of the day) rather than earlier, unless an hour to keep asks for it.
    """

    id: int
    name: str
    base_site_id: int
    compartments: tuple[TourCompartment, ...]
    payload_kg: int
    gvwr_kg: int
    shift: Window
    fixed_cents: int
    cents_per_km: int
    cents_per_hour: int
    litres_per_100_km: float = 25.4
    is_refrigerated: bool = True
    usual_start: int = 0

    @property
    def is_heavy(self) -> bool:
        """Say whether the heavy-vehicle driving and work hours apply."""
        return self.gvwr_kg >= HEAVY_FROM_GVWR_KG

    @property
    def most_work_minutes(self) -> int:
        """Return the longest tour allowed, from leaving the base to coming back."""
        span = self.shift.closes - self.shift.opens
        return min(span, MOST_WORK_MINUTES) if self.is_heavy else span

    @property
    def most_driving_minutes(self) -> int:
        """Return the most minutes at the wheel allowed in a tour."""
        return MOST_DRIVING_MINUTES if self.is_heavy else self.most_work_minutes

    def cost_cents(self, *, metres: int, minutes: int, ferry_cents: int) -> int:
        """Return the cost of a tour of this length: fixed, per km, per hour, and the ferries."""
        by_road = rounded(metres * self.cents_per_km, 1000)
        return self.fixed_cents + by_road + rounded(minutes * self.cents_per_hour, 60) + ferry_cents


@dataclass(frozen=True, slots=True)
class TourProblem:
    """Everything a day's tours depend on, by id; `roads` holds an estimate for each ordered pair of sites."""

    service_date: date
    sites: Mapping[int, TourSite]
    shipments: Mapping[int, Shipment]
    vehicles: Mapping[int, TourVehicle]
    roads: Mapping[tuple[int, int], RoadEstimate]

    def with_only(self, shipments: Iterable[Shipment], vehicles: Iterable[TourVehicle] | None = None) -> "TourProblem":
        """Return the same day with other loads and, when given, other vehicles, on the same sites and roads."""
        return TourProblem(
            service_date=self.service_date,
            sites=self.sites,
            shipments={each.id: each for each in shipments},
            vehicles=self.vehicles if vehicles is None else {each.id: each for each in vehicles},
            roads=self.roads,
        )


def tour_problem(
    service_date: date,
    *,
    sites: Iterable[TourSite],
    shipments: Iterable[Shipment],
    vehicles: Iterable[TourVehicle],
) -> TourProblem:
    """Put a problem together: keep the sites it needs and estimate the roads between them for that month."""
    loads = {each.id: each for each in sorted(shipments, key=lambda each: each.id)}
    trucks = {each.id: each for each in sorted(vehicles, key=lambda each: each.id)}
    needed = {each.base_site_id for each in trucks.values()}
    needed |= {end.site_id for each in loads.values() for end in (each.pick_up, each.delivery)}
    places = {each.id: each for each in sites if each.id in needed}
    return TourProblem(service_date, places, loads, trucks, _roads_between(places, service_date.month))


def _roads_between(places: Mapping[int, TourSite], month: int) -> dict[tuple[int, int], RoadEstimate]:
    return {(a, b): road(places[a].point, places[b].point, month) for a in places for b in places}
