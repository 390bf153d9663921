"""A partner in front of a departure: what most tests of reservations begin with."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import select

from core.access.rights import Member
from core.database.doors import WriteSession, reading, write
from core.lines.store import rooms_on_legs
from core.lines.tables import Departure, DepartureKind
from core.notices.tables import Notice
from core.reservations.actions import Answered, ReservationRequest, reserve
from core.reservations.tables import Reservation, ReservationPart
from core.reservations.views import drift
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_member, a_partner, site_ids_of


@dataclass(frozen=True)
class Dock:
    """One departure of three stops, a partner, its member and the coordinator."""

    partner_id: int
    member: Member
    coordinator: Member
    departure_id: int
    sites: list[int]

    def request(
        self, kg: int = 300, *, pallets: int = 0, way: tuple[int, int] = (0, 2), **values: Any
    ) -> ReservationRequest:
        """Return a request from stop to stop (by position), with an id of its own."""
        asked: dict[str, Any] = {
            "request_id": uuid4().hex,
            "partner_id": self.partner_id,
            "departure_id": self.departure_id,
            "from_site_id": self.sites[way[0]],
            "to_site_id": self.sites[way[1]],
            "quantity": Quantity(kg, pallets),
            "temperature": TemperatureClass.chilled,
            **values,
        }
        return ReservationRequest(**asked)

    def ask(self, kg: int = 300, **values: Any) -> Answered:
        """Reserve as the partner's member does."""
        return self.send(self.request(kg, **values))

    def send(self, request: ReservationRequest) -> Answered:
        """Send a form."""
        return write(lambda session: reserve(session, self.member, request))

    def used_kg(self) -> list[int]:
        """Return what is counted on each leg, all compartments together."""
        with reading() as session:
            rooms = rooms_on_legs(session, [self.departure_id])[self.departure_id]
        legs = sorted({room.position for room in rooms})
        return [sum(room.used.kg for room in rooms if room.position == leg) for leg in legs]


def a_dock(**values: Any) -> Dock:
    """Write a departure (see `a_departure`) and somebody who may reserve on it."""

    def written(session: WriteSession) -> Dock:
        partner_id = a_partner(session)
        departure_id = a_departure(session, **values)
        return Dock(
            partner_id,
            a_member(session, partner_ids=[partner_id]),
            a_coordinator(session),
            departure_id,
            site_ids_of(session, departure_id),
        )

    return write(written)


def a_tour(**values: Any) -> Dock:
    """Write a flexible departure (three planned stops) and somebody who may ask for a place in it."""
    return a_dock(kind=DepartureKind.flexible, **values)


def somebody_else(dock: Dock) -> Dock:
    """Return another partner in front of the same departure."""

    def written(session: WriteSession) -> Dock:
        partner_id = a_partner(session)
        member = a_member(session, partner_ids=[partner_id])
        return Dock(partner_id, member, dock.coordinator, dock.departure_id, dock.sites)

    return write(written)


def row_of(reservation_id: int) -> Reservation:
    """Return a reservation as the database holds it."""
    with reading() as session:
        return session.get_one(Reservation, reservation_id)


def part_of(reservation_id: int) -> ReservationPart:
    """Return the ride of a reservation."""
    with reading() as session:
        return session.exec(select(ReservationPart).where(ReservationPart.reservation_id == reservation_id)).one()


def departure_of(departure_id: int) -> Departure:
    """Return a departure."""
    with reading() as session:
        return session.get_one(Departure, departure_id)


def day_of(dock: Dock) -> date:
    """Return the day a dock's departure leaves."""
    return departure_of(dock.departure_id).service_date


def notices(partner_id: int) -> list[str]:
    """Return the kinds of a partner's notices, oldest first."""
    with reading() as session:
        told = session.exec(select(Notice).where(Notice.partner_id == partner_id).order_by(Notice.id))  # type: ignore[arg-type]  # a column at run time
        return [notice.kind.value for notice in told]


def assert_sound() -> None:
    """Check that the counters are the sums of the reservations."""
    with reading() as session:
        assert drift(session) == []
