"""What people see of reservations: one's own list with places in line, a day's requests, what rides on a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from core.access.rights import Member, Right, require_acting_for, require_signed_in
from core.database.doors import ReadSession
from core.lines.kinds import DepartureKind
from core.reservations import board_store, row_store
from core.reservations.check_views import drift
from core.reservations.requests import Wish, number
from core.reservations.search import DepartureBoard
from core.reservations.search_views import Option, find_departures
from core.reservations.states import STILL_AHEAD, TAKES_ROOM, ReservationState
from core.reservations.waiting_list import Short, place_in_line
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound
from core.shared.periods import Period
from core.shared.quantities import NOTHING, Quantity, TemperatureClass

__all__ = [
    "Option",
    "RequestRow",
    "ReservationRow",
    "Wish",
    "drift",
    "find_departures",
    "requests_for_day",
    "reservation",
    "reservations_of",
    "reservations_on",
]

SHOWN_DAYS_BACK = 180
_MAY_CHANGE = (ReservationState.confirmed, ReservationState.waiting, ReservationState.requested)


@dataclass(frozen=True, slots=True)
class RideRow:
    """One ride of a reservation: on which departure, from where to where, when."""

    position: int
    departure_id: int
    line_name: str
    kind: DepartureKind
    service_date: date
    from_site: str
    to_site: str
    leaves_at: datetime
    arrives_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """A reservation as its partner reads it.

    Attributes:
        rank: the place in line of a waiting load, from 1; the three fields after it say what it waits for.
        may_change, may_cancel: what this person may still do, now.
        was_called_off: it ended because the departure itself was cancelled.
        rides: in order; what is said of the departure, the line and the day above is of the first one.
    """

    id: int
    number: str
    state: ReservationState
    partner_id: int
    partner_name: str
    from_site_id: int
    from_site: str
    from_town: str
    to_site_id: int
    to_site: str
    to_town: str
    quantity: Quantity
    temperature: TemperatureClass
    departure_id: int
    line_name: str
    kind: DepartureKind
    service_date: date
    leaves_at: datetime
    arrives_at: datetime | None
    closes_at: datetime
    price_cents: int
    full_price_cents: int
    period: Period
    least_kg: int
    promotes_at_once: bool
    offer_ends_at: datetime | None
    delivered_kg: int | None
    note: str
    version: int
    has_left: bool
    was_called_off: bool
    departure_note: str
    may_change: bool
    may_cancel: bool
    rank: int | None = None
    lacks: Quantity = NOTHING
    lacks_between: tuple[str, str] = ("", "")
    waits_for_queue_only: bool = False
    rides: tuple[RideRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A load that a day's tours must serve: asked for, or placed already by a plan accepted earlier."""

    reservation_id: int
    partner_id: int
    partner_name: str
    departure_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    state: ReservationState


def reservations_of(
    session: ReadSession, member: Member, *, partner_id: int, since: date | None = None
) -> list[ReservationRow]:
    """Return a partner's reservations by departure time, those on runs before `since` left out (four queries at most).

    Raises:
        SignInNeeded, NotAllowed: only one's own partner's, except coordinators.
    """
    require_acting_for(member, partner_id)
    first_day = since or clock.today() - timedelta(days=SHOWN_DAYS_BACK)
    rows = _rows(session, row_store.of_partner(session, partner_id, since=first_day), member)
    return _with_places(session, rows)


def reservation(session: ReadSession, member: Member, reservation_id: int) -> ReservationRow:
    """Return one reservation.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is none, or it is another partner's (R9).
    """
    require_signed_in(member)
    rows = _rows(session, row_store.one(session, reservation_id), member)
    if not rows or not member.may_act_for(rows[0].partner_id):
        raise NotFound(what="reservation")
    return _with_places(session, rows)[0]


def reservations_on(session: ReadSession, member: Member, *, departure_id: int) -> list[ReservationRow]:
    """Return the loads that ride on a departure, each with all its rides.

    Raises:
        SignInNeeded, NotAllowed: only coordinators and drivers see everybody's.
    """
    require_signed_in(member)
    if not (member.has(Right.coordinator) or member.has(Right.driver)):
        raise NotAllowed(needed=Right.driver.value)
    return _rows(session, row_store.on_departure(session, departure_id, TAKES_ROOM), member)


def requests_for_day(session: ReadSession, day: date) -> list[RequestRow]:
    """Return the loads on the flexible departures of a day, asked for or confirmed, by number (one query)."""
    found = row_store.flexible_on(session, day, (ReservationState.requested, ReservationState.confirmed))
    return sorted((_request(each) for each in found), key=lambda row: row.reservation_id)


