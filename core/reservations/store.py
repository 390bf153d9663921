"""Every SQL sentence that writes reservations, or reads one to decide about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, bindparam, true
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.lines.store import lock_departures
from core.lines.tables import Departure
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.reservations.itineraries import Stretch
from core.reservations.priority import NOBODY, Holder
from core.reservations.states import KEEPS_ROOM_UNTIL, TAKES_ROOM
from core.reservations.tables import Reservation, ReservationPart, ReservationState
from core.shared.errors import BusyNetwork
from core.shared.places import Point
from core.tariffs.price_list import PriceList
from core.tariffs.store import in_force
from core.tariffs.tables import SolidarityRate, Tariff


@dataclass(frozen=True, slots=True)
class Place:
    """A site as a reservation needs it."""

    site_id: int
    name: str
    town: str
    territory: str
    point: Point


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One ride to be written: the departure, and the stops and the compartment as far as they are known."""

    departure_id: int
    stretch: Stretch | None = None
    compartment_id: int | None = None


Booked = tuple[Reservation, tuple[ReservationPart, ...]]
"""A reservation with its rides, in the order they are ridden."""


@dataclass(frozen=True, slots=True)
class Asker:
    """The partner who asks, both ends of the way, and the prices for this kind of partner."""

    partner_id: int
    kind: PartnerKind
    start: Place
    end: Place
    prices: PriceList

    @property
    def holder(self) -> Holder:
        """Return the partner as the priorities of lines know it."""
        return Holder(self.partner_id, self.kind)


_start, _end = aliased(Site), aliased(Site)
_ASKER = (
    select_columns(Partner, _start, _end, Tariff, col(SolidarityRate.discount_percent))
    .select_from(Partner)
    .join(_start, col(_start.id) == bindparam("from_site_id"))
    .join(_end, col(_end.id) == bindparam("to_site_id"))
    .join(Tariff, true(), isouter=True)
    .join(
        SolidarityRate,
        (col(SolidarityRate.tariff_id) == Tariff.id) & (col(SolidarityRate.kind) == Partner.kind),
        isouter=True,
    )
    .where(
        col(Partner.id) == bindparam("partner_id"),
        col(Partner.is_active),
        col(_start.is_active),
        col(_end.is_active),
    )
    .order_by(col(Tariff.valid_from))
)


def asker(session: ReadSession, *, partner_id: int, from_site_id: int, to_site_id: int) -> Asker | None:
    """Return the partner, both places and the prices granted to its kind, or None if one is unknown or closed.

    One query: every tariff is joined to the partner and to both places.
    """
    asked = {"partner_id": partner_id, "from_site_id": from_site_id, "to_site_id": to_site_id}
    rows = session.execute(_ASKER, asked).all()
    if not rows:
        return None
    partner, first, last = rows[0][:3]
    tariffs = tuple(
        in_force(tariff, {} if percent is None else {partner.kind: percent})
        for _partner, _start, _end, tariff, percent in rows
        if tariff is not None
    )
    return Asker(partner_id, partner.kind, _place(first), _place(last), PriceList(tariffs))


def _place(site: Site) -> Place:
    return Place(site.id or 0, site.name, site.town, site.territory, Point(site.latitude, site.longitude))


def holders_of(session: ReadSession, partner_ids: Iterable[int]) -> dict[int, Holder]:
    """Return partners as the priorities of lines know them, by id (one query)."""
    statement = select(Partner.id, Partner.kind).where(col(Partner.id).in_(sorted(set(partner_ids))))
    return {number: Holder(number, PartnerKind(kind)) for number, kind in session.exec(statement) if number is not None}


def holder_of(session: ReadSession, partner_id: int) -> Holder:
    """Return one partner as the priorities of lines know it."""
    return holders_of(session, [partner_id]).get(partner_id, NOBODY)


def points_of(session: ReadSession, *site_ids: int) -> list[Point]:
    """Return where sites are, in the order asked."""
    found = {site.id: site for site in session.exec(select(Site).where(col(Site.id).in_(site_ids)))}
    return [Point(found[each].latitude, found[each].longitude) for each in site_ids]


def made_by_request(session: ReadSession, request_id: str) -> Reservation | None:
    """Return the reservation that a form already made."""
    return session.exec(select(Reservation).where(col(Reservation.request_id) == request_id)).first()


