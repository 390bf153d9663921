"""What people do with a departure: give it a driver, mark it done, keep its vehicle free for it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.access.rights import Member, Right, require, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.fleet.store import lock_vehicle
from core.lines import departure_store, store
from core.lines.capacity import DepartureClosed
from core.lines.tables import Departure, DepartureState, Line
from core.lines.timetable import VehicleTaken
from core.shared import clock
from core.shared.errors import N_, NotAllowed, NotFound, Refusal, WrongInput

_DEPARTURE = N_("departure")


@dataclass(eq=False)
class DriverTaken(Refusal):
    """The driver is already on another run at that time."""

    driver: str
    line: str
    day: date
    sentence: ClassVar[str] = N_("%(driver)s already drives “%(line)s” on %(day)s at that time. Choose somebody else.")


@dataclass(eq=False)
class NotYetLeft(Refusal):
    """A departure that has not left cannot be done."""

    leaves_on: date
    sentence: ClassVar[str] = N_("This departure leaves on %(leaves_on)s: mark it done afterwards.")


def set_driver(session: WriteSession, member: Member, *, departure_id: int, person_id: int | None) -> None:
    """Give a departure its driver, or none.

    Raises:
        Refusal: not a coordinator, no such departure, it is over, not a driver, or on another run at that time.
    """
    by = require(member, Right.coordinator)
    driver = None if person_id is None else departure_store.lock_driver(session, person_id)
    if person_id is not None and driver is None:
        raise WrongInput(field=N_("Driver"), reason=N_("this person does not hold the right “driver”."))
    departure = _locked(session, departure_id)
    if departure.state != DepartureState.planned:
        raise DepartureClosed(line=_line_name(session, departure))
    if person_id is not None:
        busy = departure_store.spans_of_driver(
            session, person_id, departure.starts_at, departure.ends_at, but=[departure_id]
        )
        if busy:
            raise DriverTaken(driver=driver or "", line=busy[0].line, day=clock.local(busy[0].starts_at).date())
    departure.driver_id = person_id
    departure.version += 1
    session.flush()
    record(session, by, "set the driver", "departure", departure_id, driver_id=person_id)


def mark_done(session: WriteSession, member: Member, departure_id: int) -> None:
    """Say that a departure has run; saying it again changes nothing.

    Its driver, a coordinator or the treasurer may.

    Raises:
        Refusal: not allowed, no such departure, it has not left yet, or was cancelled.
    """
    by = require_signed_in(member)
    departure = _locked(session, departure_id)
    if departure.driver_id != by and not member.has(Right.treasurer) and not member.has(Right.coordinator):
        raise NotAllowed(needed=Right.coordinator.value)
    if departure.state == DepartureState.done:
        return
    if departure.state == DepartureState.cancelled:
        raise DepartureClosed(line=_line_name(session, departure))
    if departure.starts_at > clock.now():
        raise NotYetLeft(leaves_on=departure.service_date)
    departure.state = DepartureState.done
    departure.version += 1
    session.flush()
    record(session, by, "marked done", "departure", departure_id)


def keep_vehicle_free(session: WriteSession, departure: Departure) -> None:
    """Check that the vehicle of a departure is nowhere else meanwhile, under the vehicle's lock.

    Raises:
        VehicleTaken: it is on another run.
    """
    vehicle = lock_vehicle(session, departure.vehicle_id)
    but = [] if departure.id is None else [departure.id]
    busy = departure_store.spans_of_vehicle(
        session, departure.vehicle_id, departure.starts_at, departure.ends_at, but=but
    )
    if busy:
        raise VehicleTaken(day=departure.service_date, vehicle=vehicle.name, line=busy[0].line)


def _locked(session: WriteSession, departure_id: int) -> Departure:
    departure = store.lock_departures(session, [departure_id]).get(departure_id)
    if departure is None:
        raise NotFound(what=_DEPARTURE)
    return departure


def _line_name(session: WriteSession, departure: Departure) -> str:
    line = session.get(Line, departure.line_id)
    return line.name if line is not None else ""
