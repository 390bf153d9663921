"""Every SQL sentence that gathers departures as the reservation rules see them: stops, legs, room, who waits."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core.database.columns import UtcDateTime
from core.database.doors import ReadSession
from core.lines.capacity import CompartmentOnLeg
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop, Leg, LegRoom, Line
from core.partners.tables import Site
from core.reservations.fitting import PayloadOnLeg, TruckRoom
from core.reservations.itineraries import Itinerary, Stop, Stretch
from core.reservations.search import DepartureBoard
from core.reservations.tables import Reservation, ReservationPart, ReservationState
from core.reservations.waiting_list import Offer, Waiter
from core.shared.quantities import Quantity

_NO_ROOM = TruckRoom({}, {})
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

# Sentences are built once: building one costs more than asking it.
_DEPARTURES = (
    select_columns(
        Departure,
        Line,
        col(DepartureStop.position),
        col(DepartureStop.site_id),
        col(Site.name),
        col(Site.town),
        col(DepartureStop.arrives_at),
        col(DepartureStop.leaves_at),
    )
    .select_from(Departure)
    .join(Line, col(Line.id) == Departure.line_id)
    .join(DepartureStop, col(DepartureStop.departure_id) == Departure.id, isouter=True)
    .join(Site, col(Site.id) == DepartureStop.site_id, isouter=True)
    .order_by(col(Departure.id), col(DepartureStop.position))
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
_CALLS_THERE = exists().where(col(_call.departure_id) == Departure.id, col(_call.site_id) == _place.id)
_LEAVES_ONE_OUT = exists().where(
    col(_place.id).in_([bindparam("from_site_id"), bindparam("to_site_id")]),
    col(_place.territory) != col(Line.territory),
    ~_CALLS_THERE,
)
_IS_FLEXIBLE = col(Departure.kind) == DepartureKind.flexible
_COMING_DEPARTURES = _DEPARTURES.where(
    col(Departure.service_date).between(bindparam("first_day"), bindparam("last_day")),
    col(Departure.state) == DepartureState.planned,
    col(Departure.closes_at) > bindparam("open_at", type_=UtcDateTime),
    (_IS_FLEXIBLE & ~_LEAVES_ONE_OUT) | (~_IS_FLEXIBLE & _STOPS_AT_BOTH),
)

# Columns, not entities: counters change by UPDATE, and a row remembered by the session could be out of date.
_ROOMS = (
    select_columns(
        col(Leg.departure_id),
        col(Leg.position),
        col(Leg.metres),
        col(Leg.payload_kg),
        col(Leg.used_kg),
        col(LegRoom.compartment_id),
        col(LegRoom.temperature),
        col(LegRoom.capacity_kg),
        col(LegRoom.capacity_pallet_hundredths),
        col(LegRoom.used_kg),
        col(LegRoom.used_pallet_hundredths),
    )
    .join(
        LegRoom,
        (col(LegRoom.departure_id) == Leg.departure_id) & (col(LegRoom.position) == Leg.position),
        isouter=True,
    )
    .where(col(Leg.departure_id).in_(_IDS))
)

_QUEUES = (
    select(Reservation, ReservationPart)
    .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
    .where(
        col(ReservationPart.departure_id).in_(_IDS),
        col(Reservation.state).in_([ReservationState.waiting, ReservationState.offered]),
    )
    .order_by(col(Reservation.waiting_since), col(Reservation.id))
    .execution_options(populate_existing=True)
)


def boards(session: ReadSession, departure_ids: Iterable[int]) -> list[DepartureBoard]:
    """Return departures as the rules see them, in three queries whatever their number, by id."""
    return _boards(session, session.execute(_THESE_DEPARTURES, {"ids": sorted(set(departure_ids))}))


def coming_boards(
    session: ReadSession, *, from_site_id: int, to_site_id: int, first_day: date, last_day: date, open_at: datetime
) -> list[DepartureBoard]:
    """Return the departures between two days that join two places and still take reservations, in three queries.

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
    departures, stops = _departures(rows)
    ids = sorted(departures)
    metres, rooms = _rooms(session, ids)
    waiters, offers = _queues(session, ids)
    return [
        DepartureBoard(
            departure_id=departure_id,
            line_id=departure.line_id,
            line_name=line.name,
            territory=line.territory,
            is_flexible=departure.kind == DepartureKind.flexible,
            is_planned=departure.state == DepartureState.planned,
            service_date=departure.service_date,
            starts_at=departure.starts_at,
            closes_at=departure.closes_at,
            trough_discount_percent=line.trough_discount_percent,
            itinerary=Itinerary(stops=stops[departure_id], leg_metres=metres.get(departure_id, {})),
            room=rooms.get(departure_id, _NO_ROOM),
            queue=waiters.get(departure_id, ()),
            offers=offers.get(departure_id, ()),
        )
        for departure_id, (departure, line) in sorted(departures.items())
    ]


