"""Cancelling: the room goes at once to whoever waits (R3); cancelling late costs what the line says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.access.rights import Member, Right
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import ending_store, store
from core.reservations.board_actions import check_version, facts_of, give_back, own_reservation, settle_each
from core.reservations.connection_change_actions import release_storage
from core.reservations.refusals import CostsToCancel, DepartureGone, NoLongerOpen
from core.reservations.requests import number
from core.reservations.search import DepartureBoard
from core.reservations.states import STILL_AHEAD, TAKES_ROOM, EndingKind, ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock
from core.shared.money import Cents


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A reservation is over; its room is free again. What is owed for it once its departure has run."""

    reservation_id: int
    penalty_cents: int = 0


def cancel(
    session: WriteSession,
    member: Member,
    *,
    reservation_id: int,
    version: int | None = None,
    agreed_penalty_cents: int | None = None,
) -> Cancelled:
    """Cancel a reservation, a place in line, an offer or a request; its room goes at once to whoever waits.

    Cancelling what is cancelled already changes nothing. What is owed for cancelling late, by the terms of the line,
    goes into the book once the departure is closed; a coordinator may agree to less than that for a partner.

    Raises:
        NotFound: it is not this person's to cancel.
        StaleForm: it was changed since the form was drawn.
        CostsToCancel: it costs more than the person saw.
        NoLongerOpen, DepartureGone: it was delivered, or the truck has left.
    """
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    if reservation.state == ReservationState.cancelled:
        return Cancelled(reservation_id)
    check_version(reservation, version)
    now = clock.now()
    boards = settle_each(session, parts, now=now)
    if reservation.state not in STILL_AHEAD:
        raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
    for board in boards:
        if not board.is_ahead(now=now):
            raise DepartureGone(line=board.line_name, day=board.service_date)
    penalty_cents = _penalty(reservation, boards[0], member, agreed_penalty_cents, now)
    was_kept_only = reservation.state == ReservationState.held
    end(session, reservation, parts)
    if penalty_cents:
        _owe(session, reservation, boards, person_id, penalty_cents, now)
    elif not was_kept_only:
        tell(session, partner_id=reservation.partner_id, kind=NoticeKind.cancelled, **facts_of(reservation, *boards))
    facts = {"penalty_cents": penalty_cents} if penalty_cents else {}
    record(session, person_id, "cancelled", "reservation", reservation_id, kg=reservation.kg, **facts)
    settle_each(session, parts, now=now)
    return Cancelled(reservation_id, penalty_cents)


def _penalty(
    reservation: Reservation, board: DepartureBoard, member: Member, agreed_cents: int | None, now: datetime
) -> int:
    """Return what cancelling now costs, as far as the person has seen it."""
    if reservation.state != ReservationState.confirmed:
        return 0
    owed = board.terms.penalty_cents(reservation.price_cents, starts_at=board.starts_at, now=now)
    if agreed_cents is None or agreed_cents == owed:
        return owed
    if agreed_cents < owed and not member.has(Right.coordinator):
        free_until = board.terms.free_until(board.starts_at)
        raise CostsToCancel(number(store.number_of(reservation)), Cents(owed), free_until)
    return min(max(agreed_cents, 0), owed)


def _owe(
    session: WriteSession,
    reservation: Reservation,
    boards: Sequence[DepartureBoard],
    person_id: int,
    penalty_cents: int,
    now: datetime,
) -> None:
    """Write down what is owed for cancelling late, and tell the partner."""
    board = boards[0]
    ending_store.write_ending(
        session,
        store.number_of(reservation),
        EndingKind.cancelled_late,
        departure_id=board.departure_id,
        at=now,
        by=person_id,
        percent=board.terms.late_cancel_percent,
        penalty_cents=penalty_cents,
    )
    facts = {**facts_of(reservation, *boards), "penalty_cents": penalty_cents}
    facts["free_until_at"] = board.terms.free_until(board.starts_at).isoformat()
    tell(session, partner_id=reservation.partner_id, kind=NoticeKind.cancelled_late, **facts)


def end(session: WriteSession, reservation: Reservation, parts: Sequence[ReservationPart]) -> None:
    """Make a reservation cancelled and give its room back; the caller tells, logs and promotes."""
    if reservation.state in TAKES_ROOM:
        give_back(session, reservation, *parts)
        release_storage(session, reservation, parts)
    reservation.state = ReservationState.cancelled
    reservation.version += 1
    session.flush()
