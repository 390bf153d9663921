"""A way with transfers over a line that approves each load: one answer for the whole way, all of it or nothing (R1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.database.doors import reading, write
from core.reservations.actions import approve, expire_offers, refuse
from core.reservations.connection_actions import reserve_connection
from core.reservations.refusals import OfferEnded
from core.reservations.requests import Reserved, ToApprove
from core.reservations.states import EndingKind, ReservationState
from core.reservations.views import reservation
from core.shared import clock
from tests.reservations.asking import departure_of, row_of
from tests.reservations.terms import with_terms
from tests.reservations.ways import Way, a_way, assert_whole

NOTHING = (0, 0, 0)


@pytest.fixture
def way(database: str) -> Way:
    """A way whose second line asks a coordinator first."""
    way = a_way()
    with_terms(way.dock(1), needs_approval=True)
    return way


def asked(way: Way) -> ToApprove:
    done = way.send(way.request())
    assert isinstance(done, ToApprove)
    return done


def test_the_whole_way_waits_for_one_answer_until_its_first_cut_off(way: Way) -> None:
    request = way.request()
    done = way.send(request)
    assert isinstance(done, ToApprove)
    assert done.until == min(departure_of(each).closes_at for each in way.departure_ids)
    assert way.counted() == (300, 300, 200)
    assert way.send(request) == done
    assert_whole()
    assert write(lambda session: approve(session, way.coordinator, reservation_id=done.reservation_id)) == Reserved(
        done.reservation_id, done.price_cents, way.departure_ids[0], done.quantity
    )
    assert row_of(done.reservation_id).state == ReservationState.confirmed
    assert way.counted() == (300, 300, 200)
    assert_whole()


def test_a_no_gives_back_every_ride_and_every_storage(way: Way) -> None:
    done = asked(way)
    write(lambda session: refuse(session, way.coordinator, reservation_id=done.reservation_id, reason="Camion réservé"))
    assert way.counted() == NOTHING
    with reading() as session:
        assert reservation(session, way.member, done.reservation_id).ending == EndingKind.refused
    assert_whole()


def test_without_an_answer_it_ends_whole_and_a_late_yes_is_refused(way: Way) -> None:
    done = asked(way)
    with clock.set_to(done.until + timedelta(minutes=1)):
        with pytest.raises(OfferEnded):
            write(lambda session: approve(session, way.coordinator, reservation_id=done.reservation_id))
        assert way.counted() == (300, 300, 200)
        assert write(expire_offers) == 1
        assert way.counted() == NOTHING
        assert_whole()
    assert row_of(done.reservation_id).state == ReservationState.cancelled


def test_a_coordinator_who_reserves_says_yes_at_once(way: Way) -> None:
    request = way.request()
    assert isinstance(write(lambda session: reserve_connection(session, way.coordinator, request)), Reserved)
    assert_whole()
