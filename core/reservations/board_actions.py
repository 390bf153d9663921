"""What every act on a departure begins and ends with: lock it, read it, and give freed room to who waited (R1, R3)."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from core.access.rights import Member, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.capacity import Ride
from core.lines.room_actions import follow_cut
from core.lines.store import give_back_room, take_room
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import board_store, ending_store, store
from core.reservations.connection_change_actions import release_storage
from core.reservations.itineraries import Stretch
from core.reservations.requests import Answered, Held, Requested, Reserved, ToApprove, Waiting, number
from core.reservations.search import DepartureBoard
from core.reservations.standing import Moments, Standing, offered_standing, reserved_standing
from core.reservations.states import EndingKind, ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.reservations.waiting_list import Promotion, rank
from core.shared.errors import N_, NotFound, StaleForm
from core.shared.money import rounded
from core.shared.quantities import Quantity
from core.shared.taxes import rates_of, tax_facts
from core.tariffs.pricing import Reductions, quote
from core.tariffs.views import price_list

DEPARTURE = N_("departure")
RESERVATION = N_("reservation")


def open_board(session: WriteSession, departure_id: int, *, now: datetime) -> DepartureBoard:
    """Lock a departure, settle what its moment calls for, and return it as the rules see it.

    Raises:
        NotFound: there is no such departure.
    """
    if store.departure(session, departure_id) is None:
        raise NotFound(what=DEPARTURE)
    return settle(session, departure_id, now=now)


def own_reservation(
    session: WriteSession, member: Member, reservation_id: int
) -> tuple[int, Reservation, tuple[ReservationPart, ...]]:
    """Lock the departures of a reservation for which this person may act; return person, reservation and rides.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is no such reservation, or it is another partner's (R9).
    """
    person_id = require_signed_in(member)
    found = store.lock_reservation(session, reservation_id)
    if found is None or not member.may_act_for(found[0].partner_id):
        raise NotFound(what=RESERVATION)
    return person_id, *found


def check_version(reservation: Reservation, version: int | None) -> None:
    """Check that the form shows the reservation as it is now; None skips the check.

    Raises:
        StaleForm: somebody changed it meanwhile.
    """
    if version is not None and version != reservation.version:
        raise StaleForm(what=RESERVATION)


def boards_ridden(session: WriteSession, parts: Sequence[ReservationPart]) -> list[DepartureBoard]:
    """Return the departures on which a reservation rides, in the order they are ridden."""
    found = {board.departure_id: board for board in board_store.boards(session, [part.departure_id for part in parts])}
    return [found[part.departure_id] for part in parts]


def settle_each(
    session: WriteSession, parts: Sequence[ReservationPart], *, now: datetime
) -> tuple[DepartureBoard, ...]:
    """Settle every departure on which a reservation rides, all locked, in the order they are ridden."""
    return tuple(settle(session, part.departure_id, now=now) for part in parts)


def settle(session: WriteSession, departure_id: int, *, now: datetime) -> DepartureBoard:
    """Free the lapsed offers of a locked departure and promote its waiting list, as far as room goes.

    An offer that holds room on other departures too is left to `expire_offers`, which locks them all.
    """
    session.flush()
    follow_cut(session, departure_id)
    settled = board_store.boards(session, [departure_id])[0].settled(now=now)
    touched = [each.reservation_id for each in settled.lapsed]
    touched += [each.waiter.reservation_id for each in settled.promoted]
    if touched:
        rides = {
            store.number_of(reservation): (reservation, parts) for reservation, parts in store.rides(session, touched)
        }
        for offer in settled.lapsed:
            lapse(session, (settled.board,), *rides[offer.reservation_id], now=now)
        for promotion in settled.promoted:
            reservation, (part,) = rides[promotion.waiter.reservation_id]
            _promote(session, settled.board, promotion, reservation, part, now=now)
        session.flush()
    return settled.board


def take(session: WriteSession, ride: Ride, quantity: Quantity) -> None:
    """Count a load on its legs.

    Raises:
        RuntimeError: the counters disagree with what was read under the lock; nothing is kept (R1).
    """
    if not take_room(session, ride, quantity):
        raise RuntimeError(f"no room for {quantity} on {ride}, though the rules said there was")


def ride_of(part: ReservationPart) -> Ride:
    """Return the stretch and compartment of one ride.

    Raises:
        ValueError: it takes no room.
    """
    if part.compartment_id is None or part.from_position is None or part.to_position is None:
        raise ValueError("this reservation takes no room")
    return Ride(part.departure_id, part.compartment_id, part.from_position, part.to_position)


def give_back(session: WriteSession, reservation: Reservation, *parts: ReservationPart) -> None:
    """Take a load off the legs of these rides; the compartments are forgotten, the stops are kept."""
    for part in parts:
        give_back_room(session, ride_of(part), quantity_of(reservation))
        part.compartment_id = None


def quantity_of(reservation: Reservation) -> Quantity:
    """Return how much a reservation is for."""
    return Quantity(reservation.kg, reservation.pallet_hundredths)


def price_again(
    session: WriteSession, reservation: Reservation, *, metres: int, before: Quantity | None = None
) -> None:
    """Price a changed quantity by the tariff and the reductions agreed on when the reservation was made.

    `before` is the quantity that its price is for: where that price was kept when its departure was called off,
    the new one stays lower in proportion.
    """
    formula = price_list(session).numbered(reservation.tariff_id).formula
    reductions = Reductions(reservation.trough_percent, reservation.solidarity_percent)
    priced = quote(formula, quantity_of(reservation), metres=metres, reductions=reductions)
    usual = quote(formula, before, metres=metres, reductions=reductions).price_cents if before is not None else 0
    amounts = (priced.full_price_cents, priced.price_cents)
    if usual > reservation.price_cents:
        amounts = (
            rounded(amounts[0] * reservation.price_cents, usual),
            rounded(amounts[1] * reservation.price_cents, usual),
        )
    reservation.full_price_cents, reservation.price_cents = amounts


def facts_of(reservation: Reservation, *boards: DepartureBoard) -> dict[str, Any]:
    """Return the facts every notice about a reservation carries; `boards` in the order they are ridden."""
    names = {stop.site_id: stop.site_name for board in boards for stop in board.itinerary.stops}
    board = boards[0]
    return {
        "reservation_id": reservation.id,
        "number": number(store.number_of(reservation)),
        "departure_id": board.departure_id,
        "line": board.line_name,
        "day": board.service_date.isoformat(),
        "from_site_id": reservation.from_site_id,
        "to_site_id": reservation.to_site_id,
        "from_place": names.get(reservation.from_site_id, ""),
        "to_place": names.get(reservation.to_site_id, ""),
        "kg": reservation.kg,
        "pallet_hundredths": reservation.pallet_hundredths,
        "price_cents": reservation.price_cents,
        **tax_facts(reservation),
        "offer_ends_at": _iso(reservation.offer_ends_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def moments_of(board: DepartureBoard, now: datetime) -> Moments:
    """Return the moments after which nothing can be answered on a departure."""
    return Moments(now, board.closes_at, board.starts_at)


def stand(reservation: Reservation, standings: Sequence[Standing]) -> None:
    """Give a reservation the state it reaches on its departures: the one that still waits for an answer, if any."""
    waits = [(each.until, each) for each in standings if each.until is not None]
    found = min(waits, key=itemgetter(0))[1] if waits else standings[0]
    reservation.state, reservation.offer_ends_at = found.state, found.until
    reservation.version += 1


def tell_standing(
    session: WriteSession, boards: Sequence[DepartureBoard], reservation: Reservation, **facts: Any
) -> None:
    """Tell a partner what state its reservation has reached."""
    kind = _TOLD[reservation.state]
    tell(session, partner_id=reservation.partner_id, kind=kind, **facts_of(reservation, *boards), **facts)


_TOLD = {
    ReservationState.confirmed: NoticeKind.reserved,
    ReservationState.to_approve: NoticeKind.awaiting_approval,
    ReservationState.offered: NoticeKind.offered,
    ReservationState.waiting: NoticeKind.waiting,
}


def as_it_is(board: DepartureBoard, reservation: Reservation) -> Answered:
    """Return the answer a live reservation stands for now; room held by an offer still waits for a yes."""
    reservation_id = store.number_of(reservation)
    if reservation.state == ReservationState.waiting:
        return Waiting(
            reservation_id, rank(board.room, board.queue, reservation_id, passed_above=board.terms.passed_above)
        )
    if reservation.state == ReservationState.offered:
        return Waiting(reservation_id, 1)
    if reservation.state == ReservationState.requested:
        return Requested(reservation_id)
    room = (reservation_id, reservation.price_cents, board.departure_id, quantity_of(reservation))
    if reservation.state == ReservationState.held and reservation.offer_ends_at is not None:
        return Held(*room, reservation.offer_ends_at, rates_of(reservation))
    if reservation.state == ReservationState.to_approve and reservation.offer_ends_at is not None:
        return ToApprove(*room, reservation.offer_ends_at, rates_of(reservation))
    return Reserved(*room, rates_of(reservation))


def lapse(
    session: WriteSession,
    boards: Sequence[DepartureBoard],
    reservation: Reservation,
    parts: Sequence[ReservationPart],
    *,
    now: datetime,
) -> None:
    """End what nobody answered in time and give its room back; the caller promotes whoever waits.

    The partner is told, except of room that was kept only while they looked at it.
    """
    state, ended_at, reservation_id = reservation.state, reservation.offer_ends_at, store.number_of(reservation)
    give_back(session, reservation, *parts)
    release_storage(session, reservation, parts)
    reservation.state = ReservationState.cancelled
    reservation.version += 1
    act, kind, notice = _LAPSES[state]
    if kind is not None:
        departure_id = parts[0].departure_id
        ending_store.write_ending(session, reservation_id, kind, departure_id=departure_id, at=ended_at or now)
    if notice is not None:
        facts: dict[str, Any] = {**facts_of(reservation, *boards), "reason": "offer_ended"}
        facts["ended_at"] = ended_at.isoformat() if ended_at else None
        tell(session, partner_id=reservation.partner_id, kind=notice, **facts)
    record(session, None, act, "reservation", reservation_id, kg=reservation.kg)


_LAPSES: dict[ReservationState, tuple[str, EndingKind | None, NoticeKind | None]] = {
    ReservationState.offered: ("offer ended", None, NoticeKind.cancelled),
    ReservationState.held: ("hold ended", EndingKind.hold_lapsed, None),
    ReservationState.to_approve: ("approval ended", EndingKind.not_approved, NoticeKind.not_approved),
}


def _promote(
    session: WriteSession,
    board: DepartureBoard,
    promotion: Promotion,
    reservation: Reservation,
    part: ReservationPart,
    *,
    now: datetime,
) -> None:
    waiter, placed = promotion.waiter, promotion.placed
    take(session, _ride(board, waiter.stretch, placed.compartment_id), placed.quantity)
    part.compartment_id = placed.compartment_id
    asked_kg = reservation.kg
    if placed.quantity != waiter.quantity:
        reservation.kg, reservation.pallet_hundredths = placed.quantity.kg, placed.quantity.pallet_hundredths
        price_again(session, reservation, metres=board.itinerary.metres(waiter.stretch))
    moments = moments_of(board, now)
    asks = not waiter.promotes_at_once or now >= board.closes_at
    found = (
        offered_standing(board.terms, moments) if asks else reserved_standing(board.terms, moments, may_approve=False)
    )
    stand(reservation, [found])
    kind = NoticeKind.promoted if found.state == ReservationState.confirmed else _TOLD[found.state]
    tell(session, partner_id=reservation.partner_id, kind=kind, **facts_of(reservation, board), asked_kg=asked_kg)
    record(session, None, kind.value, "reservation", reservation.id, kg=reservation.kg, asked_kg=asked_kg)


def _ride(board: DepartureBoard, stretch: Stretch, compartment_id: int) -> Ride:
    return Ride(board.departure_id, compartment_id, stretch.from_position, stretch.to_position)
