"""A place with room, an owner and a partner in front of it: what most tests of storage begin with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import select

from core.access.rights import Member
from core.database.doors import WriteSession, reading, write
from core.notices.tables import Notice
from core.partners.actions import SiteCard, add_site
from core.shared import clock
from core.shared.quantities import TemperatureClass
from core.storage.actions import OfferCard, StayRequest, StayWaiting, Stored, offer_storage, reserve_storage
from core.storage.check_views import drift
from core.storage.tables import StorageDay, StorageStay
from tests.builders import AMQUI, a_coordinator, a_member, a_partner

CHILLED, FROZEN, AMBIENT = TemperatureClass.chilled, TemperatureClass.frozen, TemperatureClass.ambient


@dataclass(frozen=True)
class Depot:
    """One offer at a hub, its owner, and a partner who wants to store there."""

    owner: Member
    owner_id: int
    site_id: int
    offer_id: int
    partner_id: int
    member: Member
    coordinator: Member

    def day(self, offset: int) -> date:
        """Return the day this many days from today."""
        return clock.today() + timedelta(days=offset)

    def request(self, pallets: int = 600, on: tuple[int, int] = (2, 6), **values: Any) -> StayRequest:
        """Return a request for pallet hundredths on a span of days from today, with an id of its own."""
        asked: dict[str, Any] = {
            "request_id": uuid4().hex,
            "partner_id": self.partner_id,
            "offer_id": self.offer_id,
            "pallet_hundredths": pallets,
            "temperature": CHILLED,
            "first_day": self.day(on[0]),
            "last_day": self.day(on[1]),
            **values,
        }
        return StayRequest(**asked)

    def ask(self, pallets: int = 600, on: tuple[int, int] = (2, 6), **values: Any) -> Stored | StayWaiting:
        """Reserve as the partner's member does."""
        return self.send(self.request(pallets, on, **values))

    def send(self, request: StayRequest) -> Stored | StayWaiting:
        """Send a form."""
        return write(lambda session: reserve_storage(session, self.member, request))

    def used(self, first: int = 0, last: int = 9) -> list[int]:
        """Return what is counted on each of these days from today."""
        with reading() as session:
            days = session.exec(select(StorageDay).where(StorageDay.offer_id == self.offer_id)).all()
        by_day = {day.day: day.used_pallet_hundredths for day in days}
        return [by_day.get(self.day(offset), 0) for offset in range(first, last + 1)]


def a_store_place(
    session: WriteSession,
    *,
    owner_id: int,
    stores_pallets: int = 10,
    temperatures: Sequence[TemperatureClass] = (CHILLED,),
    name: str = "Carrefour d'Amqui",
) -> int:
    """Add a place that declares what it can store; return its id."""
    card = SiteCard(
        code=uuid4().hex[:8],
        partner_id=owner_id,
        name=name,
        kind="depot",
        town="Amqui",
        territory="Bas-Saint-Laurent",
        latitude=AMQUI.latitude,
        longitude=AMQUI.longitude,
        stores_pallets=stores_pallets,
        stores_temperatures=tuple(temperatures),
    )
    return add_site(session, a_coordinator(session), card)


def an_offer(session: WriteSession, *, site_id: int, **values: Any) -> int:
    """Offer 10 chilled pallets a day from today to a month from now; return the offer's id."""
    asked: dict[str, Any] = {
        "temperature": CHILLED,
        "first_day": clock.today(),
        "last_day": clock.today() + timedelta(days=30),
        "pallet_hundredths": 1000,
        "cents_per_pallet_day": 120,
        **values,
    }
    return offer_storage(session, a_coordinator(session), OfferCard(site_id=site_id, **asked))


def a_depot(**values: Any) -> Depot:
    """Write a place with an offer (see `an_offer`), its owner, and somebody who may reserve there."""

    def written(session: WriteSession) -> Depot:
        owner_id, partner_id = a_partner(session), a_partner(session)
        kept = values.get("temperature", CHILLED)
        site_id = a_store_place(session, owner_id=owner_id, stores_pallets=40, temperatures=[kept])
        return Depot(
            owner=a_member(session, partner_ids=[owner_id]),
            owner_id=owner_id,
            site_id=site_id,
            offer_id=an_offer(session, site_id=site_id, **values),
            partner_id=partner_id,
            member=a_member(session, partner_ids=[partner_id]),
            coordinator=a_coordinator(session),
        )

    return write(written)


def somebody_else(depot: Depot) -> Depot:
    """Return another partner in front of the same offer."""

    def written(session: WriteSession) -> Depot:
        partner_id = a_partner(session)
        return replace(depot, partner_id=partner_id, member=a_member(session, partner_ids=[partner_id]))

    return write(written)


def stay_of(stay_id: int) -> StorageStay:
    """Return a stay as the database holds it."""
    with reading() as session:
        return session.get_one(StorageStay, stay_id)


def notices(partner_id: int) -> list[str]:
    """Return the kinds of a partner's notices, oldest first."""
    with reading() as session:
        told = session.exec(select(Notice).where(Notice.partner_id == partner_id)).all()
    return [notice.kind.value for notice in sorted(told, key=lambda notice: notice.id or 0)]


def assert_sound() -> None:
    """Check that the counters are the sums of the stays."""
    with reading() as session:
        assert drift(session) == []
