"""Changing one's mind about the quantity; what is freed goes at once to whoever waits (R3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.access.rights import Member, Right
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import store
from core.reservations.approval_refusals import MoreAsksFirst
from core.reservations.board_actions import (
    as_it_is,
    check_version,
    facts_of,
    give_back,
    own_reservation,
    price_again,
    quantity_of,
    ride_of,
    settle_each,
    take,
)
from core.reservations.connection_change_actions import price_whole_way
from core.reservations.itineraries import Stretch
from core.reservations.priority import NOBODY
from core.reservations.priority_refusals import no_more_refusal
from core.reservations.refusals import DepartureGone, NoLongerOpen, NoRoomForMore, TooLateToChange
from core.reservations.requests import Answered, checked_quantity, number
from core.reservations.search import DepartureBoard, answer_of_tour, refusal, tour_metres
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.reservations.waiting_list import NotKept, Placed, Short, TooBig, Waiter, answer_to
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass

Rides = Sequence[tuple[DepartureBoard, ReservationPart]]
_RIDES = (ReservationState.confirmed, ReservationState.to_approve)
_MAY_CHANGE = (*_RIDES, ReservationState.waiting, ReservationState.requested)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A reservation with another quantity, as the pure rules look at a load."""

    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass


def change_quantity(
    session: WriteSession, member: Member, *, reservation_id: int, quantity: Quantity, version: int
) -> Answered:
    """Change how much a reservation is for: more only where there is room nobody waits for, less frees room at once.

    On the waiting list, asking for less keeps the place; asking for more goes to the end of the line.

    Raises:
        NotFound: it is not this person's to change.
        StaleForm: it was changed since the form was drawn.
        NoLongerOpen, TooLateToChange, DepartureGone: it can no longer be changed.
        MoreAsksFirst: the line approves each load, and said yes to less.
        NoRoomForMore, BiggerThanTruck: there is no room for more; everything stays as it was.
        OutOfBounds: the quantity is not believable.
    """
    person_id, reservation, parts = own_reservation(session, member, reservation_id)
    quantity = checked_quantity(quantity)
    check_version(reservation, version)
    now = clock.now()
    boards = settle_each(session, parts, now=now)
    before = quantity_of(reservation)
    for board in boards:
        _require_changeable(board, reservation, member, now)
        if not quantity.fits_in(before):
            _require_approved(board, reservation, member)
    if quantity != before:
        rides = tuple(zip(boards, parts, strict=True))
        _set_quantity(session, rides, reservation, quantity, now)
        if not price_whole_way(session, person_id, reservation, rides):
            price_again(session, reservation, metres=_metres(session, rides, reservation), before=before)
        reservation.version += 1
        before_facts = {"before_kg": before.kg, "before_pallet_hundredths": before.pallet_hundredths}
        tell(
            session,
            partner_id=reservation.partner_id,
            kind=NoticeKind.changed,
            **facts_of(reservation, *boards),
            **before_facts,
        )
        record(session, person_id, "changed quantity", "reservation", reservation_id, kg=quantity.kg, **before_facts)
        boards = settle_each(session, parts, now=now)
    return as_it_is(boards[0], reservation)


def _require_changeable(board: DepartureBoard, reservation: Reservation, member: Member, now: datetime) -> None:
    what = number(store.number_of(reservation))
    if reservation.state not in _MAY_CHANGE:
        raise NoLongerOpen(number=what, state=reservation.state)
    if not board.is_ahead(now=now):
        raise DepartureGone(line=board.line_name, day=board.service_date)
    if not board.takes_reservations(now=now) and not member.has(Right.coordinator):
        raise TooLateToChange(number=what, closed_at=board.closes_at)


def _require_approved(board: DepartureBoard, reservation: Reservation, member: Member) -> None:
    """Check that nobody turns a yes to a small load into one to a big load."""
    was_approved = reservation.state == ReservationState.confirmed and not board.is_flexible
    if board.terms.needs_approval and was_approved and not member.has(Right.coordinator):
        raise MoreAsksFirst(line=board.line_name)