def _request(row: Any) -> RequestRow:
    reserved, part, _departure, _line, partner, *_rest = row
    return RequestRow(
        reservation_id=reserved.id,
        partner_id=partner.id,
        partner_name=partner.name,
        departure_id=part.departure_id,
        from_site_id=reserved.from_site_id,
        to_site_id=reserved.to_site_id,
        quantity=Quantity(reserved.kg, reserved.pallet_hundredths),
        temperature=reserved.temperature,
        state=reserved.state,
    )


def _rows(session: ReadSession, found: Sequence[Any], member: Member) -> list[ReservationRow]:
    """Gather the rides of each reservation into one row, in the order in which they begin."""
    rides: dict[int, list[Any]] = {}
    for each in found:
        rides.setdefault(each[0].id, []).append(each)
    sites = {row[-1] for rows in rides.values() if len(rows) > 1 for row in rows[:-1]} - {None}
    names = row_store.names_of_sites(session, sorted(sites)) if sites else {}
    return [_row(rows, member, names) for rows in rides.values()]


def _row(rides: Sequence[Any], member: Member, names: Mapping[int, str]) -> ReservationRow:
    reserved, _part, departure, line, partner, start, end, leaves_at, *_stops = rides[0]
    now = clock.now()
    departures = [ride[2] for ride in rides]
    ahead = all(each.state == "planned" and now < each.starts_at for each in departures)
    closes_at = min(each.closes_at for each in departures)
    open_to_member = now < closes_at or member.has(Right.coordinator)
    places = [start.name, *(names.get(ride[-1], "") for ride in rides[:-1]), end.name]
    return ReservationRow(
        id=reserved.id,
        number=number(reserved.id),
        state=reserved.state,
        partner_id=partner.id,
        partner_name=partner.name,
        from_site_id=start.id,
        from_site=start.name,
        from_town=start.town,
        to_site_id=end.id,
        to_site=end.name,
        to_town=end.town,
        quantity=Quantity(reserved.kg, reserved.pallet_hundredths),
        temperature=reserved.temperature,
        departure_id=departure.id,
        line_name=line.name,
        kind=departure.kind,
        service_date=departure.service_date,
        leaves_at=leaves_at or departure.starts_at,
        arrives_at=rides[-1][8],
        closes_at=closes_at,
        price_cents=reserved.price_cents,
        full_price_cents=reserved.full_price_cents,
        period=reserved.period,
        least_kg=reserved.least_kg,
        promotes_at_once=reserved.promotes_at_once,
        offer_ends_at=reserved.offer_ends_at if reserved.state == ReservationState.offered else None,
        delivered_kg=reserved.delivered_kg,
        note=reserved.note,
        version=reserved.version,
        has_left=departure.starts_at <= now,
        was_called_off=reserved.called_off,
        departure_note=next((each.note for each in departures if each.state == "cancelled"), departure.note),
        may_change=ahead and open_to_member and reserved.state in _MAY_CHANGE,
        may_cancel=ahead and reserved.state in STILL_AHEAD,
        rides=tuple(
            _ride(ride, from_site, to_site) for ride, from_site, to_site in zip(rides, places, places[1:], strict=False)
        ),
    )


def _ride(row: Any, from_site: str, to_site: str) -> RideRow:
    _reserved, part, departure, line, _partner, _start, _end, leaves_at, arrives_at, *_stops = row
    return RideRow(
        position=part.position,
        departure_id=departure.id,
        line_name=line.name,
        kind=departure.kind,
        service_date=departure.service_date,
        from_site=from_site,
        to_site=to_site,
        leaves_at=leaves_at or departure.starts_at,
        arrives_at=arrives_at,
    )


def _with_places(session: ReadSession, rows: list[ReservationRow]) -> list[ReservationRow]:
    """Add to waiting rows their place in line and what they wait for (two queries, only if any waits)."""
    waited_for = {row.departure_id for row in rows if row.state == ReservationState.waiting and not row.has_left}
    if not waited_for:
        return rows
    boards = {board.departure_id: board for board in board_store.boards(session, waited_for)}
    return [_with_place(row, boards) for row in rows]


def _with_place(row: ReservationRow, boards: dict[int, DepartureBoard]) -> ReservationRow:
    board = boards.get(row.departure_id)
    if board is None or row.state != ReservationState.waiting:
        return row
    rank, answer = place_in_line(board.room, board.queue, row.id)
    if not isinstance(answer, Short):
        return replace(row, rank=rank)
    return replace(
        row,
        rank=rank,
        lacks=answer.lacking,
        lacks_between=board.itinerary.places_of_leg(answer.position),
        waits_for_queue_only=answer.only_the_queue,
    )
