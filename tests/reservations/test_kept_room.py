"""Room kept for a kind of partner until its release date, through the acts people do (R5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from core.database.doors import reading, write
from core.i18n.words import words
from core.jobs.regular import serve_released_in_time
from core.partners.kinds import PartnerKind
from core.reservations.actions import Reserved, Waiting, cancel, change_quantity
from core.reservations.priority_actions import change_allotment, end_allotment
from core.reservations.priority_refusals import KeptForOthers, KeptForOthersUntil, KeptFromMore
from core.reservations.priority_views import asked_and_kept
from core.reservations.refusals import OthersWaitFirst, TruckFull
from core.reservations.requests import Wish
from core.reservations.search_views import Option, find_departures
from core.reservations.views import reservations_of
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_departure
from tests.queries import counting_queries
from tests.reservations.asking import Dock, assert_sound, departure_of, notices, row_of
from tests.reservations.keeping import a_card, a_quay, at_release, keep, line_of


def options_of(dock: Dock, kg: int) -> list[Option]:
    day = departure_of(dock.departure_id).service_date
    wish = Wish(
        dock.partner_id,
        dock.sites[0],
        dock.sites[2],
        Quantity(kg, 0),
        TemperatureClass.chilled,
        day,
        day + timedelta(days=1),
    )
    with reading() as session:
        return find_departures(session, dock.member, wish)


def test_others_find_what_is_left_beside_the_share_and_its_partners_all_of_it(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    with pytest.raises(KeptForOthers) as refused:
        quay.producer.ask(401)
    refusal = refused.value
    assert (refusal.most.kg, refusal.lacking.kg, refusal.until) == (400, 1, quay.released)
    said = words("fr").refusal(refusal)
    assert "banques alimentaires" in said
    assert words("fr").value(quay.released) in said
    assert "liste d’attente" in said
    assert isinstance(quay.producer.ask(400), Reserved)
    assert isinstance(quay.food_bank.ask(600), Reserved)
    with pytest.raises(TruckFull):
        quay.food_bank.ask(1)
    assert_sound()


def test_what_the_kind_holds_counts_in_its_share_first(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    assert isinstance(quay.food_bank.ask(500), Reserved)
    assert isinstance(quay.producer.ask(400), Reserved), "100 kg are still kept, 400 are open"
    with pytest.raises(KeptForOthers):
        quay.producer.ask(1)
    assert isinstance(quay.food_bank.ask(100), Reserved)


def test_a_share_is_kept_on_each_leg_and_of_the_pallets(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    assert isinstance(quay.producer.ask(400, way=(0, 1)), Reserved)
    assert isinstance(quay.producer.ask(400, way=(1, 2)), Reserved)
    with pytest.raises(KeptForOthers):
        quay.producer.ask(10, way=(1, 2))
    full_floor = a_quay()
    keep(full_floor.producer)
    with pytest.raises(KeptForOthers) as refused:
        full_floor.producer.ask(100, pallets=241)
    assert refused.value.lacking == Quantity(0, 1)


def test_on_the_release_day_anyone_may_book(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    with clock.set_to(clock.at_local(quay.released, 0) - timedelta(minutes=1)), pytest.raises(KeptForOthers):
        quay.producer.ask(401)
    with at_release(quay):
        assert isinstance(quay.producer.ask(1000), Reserved)


def test_who_waited_for_kept_room_is_served_in_order_on_the_release_day(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    first = quay.producer.ask(700, waits_if_full=True)
    second = quay.neighbour.ask(300, waits_if_full=True)
    assert isinstance(first, Waiting)
    assert isinstance(second, Reserved), "a load that cannot ride before the release holds nobody up"
    assert serve_released_in_time() == 0
    with at_release(quay):
        assert serve_released_in_time() == 1
        assert serve_released_in_time() == 0
    assert row_of(first.reservation_id).state == "confirmed"
    assert "promoted" in notices(quay.producer.partner_id)
    assert_sound()


def test_who_waits_is_served_at_the_release_before_whoever_comes_then(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    waiting = quay.producer.ask(700, waits_if_full=True)
    with at_release(quay):
        assert isinstance(quay.neighbour.ask(300), Reserved)
        with pytest.raises(TruckFull):
            quay.neighbour.ask(1)
    assert row_of(waiting.reservation_id).state == "confirmed"


def test_a_partner_of_the_kind_goes_before_others_who_wait_into_its_share_only(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    earlier = quay.neighbour.ask(200)
    waiting = quay.producer.ask(300, waits_if_full=True)
    assert isinstance(waiting, Waiting)
    with pytest.raises(OthersWaitFirst):
        quay.food_bank.ask(601)
    assert isinstance(quay.food_bank.ask(600), Reserved)
    write(lambda session: cancel(session, quay.neighbour.member, reservation_id=earlier.reservation_id))
    assert row_of(waiting.reservation_id).state == "confirmed", "the open room freed goes to whoever waited"


def test_a_cancellation_of_the_kind_is_not_given_to_others_before_the_release(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    theirs = quay.food_bank.ask(600)
    quay.producer.ask(400)
    waiting = quay.neighbour.ask(100, waits_if_full=True)
    write(lambda session: cancel(session, quay.food_bank.member, reservation_id=theirs.reservation_id))
    assert row_of(waiting.reservation_id).state == "waiting"
    assert isinstance(quay.food_bank.ask(600), Reserved)


def test_a_reservation_does_not_grow_into_kept_room(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    mine = quay.producer.ask(300)
    more = {"reservation_id": mine.reservation_id, "version": 1}
    with pytest.raises(KeptFromMore) as refused:
        write(lambda s: change_quantity(s, quay.producer.member, quantity=Quantity(401, 0), **more))
    assert (refused.value.most.kg, refused.value.until) == (400, quay.released)
    write(lambda s: change_quantity(s, quay.producer.member, quantity=Quantity(400, 0), **more))
    assert row_of(mine.reservation_id).kg == 400


@pytest.mark.parametrize("ends", [True, False])
def test_less_kept_is_promised_at_once_to_who_waits(database: str, ends: bool) -> None:
    quay = a_quay()
    allotment_id = keep(quay.producer)
    waiting = quay.producer.ask(700, waits_if_full=True)
    coordinator = quay.producer.coordinator
    if ends:
        write(lambda s: end_allotment(s, coordinator, allotment_id=allotment_id, version=1))
    else:
        card = replace(a_card(), percent=30)
        write(lambda s: change_allotment(s, coordinator, allotment_id=allotment_id, card=card, version=1))
    assert row_of(waiting.reservation_id).state == "confirmed"
    assert_sound()


def test_what_was_booked_before_stays_and_the_rest_is_for_the_kind(database: str) -> None:
    quay = a_quay()
    quay.producer.ask(700)
    keep(quay.producer)
    with pytest.raises(KeptForOthers) as refused:
        quay.producer.ask(50)
    assert refused.value.most.kg == 0
    assert isinstance(quay.food_bank.ask(300), Reserved)
    assert_sound()


def test_two_shares_keep_room_from_each_other_too(database: str) -> None:
    quay = a_quay()
    keep(quay.producer, percent=50)
    keep(quay.producer, percent=30, kinds=frozenset({PartnerKind.hub, PartnerKind.grocer}))
    with pytest.raises(KeptForOthers) as refused:
        quay.producer.ask(201)
    assert words("fr").value(refused.value.kinds) == "banques alimentaires, épiceries et plateformes"
    assert isinstance(quay.food_bank.ask(700), Reserved)
    with pytest.raises(KeptForOthers):
        quay.food_bank.ask(1)


def test_the_list_of_departures_says_what_is_kept_for_whom(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    (mine,) = options_of(quay.producer, 500)
    assert (mine.fits, mine.most.kg, mine.may_wait) == (False, 400, True)
    assert isinstance(mine.reason, KeptForOthers)
    assert [(share.percent, share.kinds) for share in mine.kept.shares] == [(60, frozenset({PartnerKind.food_bank}))]
    assert mine.kept.held == {}, "nobody's bookings are told (R9)"
    (theirs,) = options_of(quay.food_bank, 500)
    assert theirs.fits


def test_a_later_departure_with_room_is_named(database: str) -> None:
    quay = a_quay()
    line_id = line_of(quay.producer)
    keep(quay.producer, last_day=quay.day)
    next_day = quay.day + timedelta(days=1)
    write(lambda session: a_departure(session, line_id=line_id, day=next_day))
    with pytest.raises(KeptForOthersUntil) as refused:
        quay.producer.ask(500)
    assert refused.value.next_day == next_day


def test_the_public_reads_the_rule_until_it_is_over(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    quay.food_bank.ask(100)
    departure = departure_of(quay.producer.departure_id)
    asked = partial(
        asked_and_kept,
        line_id=departure.line_id,
        service_date=departure.service_date,
        closes_at=departure.closes_at,
    )
    with reading() as session, counting_queries() as sent:
        prices, kept = asked(session)
    assert sent.count == 1
    assert prices.tariffs == ()
    assert ([share.percent for share in kept.shares], kept.limit, kept.held) == ([60], None, {})
    with at_release(quay), reading() as session:
        assert asked(session)[1].is_over


def test_who_waits_for_kept_room_reads_what_it_lacks(database: str) -> None:
    quay = a_quay()
    keep(quay.producer)
    quay.producer.ask(700, waits_if_full=True)
    with reading() as session:
        (row,) = reservations_of(session, quay.producer.member, partner_id=quay.producer.partner_id)
    assert (row.rank, row.lacks.kg, row.waits_for_queue_only) == (1, 300, False)
