"""Reserving: room is taken on every leg or not at all, whatever others do at the same time (R1, R2, R3, R10)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, Right, require_acting_for
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.capacity import Ride
from core.reservations import board_store, ending_store, store
from core.reservations.board_actions import RESERVATION, as_it_is, moments_of, open_board, take, tell_standing
from core.reservations.itineraries import Stretch
from core.reservations.refusals import (
    BookingClosed,
    DearerNow,
    DepartureGone,
    OutsideTour,
    PlacesNotJoined,
    RequestReused,
    TooManyHolds,
)
from core.reservations.requests import (
    Answered,
    Held,
    Requested,
    ReservationRequest,
    Reserved,
    ToApprove,
    Waiting,
    checked_request,
    number,
)
from core.reservations.search import (
    DepartureBoard,
    Seat,
    answer_of_tour,
    best_seat,
    first_day_with_room,
    refusal,
    tour_metres,
)
from core.reservations.standing import Standing, held_standing, reserved_standing
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.reservations.waiting_list import Placed, Short
from core.seasons.views import periods
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.money import Cents
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity
from core.tariffs.pricing import Quote, quote

MOST_HOLDS = 5
NEXT_ROOM_WITHIN = timedelta(days=56)


def reserve(session: WriteSession, member: Member, request: ReservationRequest) -> Answered:
    """Take room for a load, or ask for a place in a flexible tour; the same request id gives the same answer.

    A load that does not fit joins the waiting list if the request says so, and is reserved in part if the request
    names the smallest part it takes. By the terms of the line a coordinator still answers, or the room is kept a
    while first for the partner to confirm, if the request says so.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        Refusal: the request cannot be believed; the departure is closed, does not go there, or has no room; the price
            went up; the form was already used for something else; much room is kept unconfirmed.
    """
    person_id = require_acting_for(member, request.partner_id)
    request = checked_request(request)
    now = clock.now()
    board = open_board(session, request.departure_id, now=now)
    earlier = store.made_by_request(session, request.request_id)
    if earlier is not None:
        return _same_answer(board, earlier, request)
    _require_open(board, member, now)
    asker = store.asker(
        session, partner_id=request.partner_id, from_site_id=request.from_site_id, to_site_id=request.to_site_id
    )
    if asker is None:
        raise NotFound(what=N_("place or partner"))
    if request.holds_first:
        _require_few_holds(session, request.partner_id, now)
    board = board.asked_by(asker.holder)
    booking = _Booking(session, person_id, request, board, asker, now, may_approve=member.has(Right.coordinator))
    return booking.ask_for_tour() if board.is_flexible else booking.take_or_wait()


def _same_answer(board: DepartureBoard, earlier: Reservation, request: ReservationRequest) -> Answered:
    """Answer a form that came twice as it was answered first, as far as that is still so."""
    if earlier.partner_id != request.partner_id:
        raise NotFound(what=RESERVATION)
    reservation_id = store.number_of(earlier)
    if earlier.request_sha256 != request.fingerprint() or earlier.state == ReservationState.cancelled:
        raise RequestReused(number=number(reservation_id))
    return as_it_is(board, earlier)


def _require_open(board: DepartureBoard, member: Member, now: datetime) -> None:
    if not board.is_ahead(now=now):
        raise DepartureGone(line=board.line_name, day=board.service_date)
    if not board.takes_reservations(now=now) and not member.has(Right.coordinator):
        raise BookingClosed(line=board.line_name, closed_at=board.closes_at)


def _require_few_holds(session: WriteSession, partner_id: int, now: datetime) -> None:
    holds = ending_store.live_holds(session, partner_id, now=now)
    if holds >= MOST_HOLDS:
        raise TooManyHolds(count=holds)


@dataclass(frozen=True, slots=True)
class _Priced:
    """A price, and what it was agreed on."""

    quote: Quote
    period: Period
    tariff_id: int | None


@dataclass(frozen=True, slots=True)
class _Booking:
    """One request under the lock of its departure."""

    session: WriteSession
    person_id: int
    request: ReservationRequest
    board: DepartureBoard
    asker: store.Asker
    now: datetime
    may_approve: bool

    def ask_for_tour(self) -> Requested:
        """Write a request; it takes room once a plan is accepted."""
        board, asker = self.board, self.asker
        if not all(board.tours(place.site_id, place.territory) for place in (asker.start, asker.end)):
            raise OutsideTour(line=board.line_name, territory=board.territory)
        answer = answer_of_tour(board, self.request)
        if answer is not None:
            raise refusal(board, self.request, answer, next_day=None)
        priced = self._price(tour_metres(asker.start.point, asker.end.point))
        reservation_id = self._write(Standing(ReservationState.requested), self.request.quantity, priced)
        return Requested(reservation_id)

    def take_or_wait(self) -> Answered:
        """Take room, or a place in line, or say why not."""
        least_kg = self.request.least_kg or self.request.quantity.kg
        seat = best_seat(self.board, self.request, least_kg=least_kg)
        if seat is None:
            raise PlacesNotJoined(line=self.board.line_name)
        metres = self.board.itinerary.metres(seat.stretch)
        if isinstance(seat.answer, Placed):
            return self._take(seat.stretch, seat.answer, metres)
        if isinstance(seat.answer, Short) and self.request.waits_if_full:
            return self._wait(seat.stretch, seat.answer, metres)
        raise refusal(self.board, self.request, seat.answer, next_day=self._next_day(seat))

    def _standing(self) -> Standing:
        """Return what the room taken becomes by the terms of the line."""
        terms, moments = self.board.terms, moments_of(self.board, self.now)
        held = held_standing(terms, moments) if self.request.holds_first else None
        return held or reserved_standing(terms, moments, may_approve=self.may_approve)

    def _take(self, stretch: Stretch, placed: Placed, metres: int) -> Reserved | Held | ToApprove:
        priced, standing = self._price(metres, taken=placed.quantity), self._standing()
        ride = Ride(self.board.departure_id, placed.compartment_id, stretch.from_position, stretch.to_position)
        take(self.session, ride, placed.quantity)
        reservation_id = self._write(
            standing, placed.quantity, priced, stretch=stretch, compartment_id=placed.compartment_id
        )
        room = (reservation_id, priced.quote.price_cents, self.board.departure_id, placed.quantity)
        if standing.until is None:
            return Reserved(*room, priced.quote.taxes)
        kept = Held if standing.state == ReservationState.held else ToApprove
        return kept(*room, standing.until, priced.quote.taxes)

    def _wait(self, stretch: Stretch, short: Short, metres: int) -> Waiting:
        priced = self._price(metres)
        place = short.ahead + 1
        reservation_id = self._write(
            Standing(ReservationState.waiting), self.request.quantity, priced, stretch=stretch, rank=place
        )
        return Waiting(reservation_id, place)

    def _next_day(self, seat: Seat) -> date | None:
        """Look for the next departure with room for the whole load."""
        if not isinstance(seat.answer, Short):
            return None
        day = self.board.service_date
        coming = board_store.coming_boards(
            self.session,
            from_site_id=self.request.from_site_id,
            to_site_id=self.request.to_site_id,
            first_day=day,
            last_day=day + NEXT_ROOM_WITHIN,
            open_at=self.now,
        )
        later = [
            each.settled(now=self.now).board.asked_by(self.asker.holder)
            for each in coming
            if not each.is_flexible and each.starts_at > self.board.starts_at
        ]
        return first_day_with_room(later, self.request)

    def _price(self, metres: int, *, taken: Quantity | None = None) -> _Priced:
        """Price the load; the whole of it must not cost more than the partner saw."""
        board = self.board
        week = week_start(board.service_date)
        found = periods(self.session, first_week=week, last_week=week, line_id=board.line_id).get((board.line_id, week))
        period = found.period if found is not None else Period.normal
        prices = self.asker.prices
        whole = prices.quote(
            self.request.quantity,
            metres=metres,
            day=board.service_date,
            kind=self.asker.kind,
            period=period,
            trough_discount_percent=board.trough_discount_percent,
        )
        agreed = self.request.agreed_cents
        if agreed is not None and whole.bill.total_cents > agreed:
            raise DearerNow(shown=Cents(agreed), now=Cents(whole.bill.total_cents))
        tariff = prices.on(board.service_date)
        part = whole
        if taken is not None:
            part = quote(tariff.formula, taken, metres=metres, reductions=whole.reductions, taxes=whole.taxes)
        return _Priced(part, period, tariff.tariff_id)

    def _write(
        self,
        standing: Standing,
        quantity: Quantity,
        priced: _Priced,
        *,
        stretch: Stretch | None = None,
        compartment_id: int | None = None,
        rank: int | None = None,
    ) -> int:
        part = store.PlannedPart(self.board.departure_id, stretch, compartment_id)
        request, reductions = self.request, priced.quote.reductions
        reservation = Reservation(
            request_id=request.request_id,
            request_sha256=request.fingerprint(),
            partner_id=request.partner_id,
            from_site_id=request.from_site_id,
            to_site_id=request.to_site_id,
            kg=quantity.kg,
            pallet_hundredths=quantity.pallet_hundredths,
            temperature=request.temperature,
            least_kg=min(request.least_kg or quantity.kg, quantity.kg),
            promotes_at_once=request.promotes_at_once,
            state=standing.state,
            offer_ends_at=standing.until,
            period=priced.period,
            tariff_id=priced.tariff_id,
            trough_percent=reductions.trough_percent,
            solidarity_percent=reductions.solidarity_percent,
            full_price_cents=priced.quote.full_price_cents,
            price_cents=priced.quote.price_cents,
            gst_millipercent=priced.quote.taxes.gst_millipercent,
            qst_millipercent=priced.quote.taxes.qst_millipercent,
            made_at=self.now,
            made_by_id=self.person_id,
            waiting_since=self.now if standing.state == ReservationState.waiting else None,
            note=request.note,
        )
        reservation_id = store.add(self.session, reservation, [part])
        self._tell(reservation, rank)
        return reservation_id

    def _tell(self, reservation: Reservation, rank: int | None) -> None:
        if reservation.state not in (ReservationState.held, ReservationState.requested):
            asked_kg = self.request.quantity.kg
            tell_standing(self.session, (self.board,), reservation, asked_kg=asked_kg, rank=rank)
        record(
            self.session,
            self.person_id,
            _ACTS[reservation.state],
            "reservation",
            reservation.id,
            departure_id=self.board.departure_id,
            kg=reservation.kg,
            pallet_hundredths=reservation.pallet_hundredths,
            price_cents=reservation.price_cents,
        )


_ACTS = {
    ReservationState.confirmed: "reserved",
    ReservationState.waiting: "joined the waiting list",
    ReservationState.held: "held room",
    ReservationState.to_approve: "asked for approval",
    ReservationState.requested: "asked for a place in a tour",
}
