"""Two departures that meet at a place with storage: what tests of ways with transfers begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from core.access.rights import Member
from core.database.doors import WriteSession, reading, write
from core.reservations.check_views import drift
from core.reservations.connection_actions import reserve_connection
from core.reservations.connection_check_views import broken_connections
from core.reservations.connection_requests import ConnectionRequest, request_for
from core.reservations.connection_views import find_connections
from core.reservations.requests import Reserved, ToApprove, Wish
from core.reservations.transfers import Connection
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.storage.check_views import drift as storage_drift
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_coordinator, a_departure, a_member, a_partner, a_site, departure_row
from tests.reservations.asking import Dock
from tests.storage.depot import Depot, a_store_place, an_offer


@dataclass(frozen=True)
class Way:
    """A first departure to a hub that stores, a second one from there, and a partner who wants to go all the way."""

    partner_id: int
    member: Member
    coordinator: Member
    owner_id: int
    departure_ids: tuple[int, int]
    offer_id: int
    start: int
    hub: int
    end: int
    day: date

    def wish(self, kg: int = 300, *, pallets: int = 200, **values: Any) -> Wish:
        """Return what the partner looks for."""
        asked: dict[str, Any] = {
            "partner_id": self.partner_id,
            "from_site_id": self.start,
            "to_site_id": self.end,
            "quantity": Quantity(kg, pallets),
            "temperature": TemperatureClass.chilled,
            "first_day": self.day,
            "last_day": self.day,
            **values,
        }
        return Wish(**asked)

    def found(self, kg: int = 300, **values: Any) -> list[Connection]:
        """Return the ways there are."""
        with reading() as session:
            return find_connections(session, self.member, self.wish(kg, **values))

    def request(self, kg: int = 300, *, pallets: int = 200) -> ConnectionRequest:
        """Return the request for the best way."""
        quantity = Quantity(kg, pallets)
        return request_for(
            self.found(kg, pallets=pallets)[0],
            request_id=uuid4().hex,
            partner_id=self.partner_id,
            quantity=quantity,
            temperature=TemperatureClass.chilled,
        )

    def send(self, request: ConnectionRequest) -> Reserved | ToApprove:
        """Send a form."""
        return write(lambda session: reserve_connection(session, self.member, request))

    def dock(self, which: int) -> Dock:
        """Return one of the two departures as one that stands by itself."""
        sites = [self.start, self.hub] if which == 0 else [self.hub, self.end]
        return Dock(self.partner_id, self.member, self.coordinator, self.departure_ids[which], sites)

    def depot(self) -> Depot:
        """Return the storage as a place that stands by itself."""
        return Depot(
            self.coordinator, self.owner_id, self.hub, self.offer_id, self.partner_id, self.member, self.coordinator
        )

    def counted(self) -> tuple[int, int, int]:
        """Return the kg on both rides and the pallets in storage on the day of the transfer."""
        offset = (self.day - clock.today()).days
        (first,), (second,), (stored,) = (
            self.dock(0).used_kg(),
            self.dock(1).used_kg(),
            self.depot().used(offset, offset),
        )
        return first, second, stored


def a_way(*, second_kg: int = 1000, **offer: Any) -> Way:
    """Write both departures on one day in a week, the second three hours after the first, and the storage between."""

    def written(session: WriteSession) -> Way:
        owner_id, partner_id = a_partner(session), a_partner(session)
        prices = TariffCard(clock.today(), 300, 30_000, cents_per_stop=200, cents_flat=0)
        set_tariff(session, a_coordinator(session), prices)
        start, end = a_site(session, name="Départ"), a_site(session, name="Arrivée")
        hub = a_store_place(session, owner_id=owner_id, stores_pallets=20)
        first = a_departure(session, site_ids=[start, hub])
        day = departure_row(session, first).service_date
        second = a_departure(session, day=day, site_ids=[hub, end], starts_minute=11 * 60, capacity_kg=second_kg)
        return Way(
            partner_id=partner_id,
            member=a_member(session, partner_ids=[partner_id]),
            coordinator=a_coordinator(session),
            owner_id=owner_id,
            departure_ids=(first, second),
            offer_id=an_offer(session, site_id=hub, **offer),
            start=start,
            hub=hub,
            end=end,
            day=day,
        )

    return write(written)


def assert_whole() -> None:
    """Check every counter, and that every transfer has its storage and every price its parts."""
    with reading() as session:
        assert drift(session) == []
        assert storage_drift(session) == []
        assert broken_connections(session) == []
