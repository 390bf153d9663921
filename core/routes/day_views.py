"""A day's question as the data hold it: its loads, its vehicles and, from them, the route problem."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.database.doors import ReadSession
from core.fleet.tables import Compartment
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.scheduling_actions import payload_kg
from core.partners.tables import Site
from core.reservations.states import ReservationState
from core.reservations.views import RequestRow, requests_for_day
from core.routes import store
from core.routes.plan_document import Document, load_document
from core.routes.problem import (
    Shipment,
    ShipmentEnd,
    TourCompartment,
    TourProblem,
    TourSite,
    TourVehicle,
    Window,
    tour_problem,
)
from core.routes.shifts import longest_free
from core.routes.store import Places, Run
from core.shared import clock
from core.shared.places import Point
from core.shared.quantities import Load, Quantity, TemperatureClass

LOOK_AHEAD_DAYS = 120
_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DayVehicle:
    """A vehicle that may drive a tour that day, and the departure that its tour becomes.

    `has_left` tells that its departure is under way or done: its tour stays as it is.
    """

    vehicle: TourVehicle
    departure_id: int
    line_name: str
    starts_at: datetime
    closes_at: datetime
    has_left: bool


@dataclass(frozen=True, slots=True)
class DayBoard:
    """Everything the tours of one day depend on."""

    service_date: date
    loads: tuple[RequestRow, ...]
    vehicles: tuple[DayVehicle, ...]
    places: Places

    def load_documents(self) -> list[Document]:
        """Return what a plan counts on for each load, as they are now."""
        return [load_document(_shipment(each, self.places.sites)) for each in self.loads]

    def problem(self, vehicle_ids: Collection[int]) -> TourProblem:
        """Return the route problem of the day with these vehicles."""
        return tour_problem(
            self.service_date,
            sites=[_tour_site(each) for each in self.places.sites.values()],
            shipments=[_shipment(each, self.places.sites) for each in self.loads],
            vehicles=[each.vehicle for each in self.vehicles if each.vehicle.id in vehicle_ids],
        )


def tour_days(session: ReadSession) -> dict[date, int]:
    """Return the coming days whose flexible departures have loads, with how many, and those with an accepted plan.

    In order; 0 for a plan that has no load left (one query).
    """
    today = clock.today()
    return store.loads_by_day(session, today, today + timedelta(days=LOOK_AHEAD_DAYS))


def day_board(session: ReadSession, service_date: date) -> DayBoard:
    """Return a day's loads, those already on the road left out, and its vehicles (four queries)."""
    runs = store.runs_around(session, service_date)
    flexible = _first_of_each_vehicle(run for run in runs if _is_tour(run, service_date))
    gone = {run.departure.id for run in runs if run.departure.starts_at <= clock.now()}
    boxes: dict[int, list[Compartment]] = {}
    for each in store.compartments(session, sorted(flexible)):
        boxes.setdefault(each.vehicle_id, []).append(each)
    return DayBoard(
        service_date=service_date,
        loads=tuple(each for each in requests_for_day(session, service_date) if not _is_aboard(each, gone)),
        vehicles=tuple(_day_vehicle(run, boxes, runs, service_date) for run in flexible.values()),
        places=store.places(session),
    )


def _is_tour(run: Run, day: date) -> bool:
    departure = run.departure
    is_of_day = departure.service_date == day and departure.kind is DepartureKind.flexible
    return is_of_day and departure.state is DepartureState.planned


def _is_aboard(load: RequestRow, gone: set[int | None]) -> bool:
    return load.state is ReservationState.confirmed and load.departure_id in gone


def _first_of_each_vehicle(runs: Iterable[Run]) -> dict[int, Run]:
    found: dict[int, Run] = {}
    for run in runs:
        found.setdefault(run.departure.vehicle_id, run)
    return found


def _day_vehicle(run: Run, boxes: dict[int, list[Compartment]], runs: list[Run], day: date) -> DayVehicle:
    departure = run.departure
    elsewhere = [
        (_minute(each.departure.starts_at, day), _minute(each.departure.ends_at, day))
        for each in runs
        if each.vehicle.id == run.vehicle.id and not _is_tour(each, day)
    ]
    elsewhere.append((-_A_DAY, _minute(clock.now(), day)))  # what is past is past
    return DayVehicle(
        vehicle=_tour_vehicle(run, boxes.get(departure.vehicle_id, []), elsewhere),
        departure_id=departure.id or 0,
        line_name=run.line.name,
        starts_at=departure.starts_at,
        closes_at=departure.closes_at,
        has_left=departure.starts_at <= clock.now(),
    )


def _minute(moment: datetime, day: date) -> int:
    """Return a moment as minutes of the wall clock since midnight of `day` (before it: negative)."""
    wall = clock.local(moment)
    return (wall.date() - day).days * _A_DAY + wall.hour * 60 + wall.minute


def _tour_vehicle(run: Run, boxes: list[Compartment], elsewhere: list[tuple[int, int]]) -> TourVehicle:
    """Return a vehicle as it may be loaded that day: the thaw cuts what a heavy one carries."""
    vehicle = run.vehicle
    return TourVehicle(
        id=vehicle.id or 0,
        name=vehicle.name,
        base_site_id=vehicle.base_site_id,
        compartments=tuple(_tour_compartment(each) for each in boxes),
        payload_kg=payload_kg(vehicle, run.keeps_percent),
        gvwr_kg=vehicle.gvwr_kg,
        shift=longest_free(Window(vehicle.shift_starts_minute, vehicle.shift_ends_minute), elsewhere),
        fixed_cents=vehicle.fixed_cents,
        cents_per_km=vehicle.cents_per_km,
        cents_per_hour=vehicle.cents_per_hour,
        litres_per_100_km=vehicle.litres_per_100_km,
        is_refrigerated=vehicle.is_refrigerated,
        usual_start=run.line.starts_minute,
    )


def _tour_compartment(box: Compartment) -> TourCompartment:
    settings = frozenset(TemperatureClass(word) for word in box.temperatures.split(",") if word)
    return TourCompartment(box.id or 0, box.name, Quantity(box.kg, box.pallet_hundredths), settings)


def _tour_site(site: Site) -> TourSite:
    point = Point(site.latitude, site.longitude)
    return TourSite(site.id or 0, site.name, point, site.partner_id, site.setup_minutes)


def _shipment(request: RequestRow, sites: dict[int, Site]) -> Shipment:
    return Shipment(
        id=request.reservation_id,
        partner_id=request.partner_id,
        load=Load(request.quantity, request.temperature),
        pick_up=_end(sites[request.from_site_id], request.quantity),
        delivery=_end(sites[request.to_site_id], request.quantity),
    )


def _end(site: Site, quantity: Quantity) -> ShipmentEnd:
    """Return one end of a load: the dock's hours, and at least a minute of handling, by pallets begun."""
    handling = -(-quantity.pallet_hundredths * site.minutes_per_pallet // 100)
    return ShipmentEnd(site.id or 0, Window(site.opens_minute, site.closes_minute), max(1, handling))
