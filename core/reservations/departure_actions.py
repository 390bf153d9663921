"""What happens to all reservations of a run: it is cancelled, planned as a tour, or delivered."""

from core.access.rights import Member, Right, require, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.capacity import Ride
from core.lines.store import lock_departures
from core.lines.tables import Departure, DepartureState
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import board_store, store
from core.reservations.board_actions import (
    DEPARTURE,
    RESERVATION,
    facts_of,
    give_back,
    quantity_of,
    settle,
    take,
)
from core.reservations.cancel_actions import end
from core.reservations.itineraries import Stretch
from core.reservations.refusals import DepartureGone, NoLongerOpen, NothingKeepsIt, NotYetRun
from core.reservations.requests import MOST_KG, number
from core.reservations.states import STILL_AHEAD, ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock, plausible
from core.shared.errors import N_, BusyNetwork, NotAllowed, NotFound

_RIDES = (ReservationState.confirmed, ReservationState.delivered, ReservationState.no_show)


def cancel_departure(session: WriteSession, member: Member, *, departure_id: int, reason: str) -> tuple[int, ...]:
    """Call a departure off; every reservation on it ends and its partner is told why. Return those reservations.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such departure.
        DepartureGone: it is done, or was called off already.
        Missing, TooLong: partners must read a reason.
    """
    person_id = require(member, Right.coordinator)
    reason = plausible.text(N_("Reason"), reason, longest=200)
    departure, ended = _locked_with_reservations(session, departure_id)
    board = board_store.boards(session, [departure_id])[0]
    if not board.is_planned:
        raise DepartureGone(line=board.line_name, day=board.service_date)
    for reservation, parts in ended:
        reservation.called_off = True
        end(session, reservation, parts)
        tell(
            session,
            partner_id=reservation.partner_id,
            kind=NoticeKind.departure_cancelled,
            **facts_of(reservation, board),
            reason=reason,
        )
    departure.state, departure.note = DepartureState.cancelled, reason
    departure.version += 1
    record(session, person_id, "cancelled departure", "departure", departure_id, reason=reason, reservations=len(ended))
    session.flush()
    for other in store.departures_ridden(ended):
        if other != departure_id:
            settle(session, other, now=clock.now())
    return tuple(store.number_of(reservation) for reservation, _parts in ended)


def record_delivery(session: WriteSession, member: Member, *, reservation_id: int, delivered_kg: int) -> None:
    """Write down how much was delivered; 0 means that nothing was brought. It may be corrected until the run is done.

    Raises:
        NotAllowed: only the run's driver or a coordinator may.
        NotFound: there is no such reservation.
        NotYetRun: the truck has not left yet.
        NoLongerOpen: the load was not on board.
        OutOfBounds: the weight is not believable.
    """
    person_id = require_signed_in(member)
    found = store.lock_reservation(session, reservation_id)
    if found is None:
        raise NotFound(what=RESERVATION)
    reservation, parts = found
    part = parts[-1]
    departure = store.departure(session, part.departure_id)
    if departure is None or not _may_deliver(member, departure):
        raise NotAllowed(needed=Right.driver.value)
    delivered_kg = plausible.whole(N_("Delivered (kg)"), delivered_kg, least=0, most=MOST_KG)
    if reservation.state not in _RIDES:
        raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
    if departure.starts_at > clock.now():
        board = board_store.boards(session, [part.departure_id])[0]
        raise NotYetRun(line=board.line_name, day=board.service_date)
    reservation.delivered_kg = delivered_kg
    reservation.state = ReservationState.delivered if delivered_kg else ReservationState.no_show
    reservation.version += 1
    record(session, person_id, "recorded delivery", "reservation", reservation_id, delivered_kg=delivered_kg)
    session.flush()


