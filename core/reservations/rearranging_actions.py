"""A truck does not run, or carries less: in one act everyone is offered the nearest other departure, and told (R1, R3).

The room offered is held; an offer left unanswered ends like any other. A reservation keeps its number and never costs
more than was agreed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.capacity import Ride
from core.lines.line_store import lock_line
from core.lines.moving_actions import move_departure
from core.lines.store import lock_departures
from core.lines.tables import Departure, DepartureState
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import board_store, ending_store, store
from core.reservations.alternatives import Alternative, Move, assign
from core.reservations.board_actions import (
    DEPARTURE,
    facts_of,
    give_back,
    moments_of,
    price_again,
    quantity_of,
    settle,
    stand,
    take,
)
from core.reservations.cancel_actions import end
from core.reservations.rearranging_views import candidates, movable
from core.reservations.refusals import DepartureGone, PlanChanged
from core.reservations.search import DepartureBoard
from core.reservations.standing import Standing, offered_standing
from core.reservations.states import STILL_AHEAD, EndingKind, ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock, plausible
from core.shared.errors import N_, BusyNetwork, NotFound


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What became of the reservations: offered another departure (which one), or ended."""

    offered: Mapping[int, int]
    ended: tuple[int, ...]


def call_off(
    session: WriteSession, member: Member, *, departure_id: int, reason: str, shown: Mapping[int, int] | None = None
) -> Rearranged:
    """Call a departure off and offer everyone on it the nearest other one with room; who has none is told why.

    `shown` is the departure offered to each reservation as the coordinator saw it; None takes whatever is best now.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such departure.
        DepartureGone: it has left, or was called off already.
        PlanChanged: somebody reserved or cancelled since the coordinator looked.
        Missing, TooLong: partners must read a reason.
    """
    person_id = require(member, Right.coordinator)
    reason = plausible.text(N_("Reason"), reason, longest=200)
    work = _open(session, person_id, departure_id, reason, None, shown)
    offered = work.offer_others()
    moved = {*offered}
    ended = [(reservation, parts) for reservation, parts in work.booked if reservation.id not in moved]
    for reservation, parts in ended:
        work.end_called_off(reservation, parts)
    work.departure.state, work.departure.note = DepartureState.cancelled, reason
    work.departure.version += 1
    numbers = tuple(store.number_of(reservation) for reservation, _parts in ended)
    record(
        session,
        person_id,
        "cancelled departure",
        "departure",
        departure_id,
        reason=reason,
        reservations=len(work.booked),
        offered=len(offered),
    )
    session.flush()
    for other in store.departures_ridden(ended):
        if other != departure_id:
            settle(session, other, now=work.now)
    return Rearranged(offered, numbers)


def move_loads(
    session: WriteSession,
    member: Member,
    *,
    departure_id: int,
    reservation_ids: Collection[int],
    reason: str,
    shown: Mapping[int, int] | None = None,
    vehicle_id: int | None = None,
) -> Rearranged:
    """Take chosen loads off a departure that carries less, and offer each the nearest other one with room.

    Who has none ends, and is told why. With `vehicle_id` that vehicle then runs instead of the departure's own. What
    is freed beyond what the truck now takes goes to whoever waits.

    Raises:
        NotAllowed, NotFound, DepartureGone, PlanChanged, Missing, TooLong: as for `call_off`.
        Refusal: the other vehicle is away or elsewhere, or does not take those who stay: nothing is changed.
    """
    person_id = require(member, Right.coordinator)
    reason = plausible.text(N_("Reason"), reason, longest=200)
    lock_line_of(session, departure_id)
    work = _open(session, person_id, departure_id, reason, set(reservation_ids), shown)
    offered = work.offer_others()
    ended = [
        (reservation, parts)
        for reservation, parts in work.booked
        if reservation.id in set(reservation_ids) and reservation.id not in offered
    ]
    for reservation, parts in ended:
        work.end_refused(reservation, parts)
    if vehicle_id is not None and vehicle_id != work.departure.vehicle_id:
        move_departure(
            session,
            member,
            departure_id=departure_id,
            starts_at=work.departure.starts_at,
            vehicle_id=vehicle_id,
            version=None,
            reason=reason,
        )
    record(
        session,
        person_id,
        "offered another departure",
        "departure",
        departure_id,
        reason=reason,
        offered=len(offered),
        ended=len(ended),
    )
    for each in {departure_id, *store.departures_ridden(ended)}:
        settle(session, each, now=work.now)
    return Rearranged(offered, tuple(store.number_of(reservation) for reservation, _parts in ended))


