"""Answering an offer of freed room: take it, leave it, or let its time run out (R3)."""

from core.access.rights import Member, Right
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.reservations import store
from core.reservations.board_actions import (
    boards_ridden,
    lapse,
    moments_of,
    own_reservation,
    quantity_of,
    settle,
    settle_each,
    stand,
    tell_standing,
)
from core.reservations.cancel_actions import Cancelled, end
from core.reservations.refusals import NoLongerOpen, OfferEnded
from core.reservations.requests import Reserved, ToApprove, number
from core.reservations.standing import reserved_standing
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.shared import clock
from core.shared.taxes import rates_of


def accept_offer(session: WriteSession, member: Member, *, reservation_id: int) -> Reserved | ToApprove:
    """Take the room an offer holds; accepting twice changes nothing. Where the line asks for it, it is then approved.

    Raises:
        NotFound: it is not this person's to accept.
        OfferEnded: its time is over.
        NoLongerOpen: there is no offer.
    """
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    if reservation.state not in (ReservationState.confirmed, ReservationState.to_approve):
        _require_offer(reservation)
        if reservation.offer_ends_at is not None and reservation.offer_ends_at <= clock.now():
            raise OfferEnded(number=number(reservation_id), ended_at=reservation.offer_ends_at)
        now, approves = clock.now(), member.has(Right.coordinator)
        boards = boards_ridden(session, parts)
        stand(reservation, [reserved_standing(b.terms, moments_of(b, now), may_approve=approves) for b in boards])
        settle_each(session, parts, now=now)
        tell_standing(session, boards, reservation)
        record(session, person_id, "accepted the offer", "reservation", reservation_id, kg=reservation.kg)
    room = (reservation_id, reservation.price_cents, parts[0].departure_id, quantity_of(reservation))
    taxes = rates_of(reservation)
    if reservation.offer_ends_at is None:
        return Reserved(*room, taxes)
    return ToApprove(*room, reservation.offer_ends_at, taxes)


def decline_offer(session: WriteSession, member: Member, *, reservation_id: int) -> Cancelled:
    """Leave the room an offer holds; it goes to the next in line. The reservation is over.

    Raises:
        NotFound: it is not this person's to decline.
        NoLongerOpen: there is no offer.
    """
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    _require_offer(reservation)
    end(session, reservation, parts)
    record(session, person_id, "declined the offer", "reservation", reservation_id, kg=reservation.kg)
    settle_each(session, parts, now=clock.now())
    return Cancelled(reservation_id)


def expire_offers(session: WriteSession, *, departure_id: int | None = None) -> int:
    """Free all room kept beyond the time to answer and offer it to the next in line; return how many ended.

    Offers, room kept while a partner confirms, and reservations that no coordinator answered: of one departure, or
    (None) of all.

    Every act on a departure does this for that departure; this one is for departures nobody touches (the worker).
    """
    now = clock.now()
    lapsed = store.lapsed_offers(session, now=now)
    departure_ids = store.departures_ridden(
        (reservation, parts)
        for reservation, parts in lapsed
        if departure_id is None or departure_id in {part.departure_id for part in parts}
    )
    lock_departures(session, departure_ids)
    ended = [each for each in store.lapsed_offers(session, now=now) if store.all_within([each], departure_ids)]
    for reservation, parts in ended:
        if len(parts) > 1:
            lapse(session, boards_ridden(session, parts), reservation, parts, now=now)
    for departure_id in departure_ids:
        settle(session, departure_id, now=now)
    return len(ended)


def _require_offer(reservation: Reservation) -> None:
    if reservation.state != ReservationState.offered:
        raise NoLongerOpen(number=number(store.number_of(reservation)), state=reservation.state)