def place_on_tour(session: WriteSession, *, reservation_id: int, ride: Ride) -> None:
    """Give a request its place in an accepted tour: it takes room on its legs and is confirmed.

    The caller (accepting a plan) checks the right, locks the departures and writes the audit line.

    Raises:
        NotFound: there is no such reservation.
        NoLongerOpen: it is not a request any more (cancelled meanwhile, or placed already).
        NothingKeepsIt: the compartment does not keep its temperature (R2).
        ValueError: the ride does not go from its first place to its second.
        RuntimeError: a leg has no room left for it (R1).
    """
    reservation, part = _locked(session, reservation_id, ride.departure_id)
    if reservation.state != ReservationState.requested:
        raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
    board = board_store.boards(session, [ride.departure_id])[0]
    stretch = Stretch(ride.from_position, ride.to_position)
    ends = (board.itinerary.stop(ride.from_position).site_id, board.itinerary.stop(ride.to_position).site_id)
    if ends != (reservation.from_site_id, reservation.to_site_id):
        raise ValueError(f"{ride} goes from site {ends[0]} to {ends[1]}, not the way of reservation {reservation_id}")
    if ride.compartment_id not in board.room.keeping(reservation.temperature, stretch):
        raise NothingKeepsIt(line=board.line_name, temperature=reservation.temperature)
    take(session, ride, quantity_of(reservation))
    part.departure_id, part.compartment_id = ride.departure_id, ride.compartment_id
    part.from_position, part.to_position = ride.from_position, ride.to_position
    reservation.state = ReservationState.confirmed
    reservation.version += 1
    leaves_at = board.itinerary.stop(ride.from_position).leaves_at
    tell(
        session,
        partner_id=reservation.partner_id,
        kind=NoticeKind.tour_accepted,
        **facts_of(reservation, board),
        leaves_at=leaves_at.isoformat(),
    )
    session.flush()


def unplace_from_tour(session: WriteSession, *, reservation_id: int) -> None:
    """Take a load off its tour: its room is given back and it is a request again, for the next plan.

    Raises:
        NotFound: there is no such reservation.
        NoLongerOpen: it is not confirmed on a tour.
    """
    found = store.lock_reservation(session, reservation_id)
    if found is None:
        raise NotFound(what=RESERVATION)
    reservation, parts = found
    part = parts[-1]
    if len(parts) > 1:
        raise ValueError(f"reservation {reservation_id} rides on several departures: no tour carries it whole")
    if reservation.state != ReservationState.confirmed:
        raise NoLongerOpen(number=number(reservation_id), state=reservation.state)
    give_back(session, reservation, part)
    part.from_position = part.to_position = None
    reservation.state = ReservationState.requested
    reservation.version += 1
    session.flush()


def _locked_with_reservations(session: WriteSession, departure_id: int) -> tuple[Departure, list[store.Booked]]:
    """Lock a departure and every other on which its live reservations ride as well; return it with those."""
    linked = [departure_id, *store.departures_ridden(store.rides_on(session, departure_id, STILL_AHEAD))]
    departure = lock_departures(session, linked).get(departure_id)
    if departure is None:
        raise NotFound(what=DEPARTURE)
    live = store.rides_on(session, departure_id, STILL_AHEAD)
    if not store.all_within(live, linked):
        raise BusyNetwork
    return departure, live


def _locked(session: WriteSession, reservation_id: int, departure_id: int) -> tuple[Reservation, ReservationPart]:
    """Lock the departures a request leaves and joins, in one go and in order."""
    asked_on = store.departures_of(session, reservation_id)
    lock_departures(session, [*asked_on, departure_id])
    found = store.rides(session, [reservation_id])
    if not found:
        raise NotFound(what=RESERVATION)
    if not store.all_within(found, [*asked_on, departure_id]):
        raise BusyNetwork
    reservation, parts = found[0]
    return reservation, parts[0]


def _may_deliver(member: Member, departure: Departure) -> bool:
    if member.has(Right.coordinator):
        return True
    drives_it = departure.driver_id in {None, member.person_id}
    return member.has(Right.driver) and drives_it and departure.state == DepartureState.planned
