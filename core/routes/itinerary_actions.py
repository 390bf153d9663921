"""Putting an accepted plan in place: itineraries of departures, places of loads, notices."""

from datetime import date

from core.database.doors import WriteSession
from core.lines.capacity import Ride
from core.lines.store import replace_itinerary, rooms_on_legs
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations.actions import place_on_tour, unplace_from_tour
from core.reservations.requests import number
from core.reservations.states import ReservationState
from core.routes import store
from core.routes.day_views import DayBoard
from core.routes.plan import Plan, Tour
from core.routes.problem import TourVehicle
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass


def put_in_place(
    session: WriteSession, board: DayBoard, departures: dict[int, Departure], plan: Plan, plan_id: int
) -> None:
    """Rewrite the day's departures and place its loads, under the departures' locks.

    Raises:
        RuntimeError: something rides on the departures that the plan does not know of; nothing is kept.
    """
    free = [each for each in board.vehicles if not each.has_left]
    tours = {tour.vehicle_id: tour for tour in plan.tours}
    for load in board.loads:
        if load.state is ReservationState.confirmed:
            unplace_from_tour(session, reservation_id=load.reservation_id)
    if store.used_kg(session, [each.departure_id for each in free]):
        raise RuntimeError(f"loads unknown to the plan ride on the tours of {board.service_date}: nothing was changed")
    for each in free:
        _rewrite(session, board, departures[each.departure_id], each.vehicle, tours.get(each.vehicle.id))
        departures[each.departure_id].tour_plan_id = plan_id if each.vehicle.id in tours else None
    session.flush()
    for each in free:
        if each.vehicle.id in tours:
            _place_loads(session, each.departure_id, tours[each.vehicle.id])
    _tell_left_out(session, board, plan)


def _rewrite(
    session: WriteSession, board: DayBoard, departure: Departure, vehicle: TourVehicle, tour: Tour | None
) -> None:
    if tour is not None:
        _give_itinerary(session, board.service_date, departure, vehicle, tour)
    elif departure.tour_plan_id is not None:
        _stay_at_base(session, departure, vehicle)
    departure.version += 1


def _give_itinerary(session: WriteSession, day: date, departure: Departure, vehicle: TourVehicle, tour: Tour) -> None:
    """Write the stops, legs and room counters of a tour in the place of the departure's."""
    departure_id = departure.id or 0
    departure.starts_at = clock.at_local(day, tour.stops[0].arrives)
    departure.ends_at = clock.at_local(day, tour.stops[-1].leaves)
    stops = [
        DepartureStop(
            departure_id=departure_id,
            position=position,
            site_id=stop.site_id,
            arrives_at=clock.at_local(day, stop.arrives),
            leaves_at=clock.at_local(day, stop.leaves),
        )
        for position, stop in enumerate(tour.stops)
    ]
    legs = [
        Leg(
            departure_id=departure_id,
            position=position,
            metres=leg.road.metres,
            ferry=leg.road.ferry[:80],
            payload_kg=vehicle.payload_kg,
        )
        for position, leg in enumerate(tour.legs)
    ]
    replace_itinerary(session, departure_id, stops, legs, _counters(departure_id, vehicle, tour.settings, len(legs)))


def _counters(
    departure_id: int, vehicle: TourVehicle, settings: tuple[tuple[int, TemperatureClass], ...], legs: int
) -> list[LegRoom]:
    rooms: dict[int, Quantity] = {each.id: each.room for each in vehicle.compartments}
    return [
        LegRoom(
            departure_id=departure_id,
            position=position,
            compartment_id=compartment_id,
            temperature=setting,
            capacity_kg=rooms[compartment_id].kg,
            capacity_pallet_hundredths=rooms[compartment_id].pallet_hundredths,
        )
        for position in range(legs)
        for compartment_id, setting in settings
    ]


def _stay_at_base(session: WriteSession, departure: Departure, vehicle: TourVehicle) -> None:
    """Take away the stops of a tour that an earlier plan gave to a vehicle the new plan leaves idle."""
    departure_id = departure.id or 0
    ends = (departure.starts_at, departure.ends_at)
    first_leg = [room for room in rooms_on_legs(session, [departure_id]).get(departure_id, []) if not room.position]
    settings = tuple((room.compartment_id, room.temperature) for room in first_leg)
    stops = [
        DepartureStop(
            departure_id=departure_id,
            position=position,
            site_id=vehicle.base_site_id,
            arrives_at=moment,
            leaves_at=moment,
        )
        for position, moment in enumerate(ends)
    ]
    leg = Leg(departure_id=departure_id, position=0, metres=0, payload_kg=vehicle.payload_kg)
    replace_itinerary(session, departure_id, stops, [leg], _counters(departure_id, vehicle, settings, 1))


def _place_loads(session: WriteSession, departure_id: int, tour: Tour) -> None:
    compartment = dict(tour.places)
    boards = {each: position for position, stop in enumerate(tour.stops) for each in stop.pick_ups}
    leaves = {each: position for position, stop in enumerate(tour.stops) for each in stop.deliveries}
    for shipment_id in sorted(boards):
        ride = Ride(departure_id, compartment[shipment_id], boards[shipment_id], leaves[shipment_id])
        place_on_tour(session, reservation_id=shipment_id, ride=ride)


def _tell_left_out(session: WriteSession, board: DayBoard, plan: Plan) -> None:
    loads = {each.reservation_id: each for each in board.loads}
    for each in plan.unserved:
        load = loads[each.shipment_id]
        tell(
            session,
            partner_id=load.partner_id,
            kind=NoticeKind.left_out_of_tour,
            reservation_id=load.reservation_id,
            number=number(load.reservation_id),
            day=board.service_date.isoformat(),
            kg=load.quantity.kg,
            from_place=board.places.sites[load.from_site_id].name,
            to_place=board.places.sites[load.to_site_id].name,
        )
