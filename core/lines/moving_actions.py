"""Moving a departure to another day, hour, vehicle or driver: everything is checked under the locks, then written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.fleet.store import compartments_of, lock_vehicles
from core.fleet.tables import Vehicle
from core.lines import closures_store, departure_store, line_store, pattern_store, room_store, store
from core.lines.capacity import DepartureClosed
from core.lines.closures import Closures
from core.lines.driver_actions import require_driver_free
from core.lines.kinds import DateChangeKind, DepartureState
from core.lines.moving_refusals import (
    BookedMoreThanFits,
    ClosedThen,
    LineRunsThatDay,
    NotAvailableThen,
    NothingKeepsThat,
    OutOfSeason,
    TourIsPlanned,
    VehicleAtRest,
)
from core.lines.room_actions import overflow_of, truck_on
from core.lines.service_days import LineTimes, SkippedDate
from core.lines.tables import Departure, DepartureStop, Line, LineException
from core.lines.timetable import VehicleTaken
from core.lines.truck_room import Overflow, Placing, Truck, placing
from core.shared import clock, plausible
from core.shared.errors import N_, InThePast, NotFound, StaleForm, WrongInput
from core.shared.quantities import Quantity

_DEPARTURE = N_("departure")
_FARTHEST = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Moved:
    """A departure moved: its new version, whether its hours and day changed, whether it has more room than before."""

    departure_id: int
    version: int
    has_new_hours: bool
    has_new_day: bool
    has_more_room: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where a departure is to go."""

    line: Line
    vehicle: Vehicle
    driver_id: int | None
    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        return clock.local(self.starts_at).date()

    @property
    def last_day(self) -> date:
        return clock.local(self.ends_at).date()


def move_departure(
    session: WriteSession,
    member: Member,
    *,
    departure_id: int,
    starts_at: datetime,
    vehicle_id: int | None = None,
    driver_id: int | None = None,
    version: int | None,
    reason: str = "",
) -> Moved:
    """Let a departure leave at another moment, with another vehicle or driver (None: those it has).

    Its stops move with it, its reservations stay on it, and the decision is kept as an exception of the line, so that
    generating again neither undoes it nor makes the old date anew. `core.reservations.actions.move_departure` does
    this too, tells the partners and promotes who waits: it is the one that pages call.

    Raises:
        Refusal: not a coordinator, no such departure, changed meanwhile, gone, past; a day that is closed, out of
            season or taken; a vehicle or driver away, elsewhere or out of service; more booked than fits (R1, R2).
    """
    by = require(member, Right.coordinator)
    reason = plausible.text(N_("Reason"), reason, longest=200, may_be_blank=True)
    line, departure = _locked(session, departure_id, version)
    starts_at = _moment(starts_at)
    vehicles = lock_vehicles(session, {departure.vehicle_id, vehicle_id or departure.vehicle_id})
    if vehicle_id is not None and vehicle_id not in vehicles:
        raise NotFound(what=N_("vehicle"))
    wanted = _Wanted(
        line=line,
        vehicle=vehicles[vehicle_id or departure.vehicle_id],
        driver_id=departure.driver_id if driver_id is None else driver_id,
        starts_at=starts_at,
        ends_at=starts_at + (departure.ends_at - departure.starts_at),
    )
    first = min(wanted.day, departure.service_date)
    closures = closures_store.closures_between(session, first, max(wanted.last_day, departure.service_date))
    times = pattern_store.times_of(session, line, closures)
    _require_day(session, departure, wanted, closures, times)
    _require_vehicle(session, departure, wanted, closures)
    if wanted.driver_id is not None:
        require_driver_free(session, departure, wanted.driver_id, wanted.starts_at, wanted.ends_at)
    load = partial(_load, session, departure, wanted, closures)
    was = (departure.vehicle_id, departure.service_date, clock.local(departure.ends_at).date())
    has_more_room = load() if (wanted.vehicle.id, wanted.day, wanted.last_day) != was else False
    moved = _write(session, departure, wanted, times, reason, has_more_room=has_more_room)
    record(
        session,
        by,
        "moved the departure",
        "departure",
        departure_id,
        starts_at=starts_at.isoformat(),
        vehicle_id=wanted.vehicle.id,
        driver_id=wanted.driver_id,
    )
    return moved


