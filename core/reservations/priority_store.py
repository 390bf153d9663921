"""Every SQL sentence about whom the room of departures is kept for, and who holds what of it (R5)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, true
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.database.doors import ReadSession
from core.lines.tables import Departure, DepartureState, Line, LineTerms
from core.lines.terms import USUAL_TERMS, Terms
from core.lines.terms_store import as_terms
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner
from core.reservations.priority import Holder, KeptShare, PartnerLimit, Priority, Where
from core.reservations.search import DepartureBoard
from core.reservations.states import TAKES_ROOM
from core.reservations.tables import Reservation, ReservationPart, ReservationState
from core.seasons import allotment_store
from core.seasons.allotments import AllotmentCard, release_of
from core.seasons.tables import Allotment
from core.shared.quantities import NOTHING, Quantity
from core.tariffs.price_list import PriceList
from core.tariffs.store import in_force
from core.tariffs.tables import Tariff

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ABOARD = (
    select_columns(
        col(ReservationPart.departure_id),
        col(ReservationPart.compartment_id),
        col(ReservationPart.from_position),
        col(ReservationPart.to_position),
        col(Reservation.kg),
        col(Reservation.pallet_hundredths),
        col(Partner.id),
        col(Partner.kind),
    )
    .select_from(ReservationPart)
    .join(Reservation, col(Reservation.id) == ReservationPart.reservation_id)
    .join(Partner, col(Partner.id) == Reservation.partner_id)
    .where(
        col(ReservationPart.departure_id).in_(_IDS),
        col(ReservationPart.compartment_id).is_not(None),
        col(Reservation.state).in_(TAKES_ROOM),
    )
)


def with_priorities(
    session: ReadSession, boards: Sequence[DepartureBoard], keeping: Sequence[int]
) -> list[DepartureBoard]:
    """Return departures with whom their room is kept for: no query where nobody's is, two otherwise.

    `keeping` are the lines that have allotments. Flexible tours keep none: a plan shares their room out.
    """
    cards = _cards(session, keeping)
    rules = {
        each.departure_id: rules_on(each.service_date, each.closes_at, each.terms, cards.get(each.line_id, ()))
        for each in boards
        if not each.is_flexible
    }
    kept = {departure_id: each for departure_id, each in rules.items() if not each.is_over}
    if not kept:
        return list(boards)
    held = _held(session, sorted(kept))
    return [_kept(board, kept.get(board.departure_id), held) for board in boards]


def _kept(
    board: DepartureBoard, rules: Priority | None, held: Mapping[int, Mapping[Where, Mapping[Holder, Quantity]]]
) -> DepartureBoard:
    if rules is None:
        return board
    priority = replace(rules, held=held.get(board.departure_id, {}))
    return replace(board, room=replace(board.room, priority=priority))


def _cards(session: ReadSession, line_ids: Sequence[int]) -> dict[int, list[AllotmentCard]]:
    found: dict[int, list[AllotmentCard]] = defaultdict(list)
    for row in allotment_store.of_lines(session, line_ids) if line_ids else ():
        found[row.line_id].append(allotment_store.card_of(row))
    return found


def rules_on(day: date, closes_at: datetime, terms: Terms, cards: Sequence[AllotmentCard]) -> Priority:
    """Return the allotments of a departure's day and the limit of its line, each with its release."""
    limit = None
    if 0 < terms.partner_cap_percent < 100:
        limit = PartnerLimit(terms.partner_cap_percent, release_of(day, terms.cap_release_days, closes_at))
    there = (card for card in cards if card.covers(day))
    return Priority(
        tuple(KeptShare(card.kinds, card.percent, card.released_at(day, closes_at), card.note) for card in there), limit
    )


def _held(session: ReadSession, ids: Sequence[int]) -> dict[int, dict[Where, dict[Holder, Quantity]]]:
    """Return what each partner holds of each compartment on each leg, by departure."""
    found: dict[int, dict[Where, dict[Holder, Quantity]]] = defaultdict(lambda: defaultdict(dict))
    for departure_id, compartment_id, first, last, kg, pallets, partner_id, kind in session.execute(
        _ABOARD, {"ids": ids}
    ):
        holder = Holder(partner_id, PartnerKind(kind))
        for leg in range(first or 0, last or 0):
            there = found[departure_id][leg, compartment_id]
            there[holder] = there.get(holder, NOTHING) + Quantity(kg, pallets)
    return found


def tariffs_and_rules(session: ReadSession, line_id: int) -> tuple[PriceList, Terms, list[AllotmentCard]]:
    """Return every tariff, the terms of a line and its allotments, in one query."""
    statement = (
        select(Line, Tariff, LineTerms, Allotment)
        .select_from(Line)
        .join(Tariff, true(), isouter=True)
        .join(LineTerms, col(LineTerms.line_id) == Line.id, isouter=True)
        .join(Allotment, col(Allotment.line_id) == Line.id, isouter=True)
        .where(col(Line.id) == line_id)
        .order_by(col(Tariff.valid_from), col(Allotment.first_day), col(Allotment.id))
    )
    tariffs: dict[int, Tariff] = {}
    rows: dict[int, Allotment] = {}
    terms = USUAL_TERMS
    for _line, tariff, own, allotment in session.exec(statement):
        terms = terms if own is None else as_terms(own)
        tariffs |= {} if tariff is None else {tariff.id or 0: tariff}
        rows |= {} if allotment is None else {allotment.id or 0: allotment}
    prices = PriceList(tuple(in_force(each, {}) for each in tariffs.values()))
    return prices, terms, [allotment_store.card_of(row) for row in rows.values()]


def waited_for(
    session: ReadSession, *, after: datetime, line_id: int | None = None, only_where_kept: bool = False
) -> list[int]:
    """Return the departures to come on which somebody waits, by id: of one line, or of those that keep room."""
    statement = (
        select(ReservationPart.departure_id)
        .join(Reservation, col(Reservation.id) == ReservationPart.reservation_id)
        .join(Departure, col(Departure.id) == ReservationPart.departure_id)
        .where(
            col(Reservation.waiting_since).is_not(None),  # said by the state too; its index holds few
            col(Reservation.state) == ReservationState.waiting,
            col(Departure.state) == DepartureState.planned,
            col(Departure.starts_at) > after,
        )
        .distinct()
    )
    if line_id is not None:
        statement = statement.where(col(Departure.line_id) == line_id)
    if only_where_kept:
        limited = select(LineTerms.line_id).where(col(LineTerms.partner_cap_percent) > 0)
        kept = select(Allotment.line_id)
        statement = statement.where(col(Departure.line_id).in_(limited) | col(Departure.line_id).in_(kept))
    return sorted(session.exec(statement))
