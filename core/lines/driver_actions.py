"""Who drives a departure: somebody who may, who is there that day, and who is on no other run meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines import closures_store, departure_store, store
from core.lines.capacity import DepartureClosed
from core.lines.moving_refusals import DriverNotThere
from core.lines.tables import Departure, DepartureState, Line
from core.shared import clock
from core.shared.errors import N_, NotFound, Refusal, StaleForm, WrongInput

_DEPARTURE = N_("departure")


@dataclass(eq=False)
class DriverTaken(Refusal):
    """The driver is already on another run at that time."""

    driver: str
    line: str
    day: date
    sentence: ClassVar[str] = N_("%(driver)s already drives “%(line)s” on %(day)s at that time. Choose somebody else.")


def assign_driver(
    session: WriteSession, member: Member, *, departure_id: int, driver_id: int | None, version: int | None = None
) -> None:
    """Give a departure its driver, or none.

    Raises:
        Refusal: not a coordinator, no such departure, changed meanwhile, it is over, not a driver, away that day, or
            on another run at that time.
    """
    by = require(member, Right.coordinator)
    departure = store.lock_departures(session, [departure_id]).get(departure_id)
    if departure is None:
        raise NotFound(what=_DEPARTURE)
    if version is not None and version != departure.version:
        raise StaleForm(what=_DEPARTURE)
    if departure.state != DepartureState.planned:
        line = session.get(Line, departure.line_id)
        raise DepartureClosed(line=line.name if line is not None else "")
    if driver_id is not None:
        require_driver_free(session, departure, driver_id, departure.starts_at, departure.ends_at)
    departure.driver_id = driver_id
    departure.version += 1
    session.flush()
    record(session, by, "set the driver", "departure", departure_id, driver_id=driver_id)


def require_driver_free(
    session: WriteSession, departure: Departure, person_id: int, starts_at: datetime, ends_at: datetime
) -> None:
    """Lock a driver and check that they may drive a departure between two moments.

    Raises:
        WrongInput: they do not hold the right to drive.
        DriverNotThere, DriverTaken: they are away, or on another run.
    """
    name = departure_store.lock_driver(session, person_id)
    if name is None:
        raise WrongInput(field=N_("Driver"), reason=N_("this person does not hold the right “driver”."))
    first, last = clock.local(starts_at).date(), clock.local(ends_at).date()
    absent = closures_store.closures_between(session, first, last).driver_absent(person_id, first, last)
    if absent is not None:
        raise DriverNotThere(driver=name, day=max(first, absent.first_day))
    busy = departure_store.spans_of_driver(session, person_id, starts_at, ends_at, but=[departure.id or 0])
    if busy:
        raise DriverTaken(driver=name, line=busy[0].line, day=clock.local(busy[0].starts_at).date())
