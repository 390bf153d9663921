"""What people see of reservations: one's own list with places in line, a day's requests, what rides on a run."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.access.rights import Member, Right, require, require_acting_for, require_signed_in
from core.database.doors import ReadSession
from core.reservations import row_store, store
from core.reservations.check_views import drift
from core.reservations.listing_views import ReservationRow, RideRow, rows_of, with_places
from core.reservations.requests import Wish
from core.reservations.search_views import Option, find_departures
from core.reservations.states import TAKES_ROOM, ReservationState
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound
from core.shared.quantities import Quantity, TemperatureClass

__all__ = [
    "Option",
    "RequestRow",
    "ReservationRow",
    "RideRow",
    "Wish",
    "drift",
    "find_departures",
    "requests_for_day",
    "reservation",
    "reservations_of",
    "reservations_on",
    "reservations_to_approve",
    "room_to_free",
]

SHOWN_DAYS_BACK = 180


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A load that a day's tours must serve: asked for, or placed already by a plan accepted earlier."""

    reservation_id: int
    partner_id: int
    partner_name: str
    departure_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    state: ReservationState


def reservations_of(
    session: ReadSession, member: Member, *, partner_id: int, since: date | None = None
) -> list[ReservationRow]:
    """Return a partner's reservations by departure time, those on runs before `since` left out (four queries at most).

    Raises:
        SignInNeeded, NotAllowed: only one's own partner's, except coordinators.
    """
    require_acting_for(member, partner_id)
    first_day = since or clock.today() - timedelta(days=SHOWN_DAYS_BACK)
    rows = rows_of(session, row_store.of_partner(session, partner_id, since=first_day), member)
    return with_places(session, rows)


def reservation(session: ReadSession, member: Member, reservation_id: int) -> ReservationRow:
    """Return one reservation.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is none, or it is another partner's (R9).
    """
    require_signed_in(member)
    rows = rows_of(session, row_store.one(session, reservation_id), member)
    if not rows or not member.may_act_for(rows[0].partner_id):
        raise NotFound(what="reservation")
    return with_places(session, rows)[0]


def reservations_on(session: ReadSession, member: Member, *, departure_id: int) -> list[ReservationRow]:
    """Return the loads that ride on a departure, each with all its rides.

    Raises:
        SignInNeeded, NotAllowed: only coordinators and drivers see everybody's.
    """
    require_signed_in(member)
    if not (member.has(Right.coordinator) or member.has(Right.driver)):
        raise NotAllowed(needed=Right.driver.value)
    return rows_of(session, row_store.on_departure(session, departure_id, TAKES_ROOM), member)


def reservations_to_approve(session: ReadSession, member: Member) -> list[ReservationRow]:
    """Return the reservations that wait for a coordinator's answer, by departure time (two queries at most).

    Raises:
        SignInNeeded, NotAllowed: only coordinators answer.
    """
    require(member, Right.coordinator)
    found = row_store.to_answer(session, ReservationState.to_approve, now=clock.now())
    return rows_of(session, found, member)


def room_to_free(session: ReadSession) -> list[int]:
    """Return the departures on which room is kept though the time to answer is over."""
    return store.departures_with_lapsed(session, now=clock.now())


def requests_for_day(session: ReadSession, day: date) -> list[RequestRow]:
    """Return the loads on the flexible departures of a day, asked for or confirmed, by number (one query)."""
    found = row_store.flexible_on(session, day, (ReservationState.requested, ReservationState.confirmed))
    return sorted((_request(each) for each in found), key=lambda row: row.reservation_id)


def _request(row: Any) -> RequestRow:
    reserved, part, _departure, _line, partner, *_rest = row
    return RequestRow(
        reservation_id=reserved.id,
        partner_id=partner.id,
        partner_name=partner.name,
        departure_id=part.departure_id,
        from_site_id=reserved.from_site_id,
        to_site_id=reserved.to_site_id,
        quantity=Quantity(reserved.kg, reserved.pallet_hundredths),
        temperature=reserved.temperature,
        state=reserved.state,
    )
