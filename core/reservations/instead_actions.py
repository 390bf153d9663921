"""Taking another departure than the one that is offered: the reservation keeps its number and its price at most."""

from core.access.rights import Member, Right, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.reservations import store
from core.reservations.alternatives import ranked
from core.reservations.board_actions import RESERVATION, as_it_is, moments_of, settle, tell_standing
from core.reservations.rearranging_actions import put_on
from core.reservations.rearranging_views import load_of
from core.reservations.refusals import DepartureGone, NoLongerOpen, NoRoomThere, OfferEnded
from core.reservations.requests import Answered, number
from core.reservations.standing import reserved_standing
from core.reservations.states import ReservationState
from core.reservations.store import Booked
from core.shared import clock
from core.shared.errors import BusyNetwork, NotFound


def take_instead(session: WriteSession, member: Member, *, reservation_id: int, departure_id: int) -> Answered:
    """Ride on another departure than the one on which room is offered; what was offered goes to whoever waits.

    Raises:
        NotFound: it is not this person's, or there is no such departure.
        NoLongerOpen, OfferEnded: nothing is offered any more.
        DepartureGone, NoRoomThere: the other departure is closed, or has no room for the whole load.
    """
    person_id = require_signed_in(member)
    reservation, parts = _locked(session, member, reservation_id, departure_id)
    now, may_approve = clock.now(), member.has(Right.coordinator)
    if reservation.state != ReservationState.offered or len(parts) > 1:
        raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
    if reservation.offer_ends_at is not None and reservation.offer_ends_at <= now:
        raise OfferEnded(number=number(reservation_id), ended_at=reservation.offer_ends_at)
    left = parts[0].departure_id
    board = settle(session, departure_id, now=now)
    if left == departure_id or not (board.takes_reservations(now=now) or (may_approve and board.is_ahead(now=now))):
        raise DepartureGone(line=board.line_name, day=board.service_date)
    load = load_of(reservation, store.holder_of(session, reservation.partner_id))
    found = ranked(load, [board], day=board.service_date)
    if not found:
        raise NoRoomThere(line=board.line_name, day=board.service_date)
    standing = reserved_standing(board.terms, moments_of(board, now), may_approve=may_approve)
    put_on(session, reservation, parts[0], found[0], standing)
    tell_standing(session, [board], reservation)
    record(session, person_id, "accepted the offer", "reservation", reservation_id, departure_id=departure_id)
    settle(session, left, now=now)
    return as_it_is(board, reservation)


def _locked(session: WriteSession, member: Member, reservation_id: int, departure_id: int) -> Booked:
    """Lock the departure left and the one joined, in order, and return the reservation as it is now."""
    ridden = store.departures_of(session, reservation_id)
    locked = lock_departures(session, [*ridden, departure_id])
    found = store.rides(session, [reservation_id])
    if not found or not member.may_act_for(found[0][0].partner_id) or departure_id not in locked:
        raise NotFound(what=RESERVATION)
    if not store.all_within(found, ridden):
        raise BusyNetwork
    return found[0]
