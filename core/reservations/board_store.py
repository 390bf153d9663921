"""Every SQL sentence that gathers departures as the reservation rules see them: stops, legs, room, who waits.

Whom their room is kept for is `priority_store`'s, asked only about departures that keep some.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core.database.columns import UtcDateTime
from core.database.doors import ReadSession
from core.lines.capacity import CompartmentOnLeg
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop, Leg, LegRoom, Line, LineTerms
from core.lines.terms import USUAL_TERMS, Terms
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.reservations import priority_store
from core.reservations.fitting import PayloadOnLeg, TruckRoom
from core.reservations.itineraries import Itinerary, Stop, Stretch
from core.reservations.priority import Holder
from core.reservations.search import DepartureBoard
from core.reservations.states import KEEPS_ROOM_UNTIL
from core.reservations.tables import Reservation, ReservationPart, ReservationState
from core.reservations.waiting_list import Offer, Waiter
from core.seasons.tables import Allotment
from core.shared.quantities import Quantity, TemperatureClass

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

# Sentences are built once: building one costs more than asking it. Columns, not entities: counters change by UPDATE,
# and a row remembered by the session could be out of date.
_DEPARTURE = (
    col(Departure.id),
    col(Departure.line_id),
    col(Line.name),
    col(Line.territory),
    col(Departure.kind),
    col(Departure.state),
    col(Departure.service_date),
    col(Departure.starts_at),
    col(Departure.closes_at),
    col(Line.trough_discount_percent),
    exists().where(col(Allotment.line_id) == Departure.line_id).correlate(Departure).label("keeps_room"),
    *(LineTerms.__table__.c[each.name] for each in fields(Terms)),  # type: ignore[attr-defined]  # made by SQLModel
)
_FACTS = 11  # the columns of a departure before the terms of its line
_STOP = (
    col(DepartureStop.position),
    col(DepartureStop.site_id),
    col(Site.name),
    col(Site.town),
    col(DepartureStop.arrives_at),
    col(DepartureStop.leaves_at),
)
_LEG = (col(Leg.position), col(Leg.metres), col(Leg.payload_kg), col(Leg.used_kg), col(Leg.ferry))
_ROOM = (
    col(LegRoom.compartment_id),
    col(LegRoom.temperature),
    col(LegRoom.capacity_kg),
    col(LegRoom.capacity_pallet_hundredths),
    col(LegRoom.used_kg),
    col(LegRoom.used_pallet_hundredths),
)
_STOPS_FROM, _LEGS_FROM, _ROOMS_FROM = len(_DEPARTURE), len(_DEPARTURE + _STOP), len(_DEPARTURE + _STOP + _LEG)
_LEG_OF_STOP = (col(Leg.departure_id) == DepartureStop.departure_id) & (col(Leg.position) == DepartureStop.position)
_ROOM_OF_LEG = (col(LegRoom.departure_id) == Leg.departure_id) & (col(LegRoom.position) == Leg.position)
_DEPARTURES = (
    select_columns(*_DEPARTURE, *_STOP, *_LEG, *_ROOM)
    .select_from(Departure)
    .join(Line, col(Line.id) == Departure.line_id)
    .join(LineTerms, col(LineTerms.line_id) == Departure.line_id, isouter=True)
    .join(DepartureStop, col(DepartureStop.departure_id) == Departure.id, isouter=True)
    .join(Site, col(Site.id) == DepartureStop.site_id, isouter=True)
    .join(Leg, _LEG_OF_STOP, isouter=True)
    .join(LegRoom, _ROOM_OF_LEG, isouter=True)
    .order_by(col(Departure.id), col(DepartureStop.position), col(LegRoom.compartment_id))
)
_THESE_DEPARTURES = _DEPARTURES.where(col(Departure.id).in_(_IDS))

_start, _end, _call, _place = aliased(DepartureStop), aliased(DepartureStop), aliased(DepartureStop), aliased(Site)
_STOPS_AT_BOTH = exists().where(
    col(_start.departure_id) == Departure.id,
    col(_end.departure_id) == Departure.id,
    col(_start.site_id) == bindparam("from_site_id"),
    col(_end.site_id) == bindparam("to_site_id"),
    col(_start.position) < col(_end.position),
)
_CALLS_THERE = (
    exists()
    .where(col(_call.departure_id) == Departure.id, col(_call.site_id) == _place.id)
    .correlate(Departure, _place)  # two levels up, which is not found by itself
)
_LEAVES_ONE_OUT = (
    exists()
    .where(
        col(_place.id).in_([bindparam("from_site_id"), bindparam("to_site_id")]),
        col(_place.territory) != col(Line.territory),
        ~_CALLS_THERE,
    )
    .correlate(Departure, Line)
)
_IS_FLEXIBLE = col(Departure.kind) == DepartureKind.flexible
_COMING_DEPARTURES = _DEPARTURES.where(
    col(Departure.service_date).between(bindparam("first_day"), bindparam("last_day")),
    col(Departure.state) == DepartureState.planned,
    col(Departure.closes_at) > bindparam("open_at", type_=UtcDateTime),
    (_IS_FLEXIBLE & ~_LEAVES_ONE_OUT) | (~_IS_FLEXIBLE & _STOPS_AT_BOTH),
)

_later = aliased(ReservationPart)
# Only one departure's own lock is held when its queue is settled: what rides on several is settled where all are.
_RIDES_ON_ONE = ~exists().where(col(_later.reservation_id) == Reservation.id, col(_later.position) > 0)
_QUEUES = (
    select(Reservation, ReservationPart, Partner.kind)
    .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
    .join(Partner, col(Partner.id) == Reservation.partner_id)
    .where(
        col(ReservationPart.departure_id).in_(_IDS),
        col(Reservation.state).in_([ReservationState.waiting, *KEEPS_ROOM_UNTIL]),
        _RIDES_ON_ONE,
    )
    .order_by(col(Reservation.waiting_since), col(Reservation.id))
    .execution_options(populate_existing=True)
)


def boards(session: ReadSession, departure_ids: Iterable[int]) -> list[DepartureBoard]:
    """Return departures as the rules see them, in two queries whatever their number, by id."""
    return _boards(session, session.execute(_THESE_DEPARTURES, {"ids": sorted(set(departure_ids))}))


def coming_boards(
    session: ReadSession, *, from_site_id: int, to_site_id: int, first_day: date, last_day: date, open_at: datetime
) -> list[DepartureBoard]:
    """Return the departures between two days that join two places and still take reservations, in two queries.

    A fixed departure stops at both, in this order; a flexible one tours the territory of both, and where it calls.
    """
    asked = {
        "from_site_id": from_site_id,
        "to_site_id": to_site_id,
        "first_day": first_day,
        "last_day": last_day,
        "open_at": open_at,
    }
    return _boards(session, session.execute(_COMING_DEPARTURES, asked))


def _boards(session: ReadSession, rows: Iterable[Any]) -> list[DepartureBoard]:
    by_departure = {departure_id: list(found) for departure_id, found in groupby(rows, key=itemgetter(0))}
    waiters, offers = _queues(session, sorted(by_departure)) if by_departure else ({}, {})
    keeping: list[int] = []
    boards = []
    for departure_id, found in by_departure.items():
        board = _board(found, waiters.get(departure_id, ()), offers.get(departure_id, ()))
        boards.append(board)
        if found[0][_FACTS - 1]:
            keeping.append(board.line_id)
    return priority_store.with_priorities(session, boards, keeping)


def _board(rows: Sequence[Any], queue: Sequence[Waiter], offers: Sequence[Offer]) -> DepartureBoard:
    """Put together what one row per stop and compartment says of a departure."""
    departure_id, line_id, line, territory, kind, state, day, starts_at, closes_at, discount, _ = rows[0][:_FACTS]
    terms = rows[0][_FACTS:_STOPS_FROM]
    stops: dict[int, Stop] = {}
    metres: dict[int, int] = {}
    ferries: set[int] = set()
    payloads: dict[int, PayloadOnLeg] = {}
    rooms: list[CompartmentOnLeg] = []
    for row in rows:
        stop, (leg, length, payload_kg, carried_kg, ferry), room = (
            row[_STOPS_FROM:_LEGS_FROM],
            row[_LEGS_FROM:_ROOMS_FROM],
            row[_ROOMS_FROM:],
        )
        if stop[0] is not None:
            stops[stop[0]] = Stop(*stop)
        if leg is not None:
            metres[leg], payloads[leg] = length, PayloadOnLeg(leg, payload_kg, carried_kg)
            if ferry:
                ferries.add(leg)
        if room[0] is not None:
            rooms.append(_compartment_on_leg(leg, *room))
    return DepartureBoard(
        departure_id=departure_id,
        line_id=line_id,
        line_name=line,
        territory=territory,
        is_flexible=kind == DepartureKind.flexible,
        is_planned=state == DepartureState.planned,
        service_date=day,
        starts_at=starts_at,
        closes_at=closes_at,
        trough_discount_percent=discount,
        itinerary=Itinerary(tuple(stops.values()), metres, frozenset(ferries)),
        room=TruckRoom.of(rooms, payloads.values()),
        queue=queue,
        offers=offers,
        terms=USUAL_TERMS if terms[0] is None else Terms(*terms),
    )


def _compartment_on_leg(
    leg: int, compartment_id: int, temperature: TemperatureClass, kg: int, pallets: int, used_kg: int, used_pallets: int
) -> CompartmentOnLeg:
    return CompartmentOnLeg(leg, compartment_id, temperature, Quantity(kg, pallets), Quantity(used_kg, used_pallets))


def _queues(session: ReadSession, ids: Sequence[int]) -> tuple[dict[int, list[Waiter]], dict[int, list[Offer]]]:
    """Return, by departure, the loads that wait (first come first) and the room kept until somebody answers."""
    waiters: dict[int, list[Waiter]] = defaultdict(list)
    offers: dict[int, list[Offer]] = defaultdict(list)
    for reservation, part, kind in session.exec(_QUEUES, params={"ids": ids}):
        if reservation.id is None or part.from_position is None or part.to_position is None:
            continue
        stretch = Stretch(part.from_position, part.to_position)
        quantity = Quantity(reservation.kg, reservation.pallet_hundredths)
        holder = Holder(reservation.partner_id, PartnerKind(kind))
        if reservation.state == ReservationState.waiting:
            waiters[part.departure_id].append(
                Waiter(
                    reservation_id=reservation.id,
                    stretch=stretch,
                    temperature=reservation.temperature,
                    quantity=quantity,
                    least_kg=reservation.least_kg,
                    promotes_at_once=reservation.promotes_at_once,
                    holder=holder,
                )
            )
        elif part.compartment_id is not None and reservation.offer_ends_at is not None:
            offers[part.departure_id].append(
                Offer(reservation.id, stretch, part.compartment_id, quantity, reservation.offer_ends_at, holder)
            )
    return waiters, offers
