"""Finishing what was begun: room was kept while the partner read the price; now they say yes (R1, R10)."""

from core.access.rights import Member, Right
from core.audit.actions import record
from core.database.doors import WriteSession
from core.reservations import ending_store
from core.reservations.board_actions import as_it_is, moments_of, own_reservation, settle_each, stand, tell_standing
from core.reservations.cancel_actions import Cancelled, cancel
from core.reservations.refusals import HoldEnded, NoLongerOpen
from core.reservations.requests import Reserved, ToApprove, number
from core.reservations.standing import reserved_standing
from core.reservations.states import EndingKind, ReservationState
from core.shared import clock, plausible
from core.shared.errors import N_

_SAID_YES = (ReservationState.confirmed, ReservationState.to_approve)


def confirm_hold(session: WriteSession, member: Member, *, reservation_id: int, note: str = "") -> Reserved | ToApprove:
    """Reserve the room that is kept; the reservation keeps its number and price. Confirming twice changes nothing.

    Raises:
        NotFound: it is not this person's to confirm.
        HoldEnded: the time to confirm is over, and the room is free again.
        NoLongerOpen: nothing is kept.
        TooLong: the note is.
    """
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    note = plausible.text(N_("Note"), note, longest=400, may_be_blank=True)
    now = clock.now()
    boards = settle_each(session, parts, now=now)
    if reservation.state not in _SAID_YES:
        ended = ending_store.ending(session, reservation_id)
        if ended is not None and ended.kind == EndingKind.hold_lapsed:
            raise HoldEnded(number=number(reservation_id))
        if reservation.state != ReservationState.held:
            raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
        if reservation.offer_ends_at is not None and reservation.offer_ends_at <= now:
            raise HoldEnded(number=number(reservation_id))
        approves = member.has(Right.coordinator)
        stand(reservation, [reserved_standing(b.terms, moments_of(b, now), may_approve=approves) for b in boards])
        reservation.note = note or reservation.note
        session.flush()
        tell_standing(session, boards, reservation)
        record(session, person_id, act_of(reservation.state), "reservation", reservation_id, kg=reservation.kg)
    answer = as_it_is(boards[0], reservation)
    if not isinstance(answer, Reserved | ToApprove):
        raise TypeError(f"{reservation.state} is not what a confirmed hold becomes")
    return answer


def leave_hold(session: WriteSession, member: Member, *, reservation_id: int) -> Cancelled:
    """Give back room that is kept and not confirmed; what was confirmed meanwhile, wherever it was, stays.

    Raises:
        NotFound: it is not this person's to leave.
        NoLongerOpen: nothing is kept any more.
    """
    _person_id, reservation, _parts = own_reservation(session, member, reservation_id)
    if reservation.state != ReservationState.held:
        raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
    return cancel(session, member, reservation_id=reservation_id)


def act_of(state: ReservationState) -> str:
    """Return what the audit calls reaching this state."""
    return "reserved" if state == ReservationState.confirmed else "asked for approval"
