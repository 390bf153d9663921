"""A coordinator answers a reservation on a line that asks for approval: yes, or no with a reason."""

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import ending_store
from core.reservations.board_actions import check_version, facts_of, own_reservation, quantity_of, settle_each
from core.reservations.cancel_actions import Cancelled, end
from core.reservations.refusals import NoLongerOpen, OfferEnded
from core.reservations.requests import Reserved, number
from core.reservations.states import EndingKind, ReservationState
from core.shared import clock, plausible
from core.shared.errors import N_
from core.shared.taxes import rates_of


def approve(session: WriteSession, member: Member, *, reservation_id: int, version: int | None = None) -> Reserved:
    """Say yes: the reservation is confirmed and its partner is told. Saying it twice changes nothing.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such reservation.
        StaleForm: it was changed since the list was drawn.
        NoLongerOpen, OfferEnded: it does not wait for an answer any more.
    """
    require(member, Right.coordinator)
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    if reservation.state != ReservationState.confirmed:
        check_version(reservation, version)
        boards = settle_each(session, parts, now=clock.now())
        _require_open(reservation_id, reservation.state)
        if reservation.offer_ends_at is not None and reservation.offer_ends_at <= clock.now():
            raise OfferEnded(number=number(reservation_id), ended_at=reservation.offer_ends_at)
        reservation.state, reservation.offer_ends_at = ReservationState.confirmed, None
        reservation.version += 1
        session.flush()
        tell(session, partner_id=reservation.partner_id, kind=NoticeKind.approved, **facts_of(reservation, *boards))
        record(session, person_id, "approved the reservation", "reservation", reservation_id, kg=reservation.kg)
    room = (reservation_id, reservation.price_cents, parts[0].departure_id, quantity_of(reservation))
    return Reserved(*room, rates_of(reservation))


def refuse(
    session: WriteSession, member: Member, *, reservation_id: int, reason: str, version: int | None = None
) -> Cancelled:
    """Say no: the room is free again, goes to whoever waits, and the partner reads why.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such reservation.
        StaleForm: it was changed since the list was drawn.
        NoLongerOpen: it does not wait for an answer any more.
        Missing, TooLong: the partner must read a reason.
    """
    require(member, Right.coordinator)
    reason = plausible.text(N_("Reason"), reason, longest=200)
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    check_version(reservation, version)
    now = clock.now()
    boards = settle_each(session, parts, now=now)
    _require_open(reservation_id, reservation.state)
    end(session, reservation, parts)
    ending_store.write_ending(
        session,
        reservation_id,
        EndingKind.refused,
        departure_id=parts[0].departure_id,
        at=now,
        by=person_id,
        reason=reason,
    )
    facts = facts_of(reservation, *boards)
    tell(session, partner_id=reservation.partner_id, kind=NoticeKind.refused, **facts, reason=reason)
    record(session, person_id, "refused the reservation", "reservation", reservation_id, reason=reason)
    settle_each(session, parts, now=now)
    return Cancelled(reservation_id)


def _require_open(reservation_id: int, state: ReservationState) -> None:
    if state != ReservationState.to_approve:
        raise NoLongerOpen(number=number(reservation_id), state=state)
