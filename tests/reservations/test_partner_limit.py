"""One partner may hold so much of a departure only, until a few days before it, so that newcomers find room (R5)."""

from __future__ import annotations

import pytest

from core.database.doors import write
from core.i18n.words import words
from core.lines.terms import Terms
from core.reservations.actions import Reserved, Waiting, cancel, change_quantity
from core.reservations.priority_actions import serve_released, set_line_terms
from core.reservations.priority_refusals import LimitedToLess, PartnerLimitReached
from core.reservations.refusals import OthersWaitFirst
from core.shared import clock
from core.shared.quantities import Quantity
from tests.reservations.asking import assert_sound, row_of
from tests.reservations.keeping import RELEASE_DAYS, Quay, a_quay, at_release, keep, line_of
from tests.reservations.terms import with_terms


def limited(percent: int = 40, **values: int) -> Quay:
    quay = a_quay()
    with_terms(quay.producer, partner_cap_percent=percent, cap_release_days=RELEASE_DAYS, **values)
    return quay


def test_a_regular_stops_at_the_limit_and_a_newcomer_finds_room(database: str) -> None:
    quay = limited()
    assert isinstance(quay.producer.ask(300), Reserved)
    with pytest.raises(PartnerLimitReached) as refused:
        quay.producer.ask(101)
    assert (refused.value.most.kg, refused.value.lacking.kg, refused.value.percent) == (100, 1, 40)
    assert refused.value.until == quay.released
    said = words("fr").refusal(refused.value)
    assert "40\u00a0%" in said
    assert "liste d’attente" in said
    assert isinstance(quay.producer.ask(100), Reserved)
    assert isinstance(quay.neighbour.ask(400), Reserved)
    assert_sound()


def test_the_limit_ends_some_days_before_the_departure(database: str) -> None:
    quay = limited()
    with at_release(quay):
        assert isinstance(quay.producer.ask(900), Reserved)


def test_a_regular_that_waits_at_its_limit_holds_nobody_up_and_is_served_at_the_end(database: str) -> None:
    quay = limited()
    quay.producer.ask(400)
    waiting = quay.producer.ask(200, waits_if_full=True)
    assert isinstance(waiting, Waiting)
    assert isinstance(quay.neighbour.ask(300), Reserved)
    with at_release(quay):
        assert write(serve_released) == 1
    assert row_of(waiting.reservation_id).state == "confirmed"
    assert_sound()


def test_a_regular_claims_no_more_than_its_limit_from_the_waiting_list(database: str) -> None:
    quay = limited()
    others = quay.food_bank.ask(400)
    quay.neighbour.ask(300)
    waiting = quay.producer.ask(400, waits_if_full=True, least_kg=350)
    again = quay.producer.ask(400, waits_if_full=True)
    assert isinstance(waiting, Waiting)
    assert isinstance(again, Waiting)
    with pytest.raises(OthersWaitFirst):
        quay.neighbour.ask(100)
    write(lambda session: cancel(session, quay.food_bank.member, reservation_id=others.reservation_id))
    assert (row_of(waiting.reservation_id).state, row_of(waiting.reservation_id).kg) == ("confirmed", 400)
    assert row_of(again.reservation_id).state == "waiting"
    assert isinstance(quay.food_bank.ask(300), Reserved)


def test_leaving_a_part_makes_room_for_ones_own_waiting_load(database: str) -> None:
    quay = limited()
    mine = quay.producer.ask(400)
    waiting = quay.producer.ask(200, waits_if_full=True)
    write(
        lambda s: change_quantity(
            s, quay.producer.member, reservation_id=mine.reservation_id, quantity=Quantity(200, 0), version=1
        )
    )
    assert row_of(waiting.reservation_id).state == "confirmed"


def test_a_reservation_does_not_grow_beyond_the_limit(database: str) -> None:
    quay = limited()
    mine = quay.producer.ask(300)
    with pytest.raises(LimitedToLess) as refused:
        write(
            lambda s: change_quantity(
                s, quay.producer.member, reservation_id=mine.reservation_id, quantity=Quantity(401, 0), version=1
            )
        )
    assert refused.value.most.kg == 400


def test_lifting_the_limit_serves_who_waits_at_once(database: str) -> None:
    quay = limited()
    waiting = quay.producer.ask(600, waits_if_full=True)
    line_id, coordinator = line_of(quay.producer), quay.producer.coordinator
    write(lambda session: set_line_terms(session, coordinator, line_id=line_id, terms=Terms(partner_cap_percent=60)))
    assert row_of(waiting.reservation_id).state == "confirmed"


def test_a_share_does_not_lift_the_limit_of_one_partner(database: str) -> None:
    quay = limited(percent=50)
    keep(quay.producer, percent=60)
    assert isinstance(quay.food_bank.ask(500), Reserved)
    with pytest.raises(PartnerLimitReached):
        quay.food_bank.ask(1)
    assert isinstance(quay.producer.ask(400), Reserved)


def test_without_a_limit_one_partner_may_take_all(database: str) -> None:
    with clock.set_to(clock.now()):
        assert isinstance(a_quay().producer.ask(1000), Reserved)
