"""One reservation as people read it: its rides gathered, its place in line, what may still be done and at what cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.access.rights import Member, Right
from core.database.doors import ReadSession
from core.lines.kinds import DepartureKind
from core.lines.terms import USUAL_TERMS
from core.lines.terms_store import as_terms
from core.reservations import board_store, row_store
from core.reservations.requests import number
from core.reservations.search import DepartureBoard
from core.reservations.states import KEEPS_ROOM_UNTIL, STILL_AHEAD, EndingKind, ReservationState
from core.reservations.waiting_list import Short, place_in_line
from core.shared import clock
from core.shared.periods import Period
from core.shared.quantities import NOTHING, Quantity, TemperatureClass
from core.shared.taxes import NO_TAXES, Bill, TaxRates, rates_of

_MAY_CHANGE = (
    ReservationState.confirmed,
    ReservationState.to_approve,
    ReservationState.waiting,
    ReservationState.requested,
)


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
    departure_version: int = 1


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """A reservation as its partner reads it.

    Attributes:
        rank: the place in line of a waiting load, from 1; the three fields after it say what it waits for.
        passed_above: the share of the truck, in per cent, above which its line lets smaller loads go before it; None
            where it may not be passed.
        may_change, may_cancel: what this person may still do, now.
        was_called_off: it ended because the departure itself was cancelled.
        price_cents: before taxes; `bill` says what is to be paid, as it was agreed.
        offer_ends_at: until when room is kept while somebody has to answer.
        penalty_cents: what cancelling now costs; `free_until` is when it began to.
        ending: how it ended, where there is more to say than that it did; with the reason and what is owed for it.
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
    passed_above: int | None = None
    rides: tuple[RideRow, ...] = ()
    penalty_cents: int = 0
    free_until: datetime | None = None
    ending: EndingKind | None = None
    ending_reason: str = ""
    owed_cents: int = 0
    taxes: TaxRates = NO_TAXES

    @property
    def bill(self) -> Bill:
        """Return what is to be paid."""
        return self.taxes.on(self.price_cents)


def rows_of(session: ReadSession, found: Sequence[Any], member: Member) -> list[ReservationRow]:
    """Gather the rides of each reservation into one row, in the order in which they begin."""
    rides: dict[int, list[Any]] = {}
    for each in found:
        rides.setdefault(each[0].id, []).append(each)
    sites = {row[-1] for rows in rides.values() if len(rows) > 1 for row in rows[:-1]} - {None}
    names = row_store.names_of_sites(session, sorted(sites)) if sites else {}
    return [_row(rows, member, names) for rows in rides.values()]


def _row(rides: Sequence[Any], member: Member, names: Mapping[int, str]) -> ReservationRow:
    reserved, _part, departure, line, partner, start, end, leaves_at, _arrives_at, terms_row, ending, *_stops = rides[0]
    terms = USUAL_TERMS if terms_row is None else as_terms(terms_row)
    may_owe = _is_ahead(rides) and reserved.state == ReservationState.confirmed
    now = clock.now()
    departures = [ride[2] for ride in rides]
    ahead = _is_ahead(rides)
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
        offer_ends_at=reserved.offer_ends_at if reserved.state in KEEPS_ROOM_UNTIL else None,
        delivered_kg=reserved.delivered_kg,
        note=reserved.note,
        version=reserved.version,
        has_left=departure.starts_at <= now,
        was_called_off=reserved.called_off,
        departure_note=next((each.note for each in departures if each.state == "cancelled"), departure.note),
        may_change=ahead and open_to_member and reserved.state in _MAY_CHANGE,
        may_cancel=ahead and reserved.state in STILL_AHEAD,
        penalty_cents=terms.penalty_cents(reserved.price_cents, starts_at=departure.starts_at, now=now)
        if may_owe
        else 0,
        free_until=terms.free_until(departure.starts_at) if terms.late_cancel_percent else None,
        ending=ending.kind if ending else None,
        ending_reason=ending.reason if ending else "",
        owed_cents=ending.penalty_cents if ending else 0,
        taxes=rates_of(reserved),
        rides=tuple(
            _ride(ride, from_site, to_site) for ride, from_site, to_site in zip(rides, places, places[1:], strict=False)
        ),
    )


def _is_ahead(rides: Sequence[Any]) -> bool:
    now = clock.now()
    return all(ride[2].state == "planned" and now < ride[2].starts_at for ride in rides)


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
        departure_version=departure.version,
    )


def with_places(session: ReadSession, rows: list[ReservationRow]) -> list[ReservationRow]:
    """Add to waiting rows their place in line and what they wait for (two queries, only if any waits)."""
    waited_for = {row.departure_id for row in rows if row.state == ReservationState.waiting and not row.has_left}
    if not waited_for:
        return rows
    boards = {board.departure_id: board.at(clock.now()) for board in board_store.boards(session, waited_for)}
    return [_with_place(row, boards) for row in rows]


def _with_place(row: ReservationRow, boards: dict[int, DepartureBoard]) -> ReservationRow:
    board = boards.get(row.departure_id)
    if board is None or row.state != ReservationState.waiting:
        return row
    place = place_in_line(board.room, board.queue, row.id, passed_above=board.terms.passed_above)
    answer = place.answer
    row = replace(
        row,
        rank=place.rank,
        passed_above=board.terms.passed_above if place.may_be_passed else None,
    )
    if not isinstance(answer, Short):
        return row
    return replace(
        row,
        lacks=answer.lacking,
        lacks_between=board.itinerary.places_of_leg(answer.position),
        waits_for_queue_only=answer.only_the_queue,
    )