def _locked(session: WriteSession, departure_id: int, version: int | None) -> tuple[Line, Departure]:
    """Lock the line, then the departure, as generating does."""
    there = session.get(Departure, departure_id)
    if there is None:
        raise NotFound(what=_DEPARTURE)
    line = line_store.lock_line(session, there.line_id)
    departure = store.lock_departures(session, [departure_id])[departure_id]
    if version is not None and version != departure.version:
        raise StaleForm(what=_DEPARTURE)
    if departure.state != DepartureState.planned or departure.starts_at <= clock.now():
        raise DepartureClosed(line=line.name)
    if departure.tour_plan_id is not None:
        raise TourIsPlanned(line=line.name, day=departure.service_date)
    return line, departure


def _moment(starts_at: datetime) -> datetime:
    if starts_at.tzinfo is None:
        raise ValueError("a departure moves to a moment with a time zone")
    starts_at = starts_at.replace(second=0, microsecond=0)
    if starts_at <= clock.now():
        raise InThePast(day=clock.local(starts_at).date())
    if starts_at > clock.now() + _FARTHEST:
        raise WrongInput(field=N_("Day"), reason=N_("choose a day from today on, within two years."))
    return starts_at


def _require_day(
    session: WriteSession, departure: Departure, wanted: _Wanted, closures: Closures, times: LineTimes
) -> None:
    """Check that the line may run on the day wanted; the day it already has was decided before."""
    day = wanted.day
    if day == departure.service_date:
        return
    if not times.in_season(day):
        raise OutOfSeason(line=wanted.line.name, day=day)
    if departure_store.days_with_departure(session, departure.line_id, day, day):
        raise LineRunsThatDay(line=wanted.line.name, day=day)
    closed = closures.line_closed(day, departure.line_id)
    _, decided = times.days(day, day)
    if day in decided and isinstance(decided[day].reason, SkippedDate):
        closed = closed or decided[day].reason
    if closed is not None:
        raise ClosedThen(why=closed)


def _require_vehicle(session: WriteSession, departure: Departure, wanted: _Wanted, closures: Closures) -> None:
    vehicle = wanted.vehicle
    vehicle_id = vehicle.id or 0
    if not vehicle.is_active and vehicle_id != departure.vehicle_id:
        raise VehicleAtRest(vehicle=vehicle.name)
    away = closures.vehicle_away(vehicle_id, wanted.day, wanted.last_day)
    if away is not None:
        raise NotAvailableThen(why=away)
    busy = departure_store.spans_of_vehicle(
        session, vehicle_id, wanted.starts_at, wanted.ends_at, but=[departure.id or 0]
    )
    if busy:
        raise VehicleTaken(day=wanted.day, vehicle=vehicle.name, line=busy[0].line)


def _load(session: WriteSession, departure: Departure, wanted: _Wanted, closures: Closures) -> bool:
    """Put what is booked in the vehicle as it may be loaded that day; return whether there is more room than before.

    Raises:
        BookedMoreThanFits, NothingKeepsThat: the vehicle cannot take it.
    """
    departure_id = departure.id or 0
    boxes = compartments_of(session, wanted.vehicle.id or 0)
    truck = truck_on(wanted.vehicle, boxes, closures, wanted.day, wanted.last_day)
    rooms = room_store.used_on_legs(session, [departure_id]).get(departure_id, [])
    before = room_store.payloads(session, [departure_id]).get(departure_id, 0)
    over = overflow_of(truck, rooms)
    if over is not None:
        raise _too_much(wanted, over)
    if wanted.vehicle.id != departure.vehicle_id:
        _change_truck(session, departure_id, wanted, truck)
    else:
        for box in truck.boxes:
            room_store.set_room(session, [departure_id], box.compartment_id, box.room)
    room_store.set_payload(session, [departure_id], truck.payload_kg)
    room_store.hold_cuts(session, [], [departure_id], since=clock.now())
    most_before = max((each.capacity.kg for each in rooms), default=0)
    return truck.payload_kg > before or max((each.room.kg for each in truck.boxes), default=0) > most_before