def add(session: WriteSession, reservation: Reservation, parts: Sequence[PlannedPart]) -> int:
    """Write a reservation and its rides, in the order they are ridden; return its id.

    Raises:
        BusyNetwork: the same form arrived twice at the same instant for two departures: try again, and the answer
            will be the first one's.
    """
    session.add(reservation)
    try:
        session.flush()
    except IntegrityError as fault:
        if "request_id" in str(fault.orig):
            raise BusyNetwork from fault
        raise
    reservation_id = number_of(reservation)
    session.add_all(
        ReservationPart(
            reservation_id=reservation_id,
            position=position,
            departure_id=part.departure_id,
            compartment_id=part.compartment_id,
            from_position=part.stretch.from_position if part.stretch else None,
            to_position=part.stretch.to_position if part.stretch else None,
        )
        for position, part in enumerate(parts)
    )
    session.flush()
    return reservation_id


def number_of(reservation: Reservation) -> int:
    """Return the id of a reservation that is written."""
    if reservation.id is None:
        raise ValueError("this reservation is not written yet")
    return reservation.id


def departures_of(session: ReadSession, reservation_id: int) -> list[int]:
    """Return the departures a reservation rides on, by id."""
    statement = select(ReservationPart.departure_id).where(col(ReservationPart.reservation_id) == reservation_id)
    return sorted(session.exec(statement))


def lock_reservation(session: WriteSession, reservation_id: int) -> Booked | None:
    """Lock every departure of a reservation, in order, then return it as it is now, with its rides.

    Raises:
        BusyNetwork: it moved to another departure in that very moment.
    """
    departure_ids = departures_of(session, reservation_id)
    lock_departures(session, departure_ids)
    found = rides(session, [reservation_id])
    if not found:
        return None
    if not all_within(found, departure_ids):
        raise BusyNetwork
    return found[0]


def all_within(booked: Iterable[Booked], departure_ids: Iterable[int]) -> bool:
    """Say whether all these reservations ride on these departures only, so that locking those was enough."""
    locked = set(departure_ids)
    return all(part.departure_id in locked for _reservation, parts in booked for part in parts)


def rides(session: ReadSession, reservation_ids: Sequence[int]) -> list[Booked]:
    """Return reservations as the database holds them now, with their rides, by id."""
    return _booked(session, col(Reservation.id).in_(reservation_ids))


def rides_on(session: ReadSession, departure_id: int, states: Sequence[ReservationState] = TAKES_ROOM) -> list[Booked]:
    """Return the reservations that ride on a departure, in these states, each with all its rides, by id."""
    riding = select(ReservationPart.reservation_id).where(col(ReservationPart.departure_id) == departure_id)
    return _booked(session, col(Reservation.id).in_(riding), col(Reservation.state).in_(states))


def lapsed_offers(session: ReadSession, *, now: datetime) -> list[Booked]:
    """Return the reservations that keep room beyond the time to answer, with their rides, by id."""
    return _booked(session, col(Reservation.state).in_(KEEPS_ROOM_UNTIL), col(Reservation.offer_ends_at) <= now)


def departures_with_lapsed(session: ReadSession, *, now: datetime) -> list[int]:
    """Return the departures on which a reservation keeps room beyond the time to answer, by id."""
    statement = (
        select(ReservationPart.departure_id)
        .join(Reservation, col(Reservation.id) == ReservationPart.reservation_id)
        .where(col(Reservation.state).in_(KEEPS_ROOM_UNTIL), col(Reservation.offer_ends_at) <= now)
        .distinct()
    )
    return sorted(session.exec(statement))


def departures_ridden(booked: Iterable[Booked]) -> list[int]:
    """Return the departures on which reservations ride, by id."""
    return sorted({part.departure_id for _reservation, parts in booked for part in parts})


def _booked(session: ReadSession, *which: ColumnElement[bool]) -> list[Booked]:
    statement = (
        select(Reservation, ReservationPart)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .where(*which)
        .order_by(col(Reservation.id), col(ReservationPart.position))
        .execution_options(populate_existing=True)
    )
    found = groupby(session.exec(statement), key=lambda row: row[0].id)
    gathered = [list(rows) for _reservation_id, rows in found]
    return [(rows[0][0], tuple(part for _reservation, part in rows)) for rows in gathered]


def departure(session: WriteSession, departure_id: int) -> Departure | None:
    """Lock a departure and return it."""
    return lock_departures(session, [departure_id]).get(departure_id)