@dataclass(frozen=True, slots=True)
class _Work:
    """A departure to be emptied, all that it takes locked."""

    session: WriteSession
    person_id: int
    reason: str
    now: datetime
    departure: Departure
    board: DepartureBoard
    booked: Sequence[store.Booked]
    moves: Sequence[Move]
    boards: Mapping[int, DepartureBoard]

    def offer_others(self) -> dict[int, int]:
        """Hold for each load the room it is offered, and tell its partner; return the departures offered."""
        found = {store.number_of(reservation): (reservation, parts[0]) for reservation, parts in self.booked}
        offered = {}
        for move in self.moves:
            if move.chosen is not None:
                self._offer(move.chosen, *found[move.load.reservation_id])
                offered[move.load.reservation_id] = move.chosen.departure_id
        return offered

    def end_called_off(self, reservation: Reservation, parts: Sequence[ReservationPart]) -> None:
        """End a reservation whose departure will not run, and tell its partner."""
        was_kept_only = reservation.state == ReservationState.held
        reservation.called_off = True
        end(self.session, reservation, parts)
        if not was_kept_only:
            self._tell(reservation, NoticeKind.departure_cancelled, self.board)

    def end_refused(self, reservation: Reservation, parts: Sequence[ReservationPart]) -> None:
        """End a reservation for which there is no room any more, and tell its partner why."""
        reservation_id = store.number_of(reservation)
        end(self.session, reservation, parts)
        ending_store.write_ending(
            self.session,
            reservation_id,
            EndingKind.refused,
            departure_id=self.board.departure_id,
            at=self.now,
            by=self.person_id,
            reason=self.reason,
        )
        self._tell(reservation, NoticeKind.refused, self.board)

    def _offer(self, best: Alternative, reservation: Reservation, part: ReservationPart) -> None:
        board = self.boards[best.departure_id]
        put_on(self.session, reservation, part, best, offered_standing(board.terms, moments_of(board, self.now)))
        facts = {"from_line": self.board.line_name, "from_day": self.board.service_date.isoformat()}
        self._tell(reservation, NoticeKind.moved, board, **facts)

    def _tell(self, reservation: Reservation, kind: NoticeKind, board: DepartureBoard, **facts: str) -> None:
        told = {**facts_of(reservation, board), "reason": self.reason, **facts}
        tell(self.session, partner_id=reservation.partner_id, kind=kind, **told)


def put_on(
    session: WriteSession, reservation: Reservation, part: ReservationPart, best: Alternative, standing: Standing
) -> None:
    """Take a load off its departure and count it on another one; it never costs more than was agreed."""
    give_back(session, reservation, part)
    stretch, agreed = best.stretch, (reservation.full_price_cents, reservation.price_cents)
    ride = Ride(best.departure_id, best.compartment_id, stretch.from_position, stretch.to_position)
    take(session, ride, quantity_of(reservation))
    part.departure_id, part.compartment_id = ride.departure_id, ride.compartment_id
    part.from_position, part.to_position = ride.from_position, ride.to_position
    price_again(session, reservation, metres=best.metres)
    if reservation.price_cents > agreed[1]:
        reservation.full_price_cents, reservation.price_cents = agreed
    stand(reservation, [standing])
    session.flush()


def lock_line_of(session: WriteSession, departure_id: int) -> None:
    """Lock the line of a departure before the departure itself, as generating and moving do."""
    departure = session.get(Departure, departure_id)
    if departure is not None:
        lock_line(session, departure.line_id)


def _open(
    session: WriteSession,
    person_id: int,
    departure_id: int,
    reason: str,
    reservation_ids: Collection[int] | None,
    shown: Mapping[int, int] | None,
) -> _Work:
    """Lock the departure, everything its reservations ride on and what they will be offered, all in one go."""
    now = clock.now()
    planned = _moves(session, departure_id, reservation_ids, now=now)
    chosen = _chosen(planned)
    booked = store.rides_on(session, departure_id, STILL_AHEAD)
    locked = lock_departures(session, [departure_id, *store.departures_ridden(booked), *chosen.values()])
    if departure_id not in locked:
        raise NotFound(what=DEPARTURE)
    boards = {each: settle(session, each, now=now) for each in sorted(set(chosen.values()))}
    booked = store.rides_on(session, departure_id, STILL_AHEAD)
    moves = _moves(session, departure_id, reservation_ids, now=now)
    if not store.all_within(booked, locked) or _chosen(moves) != chosen:
        raise BusyNetwork  # somebody was quicker: look again
    board = board_store.boards(session, [departure_id])[0]
    if not board.is_ahead(now=now):
        raise DepartureGone(line=board.line_name, day=board.service_date)
    if shown is not None and dict(shown) != chosen:
        raise PlanChanged(line=board.line_name, day=board.service_date)
    return _Work(session, person_id, reason, now, locked[departure_id], board, booked, moves, boards)


def _moves(
    session: WriteSession, departure_id: int, reservation_ids: Collection[int] | None, *, now: datetime
) -> list[Move]:
    boards = board_store.boards(session, [departure_id])
    if not boards:
        raise NotFound(what=DEPARTURE)
    booked = store.rides_on(session, departure_id, STILL_AHEAD)
    holders = store.holders_of(session, (reservation.partner_id for reservation, _parts in booked))
    loads = movable(booked, reservation_ids, holders)
    day = boards[0].service_date
    return assign(loads, candidates(session, loads, but=departure_id, day=day, now=now), day=day)


def _chosen(moves: Sequence[Move]) -> dict[int, int]:
    return {move.load.reservation_id: move.chosen.departure_id for move in moves if move.chosen is not None}
