"""Offering storage at one's own place, and changing what is offered; on both engines."""

from datetime import timedelta
from typing import Any

import pytest

from core.access.rights import VISITOR
from core.database.doors import reading, write
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, SignInNeeded, StaleForm, WrongInput
from core.shared.plausible import OutOfBounds
from core.storage.actions import OfferCard, StayWaiting, Stored, change_storage_offer, offer_storage
from core.storage.refusals import CutBelowStays, MoreThanDeclared, NotDeclared, OfferClosed
from core.storage.requests import StorageWish
from core.storage.states import StayState
from core.storage.views import find_storage, offers_of, places_to_offer, stays_of
from tests.storage.depot import (
    AMBIENT,
    CHILLED,
    FROZEN,
    Depot,
    a_depot,
    an_offer,
    assert_sound,
    somebody_else,
    stay_of,
)


def a_card(depot: Depot, **values: Any) -> OfferCard:
    card: dict[str, Any] = {
        "site_id": depot.site_id,
        "temperature": CHILLED,
        "first_day": clock.today(),
        "last_day": clock.today() + timedelta(days=30),
        "pallet_hundredths": 1000,
        "cents_per_pallet_day": 120,
        **values,
    }
    return OfferCard(**card)


def change(depot: Depot, *, version: int = 1, is_open: bool = True, **values: Any) -> None:
    write(
        lambda session: change_storage_offer(
            session,
            depot.owner,
            offer_id=depot.offer_id,
            card=a_card(depot, **values),
            is_open=is_open,
            version=version,
        )
    )


def test_only_the_partner_of_the_place_offers_it(database: str) -> None:
    depot = a_depot()
    assert (
        write(lambda session: offer_storage(session, depot.owner, a_card(depot, pallet_hundredths=900)))
        > depot.offer_id
    )
    with pytest.raises(NotAllowed):
        write(lambda session: offer_storage(session, depot.member, a_card(depot)))
    with pytest.raises(SignInNeeded):
        write(lambda session: offer_storage(session, VISITOR, a_card(depot)))
    with pytest.raises(NotAllowed):
        write(
            lambda session: change_storage_offer(
                session, depot.member, offer_id=depot.offer_id, card=a_card(depot), is_open=True, version=1
            )
        )


def test_all_offers_of_a_place_stay_within_what_its_card_declares(database: str) -> None:
    depot = a_depot()
    with pytest.raises(MoreThanDeclared) as more:
        write(lambda session: offer_storage(session, depot.owner, a_card(depot, pallet_hundredths=3001)))
    assert more.value.left.pallet_hundredths == 3000
    with pytest.raises(NotDeclared):
        write(lambda session: offer_storage(session, depot.owner, a_card(depot, temperature=FROZEN)))
    later = {"first_day": depot.day(31), "last_day": depot.day(60)}
    assert write(lambda session: offer_storage(session, depot.owner, a_card(depot, pallet_hundredths=4000, **later)))


def test_a_card_that_cannot_be_believed_is_refused(database: str) -> None:
    depot = a_depot()
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (OutOfBounds, {"pallet_hundredths": 0}),
        (OutOfBounds, {"cents_per_pallet_day": -1}),
        (WrongInput, {"last_day": depot.day(-5)}),
        (WrongInput, {"last_day": depot.day(900)}),
        (InThePast, {"first_day": depot.day(-9), "last_day": depot.day(-5)}),
    ]
    for refused, values in wrong:
        card = a_card(depot, **values)
        with pytest.raises(refused):
            write(lambda session, asked=card: offer_storage(session, depot.owner, asked))  # type: ignore[misc]  # a default binds the loop variable


def test_less_than_is_reserved_is_never_offered(database: str) -> None:
    depot = a_depot()
    depot.ask(600, on=(2, 6))
    with pytest.raises(CutBelowStays):
        change(depot, pallet_hundredths=599)
    with pytest.raises(CutBelowStays):
        change(depot, last_day=depot.day(5))
    change(depot, pallet_hundredths=600, last_day=depot.day(6))
    with pytest.raises(StaleForm):
        change(depot)
    with pytest.raises(WrongInput):
        change(depot, version=2, temperature=AMBIENT)
    assert_sound()


