"""What people do with a departure: give it a driver, move it, mark it done."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.access.rights import Member, Right, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines import store
from core.lines.capacity import DepartureClosed
from core.lines.driver_actions import DriverTaken, assign_driver
from core.lines.moving_actions import Moved, move_departure
from core.lines.tables import Departure, DepartureState, Line
from core.shared import clock
from core.shared.errors import N_, NotAllowed, NotFound, Refusal

__all__ = [
    "DriverTaken",
    "Moved",
    "NotYetLeft",
    "assign_driver",
    "mark_done",
    "move_departure",
    "set_driver",
]

_DEPARTURE = N_("departure")


@dataclass(eq=False)
class NotYetLeft(Refusal):
    """A departure that has not left cannot be done."""

    leaves_on: date
    sentence: ClassVar[str] = N_("This departure leaves on %(leaves_on)s: mark it done afterwards.")


def set_driver(session: WriteSession, member: Member, *, departure_id: int, person_id: int | None) -> None:
    """Give a departure its driver, or none: `assign_driver`, whatever the version."""
    assign_driver(session, member, departure_id=departure_id, driver_id=person_id)


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


def _locked(session: WriteSession, departure_id: int) -> Departure:
    departure = store.lock_departures(session, [departure_id]).get(departure_id)
    if departure is None:
        raise NotFound(what=_DEPARTURE)
    return departure


def _line_name(session: WriteSession, departure: Departure) -> str:
    line = session.get(Line, departure.line_id)
    return line.name if line is not None else ""
