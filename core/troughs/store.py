"""Every SQL sentence of the trough board: loads by line and week, room left ahead, past needs, bookings by a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, and_, cast, exists, func, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from core.database.doors import ReadSession
from core.database.sentences import monday_of, rows_of
from core.lines.carriage_store import carriage_of_departures
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.load import Carriage
from core.lines.tables import Departure, Leg, LegRoom, Line
from core.partners.tables import Partner, Site
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.troughs.needs import PastNeed
from core.troughs.room_ahead import RoomAhead

Weeks = tuple[date, date]
"""Mondays of a first and a last week, both included."""

_DEPARTURE, _LINE, _LEG, _LEG_ROOM = rows_of(Departure), rows_of(Line), rows_of(Leg), rows_of(LegRoom)
_RESERVATION, _PART, _PARTNER = rows_of(Reservation), rows_of(ReservationPart), rows_of(Partner)
_DAY = _DEPARTURE.c.service_date
_FIXED = _DEPARTURE.c.kind == DepartureKind.fixed
_RAN = and_(_DEPARTURE.c.state != DepartureState.cancelled, _FIXED)
NEEDS = (
    ReservationState.requested,
    ReservationState.waiting,
    ReservationState.to_approve,
    ReservationState.offered,
    ReservationState.confirmed,
    ReservationState.delivered,
    ReservationState.no_show,
)
TOOK_ROOM = (ReservationState.confirmed, ReservationState.delivered, ReservationState.no_show)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as the board names it; `runs` says whether it has departures in the weeks asked about, if any were."""

    line_id: int
    name: str
    territory: str
    discount_percent: int
    runs: bool = True


@dataclass(frozen=True, slots=True)
class LineWeekRow:
    """A line's week: how many departures, and what they carry."""

    line_id: int
    week: date
    departures: int
    carriage: Carriage


@dataclass(frozen=True, slots=True)
class Booked:
    """What was already reserved on a line's week by some moment, times the metres ridden."""

    used_kg_metres: int
    used_pallet_metres: int


def in_weeks(spans: Sequence[Weeks]) -> ColumnElement[bool]:
    """Return the condition that a departure leaves in one of the spans of weeks."""
    return or_(*(_DAY.between(first, last + timedelta(days=6)) for first, last in spans))


def lines(session: ReadSession, weeks: Weeks | None = None) -> dict[int, LineFacts]:
    """Return every line, those that no longer run too: their past is part of the board."""
    line = _LINE.c
    runs = true() if weeks is None else exists().where(_DEPARTURE.c.line_id == line.id, _RAN, in_weeks([weeks]))
    statement = select(line.id, line.name, line.territory, line.trough_discount_percent, runs).select_from(_LINE)
    return {row[0]: LineFacts(row[0], row[1], row[2], row[3], bool(row[4])) for row in session.execute(statement)}


def _of_line(line_id: int | None) -> ColumnElement[bool]:
    return true() if line_id is None else _DEPARTURE.c.line_id == line_id


def loads(session: ReadSession, spans: Sequence[Weeks], *, line_id: int | None = None) -> list[LineWeekRow]:
    """Return what each line carries in each week of the spans; cancelled departures and flexible tours do not count."""
    wanted = and_(_RAN, in_weeks(spans), _of_line(line_id))
    carriage = carriage_of_departures(wanted)
    week = monday_of(_DAY).label("week")
    names = ("used_kg", "capacity_kg", "used_pallets", "capacity_pallets", "metres")
    statement = (
        select(_DEPARTURE.c.line_id, week, func.count(), *(func.sum(carriage.c[name]) for name in names))
        .join_from(_DEPARTURE, carriage, carriage.c.departure_id == _DEPARTURE.c.id)
        .where(wanted)
        .group_by(_DEPARTURE.c.line_id, week)
    )
    found = []
    for line_id, monday, departures, *sums in session.execute(statement):
        used_kg, capacity_kg, used_pallets, capacity_pallets, metres = (int(each) for each in sums)
        carried = Carriage(used_kg, capacity_kg, used_pallets, capacity_pallets, metres)
        found.append(LineWeekRow(line_id, monday, departures, carried))
    return found


