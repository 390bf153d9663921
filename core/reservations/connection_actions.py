"""Reserving a way with transfers: every ride and every storage, or nothing at all (R1, R2, R10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from core.access.rights import Member, Right, require_acting_for
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.capacity import Ride
from core.lines.store import lock_departures
from core.reservations import connection_store, store
from core.reservations.board_actions import (
    DEPARTURE,
    RESERVATION,
    as_it_is,
    moments_of,
    settle,
    take,
    tell_standing,
)
from core.reservations.connection_requests import (
    ConnectionRequest,
    HoursUnknown,
    NoLongerMeet,
    RideFull,
    TransferFull,
    checked_connection,
)
from core.reservations.pricing_views import hop_pricing
from core.reservations.refusals import BookingClosed, DearerNow, DepartureGone, RequestReused
from core.reservations.requests import Reserved, ToApprove, number
from core.reservations.search import DepartureBoard, refusal
from core.reservations.standing import Standing, reserved_standing
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.reservations.transfers import USUAL_RULES, Connection, Hop, Pricing, SeatedHop, Transfer, handed_over, seated
from core.reservations.waiting_list import Placed, Short
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.money import Cents
from core.storage.board import StorageBoard
from core.storage.refusals import NotKeptThere, OfferClosed
from core.storage.transfer_actions import TransferRequest, open_offers, store_transfer
from core.storage.waiting_list import NotOffered
from core.storage.waiting_list import Placed as Sheltered
from core.storage.waiting_list import Short as Crowded


def reserve_connection(session: WriteSession, member: Member, request: ConnectionRequest) -> Reserved | ToApprove:
    """Take room on every ride and in every storage of a way, or nothing; the same request id gives the same answer.

    Where a line of it asks for approval, a coordinator answers for the whole way before the first cut-off.

    Departures are locked first, then offers of storage, each in the order of their ids.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        Refusal: the request cannot be believed; a departure is closed, gone or full; a storage is full; they no longer
            meet; the price went up; the form was already used for something else.
    """
    person_id = require_acting_for(member, request.partner_id)
    request = checked_connection(request)
    now = clock.now()
    boards = _open_boards(session, [ride.departure_id for ride in request.rides], now=now)
    stores = open_offers(session, request.offer_ids, now=now)
    earlier = store.made_by_request(session, request.request_id)
    if earlier is not None:
        return _same_answer(boards[0], earlier, request)
    for board in boards:
        _require_open(board, member, now)
    asker = store.asker(
        session, partner_id=request.partner_id, from_site_id=request.from_site_id, to_site_id=request.to_site_id
    )
    if asker is None:
        raise NotFound(what=N_("place or partner"))
    boards = [board.asked_by(asker.holder) for board in boards]
    hops = _hops(boards, request)
    days = [board.service_date for board in boards]
    priced = hop_pricing(session, asker, request.quantity, first_day=min(days), last_day=max(days))
    connection = Connection(_seats(hops, request, priced), _transfers(hops, stores, request))
    agreed = request.agreed_cents
    if agreed is not None and connection.bill.total_cents > agreed:
        raise DearerNow(shown=Cents(agreed), now=Cents(connection.bill.total_cents))
    standing = _standing(boards, now, may_approve=member.has(Right.coordinator))
    return _Writing(session, person_id, request, connection, boards, stores, now, standing).reserve()


def _open_boards(session: WriteSession, departure_ids: Sequence[int], *, now: datetime) -> list[DepartureBoard]:
    """Lock departures in order, settle each, and return them in the order they are ridden."""
    if len(lock_departures(session, departure_ids)) != len(departure_ids):
        raise NotFound(what=DEPARTURE)
    settled = {departure_id: settle(session, departure_id, now=now) for departure_id in sorted(departure_ids)}
    return [settled[departure_id] for departure_id in departure_ids]


def _standing(boards: Sequence[DepartureBoard], now: datetime, *, may_approve: bool) -> Standing:
    """Return what the whole way becomes: reserved, or awaiting a yes until the first cut-off of its rides."""
    moments = [moments_of(board, now) for board in boards]
    found = [
        reserved_standing(board.terms, each, may_approve=may_approve)
        for board, each in zip(boards, moments, strict=True)
    ]
    awaited = next((each for each in found if each.until is not None), None)
    return found[0] if awaited is None else replace(awaited, until=min(each.last for each in moments))


def _answer(first: DepartureBoard, reservation: Reservation) -> Reserved | ToApprove:
    found = as_it_is(first, reservation)
    if not isinstance(found, Reserved | ToApprove):
        raise TypeError(f"a way with transfers is never {reservation.state}")
    return found


def _same_answer(first: DepartureBoard, earlier: Reservation, request: ConnectionRequest) -> Reserved | ToApprove:
    """Answer a form that came twice as it was answered first."""
    if earlier.partner_id != request.partner_id:
        raise NotFound(what=RESERVATION)
    reservation_id = store.number_of(earlier)
    if earlier.request_sha256 != request.fingerprint() or earlier.state == ReservationState.cancelled:
        raise RequestReused(number=number(reservation_id))
    return _answer(first, earlier)


def _require_open(board: DepartureBoard, member: Member, now: datetime) -> None:
    if not board.is_ahead(now=now):
        raise DepartureGone(line=board.line_name, day=board.service_date)
    if not board.takes_reservations(now=now) and not member.has(Right.coordinator):
        raise BookingClosed(line=board.line_name, closed_at=board.closes_at)
    if board.is_flexible:
        raise HoursUnknown(line=board.line_name)


def _hops(boards: Sequence[DepartureBoard], request: ConnectionRequest) -> list[Hop]:
    """Return the rides as the timetable has them now, if they still follow one another from place to place."""
    hops = []
    for board, ride in zip(boards, request.rides, strict=True):
        last = max((stop.position for stop in board.itinerary.stops), default=0)
        if not 0 <= ride.stretch.from_position < ride.stretch.to_position <= last:
            raise NoLongerMeet(from_place=board.line_name)
        hops.append(Hop.of(board, ride.stretch))
    for before, after in pairwise(hops):
        meets = before.to_site_id == after.from_site_id
        if not (meets and USUAL_RULES.allows(before.arrives_at, after.leaves_at)):
            raise NoLongerMeet(from_place=_place(before))
    if (hops[0].from_site_id, hops[-1].to_site_id) != (request.from_site_id, request.to_site_id):
        raise NoLongerMeet(from_place=_place(hops[-1]))
    return hops


def _place(hop: Hop) -> str:
    return hop.board.itinerary.stop(hop.stretch.to_position).site_name


def _seats(hops: Sequence[Hop], request: ConnectionRequest, priced: Pricing) -> tuple[SeatedHop, ...]:
    """Return the rides, each with room for the whole load, or say which one has none."""
    found = []
    for hop in hops:
        answer = hop.answer(request)
        if isinstance(answer, Short):
            places = hop.board.itinerary.places_of_leg(answer.position)
            raise RideFull(hop.board.line_name, hop.board.service_date, *places, answer.lacking)
        if not isinstance(answer, Placed):
            raise refusal(hop.board, request, answer, next_day=None)
        found.append(seated(hop, answer.compartment_id, priced(hop.board, hop.stretch)))
    return tuple(found)


def _transfers(
    hops: Sequence[Hop], stores: Mapping[int, StorageBoard], request: ConnectionRequest
) -> tuple[Transfer, ...]:
    """Return the storage between the rides, each with room on every day, or say which one has none."""
    found = []
    for (before, after), offer_id in zip(pairwise(hops), request.offer_ids, strict=True):
        board = stores[offer_id]
        if board.site_id != before.to_site_id:
            raise NoLongerMeet(from_place=_place(before))
        if not board.is_open:
            raise OfferClosed(site=board.site_name)
        if not board.keeps(request.temperature):
            raise NotKeptThere(site=board.site_name, temperature=request.temperature)
        transfer = handed_over(board, before.arrives_at, after.leaves_at, request)
        answer = board.answer(transfer.days, transfer.pallet_hundredths)
        if not isinstance(answer, Sheltered):
            day = answer.day if isinstance(answer, NotOffered | Crowded) else transfer.days.first
            raise TransferFull(site=board.site_name, day=day)
        found.append(transfer)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One connection that has room everywhere, under the locks of all it touches."""

    session: WriteSession
    person_id: int
    request: ConnectionRequest
    connection: Connection
    boards: Sequence[DepartureBoard]
    stores: Mapping[int, StorageBoard]
    now: datetime
    standing: Standing

    def reserve(self) -> Reserved | ToApprove:
        """Count the load on every leg and every day, write one reservation, tell and log."""
        request, connection = self.request, self.connection
        for hop in connection.hops:
            ride = Ride(hop.departure_id, hop.compartment_id, hop.stretch.from_position, hop.stretch.to_position)
            take(self.session, ride, request.quantity)
        reservation = self._reservation()
        parts = [store.PlannedPart(hop.departure_id, hop.stretch, hop.compartment_id) for hop in connection.hops]
        reservation_id = store.add(self.session, reservation, parts)
        connection_store.add_ride_prices(self.session, reservation_id, connection.hops)
        for position, transfer in enumerate(connection.transfers):
            self._store(reservation_id, position, transfer)
        self._tell(reservation)
        return _answer(self.boards[0], reservation)

    def _reservation(self) -> Reservation:
        request, first = self.request, self.connection.hops[0].price
        return Reservation(
            request_id=request.request_id,
            request_sha256=request.fingerprint(),
            partner_id=request.partner_id,
            from_site_id=request.from_site_id,
            to_site_id=request.to_site_id,
            kg=request.quantity.kg,
            pallet_hundredths=request.quantity.pallet_hundredths,
            temperature=request.temperature,
            least_kg=request.quantity.kg,
            state=self.standing.state,
            offer_ends_at=self.standing.until,
            period=first.period,
            tariff_id=first.tariff_id,
            trough_percent=first.quote.reductions.trough_percent,
            solidarity_percent=first.quote.reductions.solidarity_percent,
            full_price_cents=self.connection.full_price_cents,
            price_cents=self.connection.price_cents,
            gst_millipercent=self.connection.taxes.gst_millipercent,
            qst_millipercent=self.connection.taxes.qst_millipercent,
            made_at=self.now,
            made_by_id=self.person_id,
            note=request.note,
        )

    def _store(self, reservation_id: int, position: int, transfer: Transfer) -> None:
        request = self.request
        asked = TransferRequest(
            request_id=f"{request.request_id}.{position}",
            reservation_id=reservation_id,
            partner_id=request.partner_id,
            days=transfer.days,
            pallet_hundredths=transfer.pallet_hundredths,
            temperature=request.temperature,
            taxes=self.connection.taxes,
        )
        store_transfer(self.session, self.person_id, self.stores[transfer.offer_id], asked, now=self.now)

    def _tell(self, reservation: Reservation) -> None:
        tell_standing(self.session, self.boards, reservation)
        record(
            self.session,
            self.person_id,
            "reserved" if self.standing.until is None else "asked for approval",
            "reservation",
            reservation.id,
            departure_ids=[hop.departure_id for hop in self.connection.hops],
            offer_ids=[transfer.offer_id for transfer in self.connection.transfers],
            kg=reservation.kg,
            pallet_hundredths=reservation.pallet_hundredths,
            price_cents=reservation.price_cents,
        )