def _set_quantity(
    session: WriteSession, rides: Rides, reservation: Reservation, quantity: Quantity, now: datetime
) -> None:
    """Write the new quantity where it fits on every ride, or raise the sentence that says why it does not."""
    board, part = rides[0]
    if reservation.state in _RIDES:
        for each in rides:
            _change_room(session, *each, reservation, quantity)
    elif reservation.state == ReservationState.waiting:
        _change_place(board, reservation, part, quantity, now)
    else:
        changed = _load(reservation, quantity)
        never = answer_of_tour(board, changed)
        if never is not None:
            raise refusal(board, changed, never, next_day=None)
    all_or_nothing = reservation.least_kg == reservation.kg
    reservation.kg, reservation.pallet_hundredths = quantity.kg, quantity.pallet_hundredths
    reservation.least_kg = quantity.kg if all_or_nothing else min(reservation.least_kg, quantity.kg)
    session.flush()


def _change_room(
    session: WriteSession,
    board: DepartureBoard,
    part: ReservationPart,
    reservation: Reservation,
    quantity: Quantity,
) -> None:
    """Count the new quantity in the place of the old one, in the same compartment where it can stay."""
    ride, before = ride_of(part), quantity_of(reservation)
    compartment_id = ride.compartment_id
    if not quantity.fits_in(before):
        stretch = Stretch(ride.from_position, ride.to_position)
        holder = NOBODY if board.room.priority.is_over else store.holder_of(session, reservation.partner_id)
        without = board.room.without_load(stretch, compartment_id, before, holder)
        waiter = replace(_waiter(reservation, stretch, quantity), holder=holder)
        answer = answer_to(without, board.queue, waiter, stays_in=compartment_id, passed_above=board.terms.passed_above)
        if isinstance(answer, Short):
            most = answer.most if before.fits_in(answer.most) else before
            facts = (*board.itinerary.places_of_leg(answer.position), answer.lacking, most)
            raise no_more_refusal(answer.kept_back, *facts) if answer.kept_back else NoRoomForMore(*facts)
        if not isinstance(answer, Placed):
            raise refusal(board, _load(reservation, quantity), answer, next_day=None)
        compartment_id = answer.compartment_id
    give_back(session, reservation, part)
    part.compartment_id = compartment_id
    take(session, ride_of(part), quantity)


def _change_place(
    board: DepartureBoard, reservation: Reservation, part: ReservationPart, quantity: Quantity, now: datetime
) -> None:
    """Keep the place in line for less, go to its end for more; refuse what could never ride."""
    if part.from_position is None or part.to_position is None:
        raise ValueError("a waiting reservation knows its stops")
    waiter = _waiter(reservation, Stretch(part.from_position, part.to_position), quantity)
    answer = answer_to(board.room, (), waiter)
    if isinstance(answer, NotKept | TooBig):
        raise refusal(board, _load(reservation, quantity), answer, next_day=None)
    if not quantity.fits_in(quantity_of(reservation)):
        reservation.waiting_since = now


def _waiter(reservation: Reservation, stretch: Stretch, quantity: Quantity) -> Waiter:
    takes_a_part = reservation.state == ReservationState.waiting and reservation.least_kg < reservation.kg
    least_kg = reservation.least_kg if takes_a_part else quantity.kg
    return Waiter(
        reservation_id=store.number_of(reservation),
        stretch=stretch,
        temperature=reservation.temperature,
        quantity=quantity,
        least_kg=min(least_kg, quantity.kg),
        promotes_at_once=reservation.promotes_at_once,
    )


def _load(reservation: Reservation, quantity: Quantity) -> _Changed:
    return _Changed(reservation.from_site_id, reservation.to_site_id, quantity, reservation.temperature)


def _metres(session: WriteSession, rides: Rides, reservation: Reservation) -> int:
    stretches = [
        (board, Stretch(part.from_position, part.to_position))
        for board, part in rides
        if not board.is_flexible and part.from_position is not None and part.to_position is not None
    ]
    if len(stretches) == len(rides):
        return sum(board.itinerary.metres(stretch) for board, stretch in stretches)
    start, end_ = store.points_of(session, reservation.from_site_id, reservation.to_site_id)
    return tour_metres(start, end_)