def room_ahead(session: ReadSession, weeks: Weeks, *, now: datetime, line_id: int | None = None) -> list[RoomAhead]:
    """Return the room left from end to end on the departures of coming weeks that still take reservations."""
    room, leg = _LEG_ROOM.c, _LEG.c
    statement = (
        select(
            _DEPARTURE.c.line_id,
            room.departure_id,
            _DAY,
            room.temperature,
            func.min(room.capacity_kg - room.used_kg),
            func.min(room.capacity_pallet_hundredths - room.used_pallet_hundredths),
            func.min(leg.payload_kg - leg.used_kg),
        )
        .join_from(_DEPARTURE, _LEG_ROOM, room.departure_id == _DEPARTURE.c.id)
        .join(_LEG, and_(leg.departure_id == room.departure_id, leg.position == room.position))
        .where(
            _DEPARTURE.c.state == DepartureState.planned,
            _DEPARTURE.c.closes_at > now,
            _FIXED,
            in_weeks([weeks]),
            _of_line(line_id),
        )
        .group_by(_DEPARTURE.c.line_id, room.departure_id, _DAY, room.compartment_id, room.temperature)
    )
    return [RoomAhead(*row) for row in session.execute(statement)]


def past_needs(session: ReadSession, spans: Sequence[Weeks], *, territory: str | None = None) -> list[PastNeed]:
    """Return what each kind of partner asked to ship in the weeks of the spans, by line, week and towns."""
    of_territory = select(_LINE.c.id).where(_LINE.c.territory == territory)
    where = true() if territory is None else _DEPARTURE.c.line_id.in_(of_territory)
    reservation = _RESERVATION.c
    origin, destination = rows_of(Site, "origin"), rows_of(Site, "destination")
    week = monday_of(_DAY).label("week")
    kinds = (
        _DEPARTURE.c.line_id,
        _LINE.c.territory,
        week,
        _PARTNER.c.kind,
        origin.c.town,
        destination.c.town,
    )
    statement = (
        select(*kinds[:4], origin.c.town.label("from_town"), destination.c.town.label("to_town"))
        .add_columns(func.count(), func.sum(reservation.kg))
        .join_from(_DEPARTURE, _LINE, _LINE.c.id == _DEPARTURE.c.line_id)
        .join(_PART, and_(_PART.c.departure_id == _DEPARTURE.c.id, _PART.c.position == 0))
        .join(_RESERVATION, reservation.id == _PART.c.reservation_id)
        .join(_PARTNER, _PARTNER.c.id == reservation.partner_id)
        .join(origin, origin.c.id == reservation.from_site_id)
        .join(destination, destination.c.id == reservation.to_site_id)
        .where(reservation.state.in_(NEEDS), in_weeks(spans), where)
        .group_by(*kinds)
    )
    return [
        PastNeed(line_id, territory, monday, kind, from_town, to_town, loads=int(count), kg=int(kg))
        for line_id, territory, monday, kind, from_town, to_town, count, kg in session.execute(statement)
    ]


def booked_by(
    session: ReadSession, dates: Sequence[tuple[Weeks, datetime]], *, line_id: int | None = None
) -> dict[tuple[int, date], Booked]:
    """Return what was reserved on each line's week by a moment given for each span of weeks, of what later rode."""
    reservation, part, leg = _RESERVATION.c, _PART.c, _LEG.c
    week = monday_of(_DAY).label("week")
    metres = cast(leg.metres, BigInteger)
    known = or_(*(and_(in_weeks([weeks]), reservation.made_at <= moment) for weeks, moment in dates))
    legs_ridden = and_(
        leg.departure_id == part.departure_id, leg.position >= part.from_position, leg.position < part.to_position
    )
    statement = (
        select(
            _DEPARTURE.c.line_id,
            week,
            func.sum(reservation.kg * metres),
            func.sum(reservation.pallet_hundredths * metres),
        )
        .join_from(_DEPARTURE, _PART, part.departure_id == _DEPARTURE.c.id)
        .join(_RESERVATION, reservation.id == part.reservation_id)
        .join(_LEG, legs_ridden)
        .where(
            reservation.state.in_(TOOK_ROOM), _RAN, in_weeks([weeks for weeks, _ in dates]), known, _of_line(line_id)
        )
        .group_by(_DEPARTURE.c.line_id, week)
    )
    return {(row[0], row[1]): Booked(int(row[2]), int(row[3])) for row in session.execute(statement)}