def _departures(rows: Iterable[Any]) -> tuple[dict[int, tuple[Departure, Line]], dict[int, list[Stop]]]:
    departures: dict[int, tuple[Departure, Line]] = {}
    stops: dict[int, list[Stop]] = defaultdict(list)
    for departure, line, position, *stop in rows:
        departures[departure.id] = (departure, line)
        if position is not None:
            stops[departure.id].append(Stop(position, *stop))
    return departures, stops


def _rooms(session: ReadSession, ids: Sequence[int]) -> tuple[dict[int, dict[int, int]], dict[int, TruckRoom]]:
    """Return the metres of each leg, and the room, by departure."""
    metres: dict[int, dict[int, int]] = defaultdict(dict)
    payloads: dict[int, dict[int, PayloadOnLeg]] = defaultdict(dict)
    rooms: dict[int, dict[tuple[int, int], CompartmentOnLeg]] = defaultdict(dict)
    for row in session.execute(_ROOMS, {"ids": ids}):
        departure_id, position, length, payload_kg, carried_kg, compartment_id, *counters = row
        metres[departure_id][position] = length
        payloads[departure_id][position] = PayloadOnLeg(position, payload_kg, carried_kg)
        if compartment_id is not None:
            temperature, kg, pallets, used_kg, used_pallets = counters
            rooms[departure_id][position, compartment_id] = CompartmentOnLeg(
                position, compartment_id, temperature, Quantity(kg, pallets), Quantity(used_kg, used_pallets)
            )
    return metres, {each: TruckRoom(rooms[each], payloads[each]) for each in payloads}


def _queues(session: ReadSession, ids: Sequence[int]) -> tuple[dict[int, list[Waiter]], dict[int, list[Offer]]]:
    """Return, by departure, the loads that wait (first come first) and the offers that hold room."""
    waiters: dict[int, list[Waiter]] = defaultdict(list)
    offers: dict[int, list[Offer]] = defaultdict(list)
    for reservation, part in session.exec(_QUEUES, params={"ids": ids}):
        if reservation.id is None or part.from_position is None or part.to_position is None:
            continue
        stretch = Stretch(part.from_position, part.to_position)
        quantity = Quantity(reservation.kg, reservation.pallet_hundredths)
        if reservation.state == ReservationState.waiting:
            waiters[part.departure_id].append(
                Waiter(
                    reservation_id=reservation.id,
                    stretch=stretch,
                    temperature=reservation.temperature,
                    quantity=quantity,
                    least_kg=reservation.least_kg,
                    promotes_at_once=reservation.promotes_at_once,
                )
            )
        elif part.compartment_id is not None and reservation.offer_ends_at is not None:
            offers[part.departure_id].append(
                Offer(reservation.id, stretch, part.compartment_id, quantity, reservation.offer_ends_at)
            )
    return waiters, offers