def test_more_room_goes_at_once_to_who_waits_and_a_new_price_leaves_stays_alone(database: str) -> None:
    depot = a_depot()
    first = depot.ask(800)
    waiting = somebody_else(depot).ask(600, waits_if_full=True)
    assert isinstance(waiting, StayWaiting)
    change(depot, pallet_hundredths=1400, cents_per_pallet_day=500)
    assert stay_of(waiting.stay_id).state is StayState.confirmed
    assert stay_of(waiting.stay_id).price_cents == 5 * 6 * 120
    assert isinstance(first, Stored)
    assert stay_of(first.stay_id).price_cents == first.price_cents
    assert_sound()


def test_a_closed_offer_keeps_its_stays_and_takes_no_new_one(database: str) -> None:
    depot = a_depot()
    depot.ask(600)
    change(depot, is_open=False)
    with pytest.raises(OfferClosed):
        depot.ask(100)
    with reading() as session:
        assert find_storage(session, a_wish(depot)) == []
    assert depot.used(2, 2) == [600]


def a_wish(depot: Depot, pallets: int = 600, on: tuple[int, int] = (2, 6), **values: Any) -> StorageWish:
    asked: dict[str, Any] = {"temperature": CHILLED, **values}
    return StorageWish(pallets, first_day=depot.day(on[0]), last_day=depot.day(on[1]), **asked)


def test_where_can_i_store_is_answered_best_first_with_each_day(database: str) -> None:
    depot = a_depot()
    cheap = write(
        lambda session: an_offer(
            session, site_id=depot.site_id, cents_per_pallet_day=50, pallet_hundredths=700, last_day=depot.day(10)
        )
    )
    with reading() as session:
        assert [option.offer_id for option in find_storage(session, a_wish(depot))] == [cheap, depot.offer_id]
    depot.ask(200, on=(3, 3), offer_id=cheap)
    with reading() as session:
        first, second = find_storage(session, a_wish(depot))
        assert find_storage(session, a_wish(depot, temperature=FROZEN)) == []
        warm = find_storage(session, a_wish(depot, temperature=AMBIENT))
        assert [option.offer_id for option in warm] == [depot.offer_id, cheap]
        assert find_storage(session, a_wish(depot, territory="Gaspésie")) == []
    assert first.offer_id == depot.offer_id
    assert first.price_cents == 5 * 6 * 120
    assert not second.fits
    assert second.most == 500
    assert [day.free for day in second.days] == [700, 500, 700, 700, 700]


def test_the_search_tells_free_room_and_never_who(database: str) -> None:
    depot = a_depot()
    stranger = somebody_else(depot)
    depot.ask(600, note="secret")
    with reading() as session:
        said = repr(find_storage(session, a_wish(depot)))
        assert "secret" not in said
        assert stays_of(session, depot.member, partner_id=depot.partner_id)[0].note == "secret"
        with pytest.raises(NotAllowed):
            stays_of(session, stranger.member, partner_id=depot.partner_id)


def test_the_owner_sees_who_stays_at_its_own_places_only(database: str) -> None:
    depot, stranger = a_depot(), a_depot()
    depot.ask(600)
    with reading() as session:
        own = offers_of(session, depot.owner)
        assert [row.offer_id for row in own] == [depot.offer_id]
        assert [stay.partner_id for stay in own[0].stays] == [depot.partner_id]
        assert [row.offer_id for row in offers_of(session, stranger.owner)] == [stranger.offer_id]
        assert offers_of(session, depot.member) == []
        assert len(offers_of(session, depot.coordinator)) == 2
        assert [place.site_id for place in places_to_offer(session, depot.owner)] == [depot.site_id]
        with pytest.raises(SignInNeeded):
            offers_of(session, VISITOR)


def test_ones_own_stays_show_their_place_in_line(database: str) -> None:
    depot = a_depot()
    depot.ask(1000)
    other, third = somebody_else(depot), somebody_else(depot)
    other.ask(500, waits_if_full=True)
    third.ask(500, waits_if_full=True)
    with reading() as session:
        (row,) = stays_of(session, third.member, partner_id=third.partner_id)
        assert (row.state, row.rank, row.may_change, row.may_cancel) == (StayState.waiting, 2, True, True)
