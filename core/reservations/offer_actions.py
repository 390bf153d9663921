"""Answering an offer of freed room: take it, leave it, or let its time run out (R3)."""

from core.access.rights import Member
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import store
from core.reservations.board_actions import (
    boards_ridden,
    facts_of,
    lapse,
    own_reservation,
    quantity_of,
    settle,
    settle_each,
)
from core.reservations.change_actions import Cancelled, end
from core.reservations.refusals import NoLongerOpen, OfferEnded
from core.reservations.requests import Reserved, number
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.shared import clock


def accept_offer(session: WriteSession, member: Member, *, reservation_id: int) -> Reserved:
    """Take the room an offer holds; accepting twice changes nothing.

    Raises:
        NotFound: it is not this person's to accept.
        OfferEnded: its time is over.
        NoLongerOpen: there is no offer.
    """
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    if reservation.state != ReservationState.confirmed:
        _require_offer(reservation)
        if reservation.offer_ends_at is not None and reservation.offer_ends_at <= clock.now():
            raise OfferEnded(number=number(reservation_id), ended_at=reservation.offer_ends_at)
        reservation.state, reservation.offer_ends_at = ReservationState.confirmed, None
        reservation.version += 1
        boards = settle_each(session, parts, now=clock.now())
        tell(session, partner_id=reservation.partner_id, kind=NoticeKind.reserved, **facts_of(reservation, *boards))
        record(session, person_id, "accepted the offer", "reservation", reservation_id, kg=reservation.kg)
    return Reserved(reservation_id, reservation.price_cents, parts[0].departure_id, quantity_of(reservation))


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


def expire_offers(session: WriteSession) -> int:
    """Free the room of every offer whose time is over and offer it to the next in line; return how many ended.

    Every act on a departure does this for that departure; this one is for departures nobody touches (the worker).
    """
    now = clock.now()
    departure_ids = store.departures_ridden(store.lapsed_offers(session, now=now))
    lock_departures(session, departure_ids)
    ended = [each for each in store.lapsed_offers(session, now=now) if store.all_within([each], departure_ids)]
    for reservation, parts in ended:
        if len(parts) > 1:
            lapse(session, boards_ridden(session, parts), reservation, parts)
    for departure_id in departure_ids:
        settle(session, departure_id, now=now)
    return len(ended)


def _require_offer(reservation: Reservation) -> None:
    if reservation.state != ReservationState.offered:
        raise NoLongerOpen(number=number(store.number_of(reservation)), state=reservation.state)