def _change_truck(session: WriteSession, departure_id: int, wanted: _Wanted, truck: Truck) -> None:
    rooms = room_store.used_on_legs(session, [departure_id]).get(departure_id, [])
    placed = placing(truck, rooms)
    if isinstance(placed, Overflow):
        raise _too_much(wanted, placed)
    if not isinstance(placed, Placing):
        raise NothingKeepsThat(vehicle=truck.name, temperature=placed)
    room_of: dict[int, Quantity] = {each.compartment_id: each.room for each in truck.boxes}
    room_store.replace_rooms(session, departure_id, rooms, placed.goes_to, placed.kept_at, room_of)


def _too_much(wanted: _Wanted, over: Overflow) -> BookedMoreThanFits:
    return BookedMoreThanFits(
        vehicle=wanted.vehicle.name, line=wanted.line.name, day=wanted.day, booked=over.booked, room=over.room
    )


def _write(
    session: WriteSession, departure: Departure, wanted: _Wanted, times: LineTimes, reason: str, *, has_more_room: bool
) -> Moved:
    later = wanted.starts_at - departure.starts_at
    _decide(session, departure, wanted, times, reason)
    if later:
        for stop in departure_store.stop_rows(session, departure.id or 0):
            _shift(stop, later)
    has_new_day = departure.service_date != wanted.day
    departure.service_date = wanted.day
    departure.starts_at, departure.ends_at = wanted.starts_at, wanted.ends_at
    departure.closes_at = departure.closes_at + later
    departure.vehicle_id, departure.driver_id = wanted.vehicle.id or 0, wanted.driver_id
    departure.version += 1
    session.flush()
    return Moved(departure.id or 0, departure.version, bool(later), has_new_day, has_more_room)


def _shift(stop: DepartureStop, later: timedelta) -> None:
    stop.arrives_at, stop.leaves_at = stop.arrives_at + later, stop.leaves_at + later


def _decide(session: WriteSession, departure: Departure, wanted: _Wanted, times: LineTimes, reason: str) -> None:
    """Keep the decision for this date of the line, or forget it when the departure is back where its rule puts it."""
    was = closures_store.change_to(session, departure.line_id, departure.service_date)
    taken = closures_store.change_on(session, departure.line_id, wanted.day)
    if was is not None and was.kind is DateChangeKind.added and taken in (None, was):
        was.day, was.starts_minute = wanted.day, _minute(wanted.starts_at)
        was.reason = reason or was.reason
        session.flush()
        return
    day = was.day if was is not None else departure.service_date
    usual = (day, times.in_force(day).starts_minute, wanted.line.vehicle_id)
    decided = was or closures_store.change_on(session, departure.line_id, day)
    if (wanted.day, _minute(wanted.starts_at), wanted.vehicle.id) == usual and times.in_force(day).days(day, day):
        if decided is not None:
            closures_store.take_away(session, decided)
        return
    decided = decided or LineException(line_id=departure.line_id, day=day, kind=DateChangeKind.moved, reason="")
    decided.kind, decided.to_day, decided.starts_minute = DateChangeKind.moved, wanted.day, _minute(wanted.starts_at)
    decided.reason = reason or decided.reason
    closures_store.put(session, decided)


def _minute(moment: datetime) -> int:
    wall = clock.local(moment)
    return wall.hour * 60 + wall.minute
