"""A place or a partner that closed, an offer that closed, a form sent twice: nobody gets what is not offered."""

from __future__ import annotations

import pytest

from core.database.doors import write
from core.partners.tables import Partner, Site
from core.shared.errors import NotFound
from core.storage.actions import OfferCard, cancel_stay, change_storage_offer, offer_storage
from core.storage.refusals import NotDeclared, OfferClosed
from core.storage.states import StayState
from core.storage.tables import StorageOffer
from tests.storage.depot import CHILLED, Depot, a_depot, assert_sound, somebody_else, stay_of


def close(depot: Depot, table: type[Site] | type[Partner], row_id: int) -> None:
    def written(session: object) -> None:
        session.get_one(table, row_id).is_active = False  # type: ignore[attr-defined]  # a session

    write(written)


def set_open(depot: Depot, version: int, *, is_open: bool) -> None:
    def changed(session: object) -> None:
        offer = session.get_one(StorageOffer, depot.offer_id)  # type: ignore[attr-defined]  # a session
        card = OfferCard(
            offer.site_id,
            offer.temperature,
            offer.first_day,
            offer.last_day,
            offer.pallet_hundredths,
            offer.cents_per_pallet_day,
        )
        change_storage_offer(
            session,  # type: ignore[arg-type]  # a session
            depot.owner,
            offer_id=depot.offer_id,
            card=card,
            is_open=is_open,
            version=version,
        )

    write(changed)


def test_a_place_that_closed_takes_no_pallets(sqlite_database: object) -> None:
    depot = a_depot()
    close(depot, Site, depot.site_id)
    with pytest.raises(OfferClosed):
        depot.ask(100)
    assert depot.used() == [0] * 10


def test_a_partner_that_left_stores_nothing(sqlite_database: object) -> None:
    depot = a_depot()
    close(depot, Partner, depot.partner_id)
    with pytest.raises(NotFound):
        depot.ask(100)
    assert depot.used() == [0] * 10


def test_a_closed_offer_promotes_nobody_until_it_opens_again(database: str) -> None:
    depot = a_depot()
    first = depot.ask(800)
    waits = somebody_else(depot).ask(600, waits_if_full=True)
    set_open(depot, 1, is_open=False)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    assert stay_of(waits.stay_id).state is StayState.waiting
    set_open(depot, 2, is_open=True)
    assert stay_of(waits.stay_id).state is StayState.confirmed
    assert_sound()


def test_an_offer_sent_twice_is_one_offer(sqlite_database: object) -> None:
    depot = a_depot()
    card = OfferCard(depot.site_id, CHILLED, depot.day(40), depot.day(50), 500, 120, "Palettes emballées")
    first, second = (write(lambda session: offer_storage(session, depot.owner, card)) for _ in range(2))
    assert first == second


def test_an_offer_is_closed_even_where_the_card_of_the_place_no_longer_declares_it(sqlite_database: object) -> None:
    depot = a_depot()
    depot.ask(600)

    def declare_nothing(session: object) -> None:
        site = session.get_one(Site, depot.site_id)  # type: ignore[attr-defined]  # a session
        site.stores_pallets, site.stores_temperatures = 0, ""

    write(declare_nothing)
    set_open(depot, 1, is_open=False)
    with pytest.raises(OfferClosed):
        somebody_else(depot).ask(100)
    with pytest.raises(NotDeclared):
        set_open(depot, 2, is_open=True)
    assert depot.used(2, 2) == [600]
