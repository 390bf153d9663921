"""Room is held by an offer for whoever wants to be asked first, until its time is over (R3)."""

from datetime import timedelta

import pytest

from core.database.doors import write
from core.reservations.actions import (
    Answered,
    Reserved,
    Waiting,
    accept_offer,
    cancel,
    decline_offer,
    expire_offers,
    reserve,
)
from core.reservations.refusals import NoLongerOpen, OfferEnded, TruckFull
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import NotFound
from tests.reservations.asking import Dock, a_dock, assert_sound, departure_of, notices, row_of, somebody_else


def offered(dock: Dock, *, first_kg: int = 400, second_kg: int = 300) -> tuple[int, int]:
    """Fill the truck, let somebody wait who wants to be asked, free the room; return who left and who is asked."""
    first = dock.ask(first_kg)
    second = dock.ask(second_kg, waits_if_full=True, promotes_at_once=False)
    assert isinstance(second, Waiting)
    write(lambda session: cancel(session, dock.member, reservation_id=first.reservation_id))
    assert row_of(second.reservation_id).state == ReservationState.offered
    return first.reservation_id, second.reservation_id


def accept(dock: Dock, reservation_id: int) -> Answered:
    return write(lambda session: accept_offer(session, dock.member, reservation_id=reservation_id))


def test_an_offer_holds_the_room_against_everybody(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    offered(dock)
    assert dock.used_kg() == [300, 300]
    with pytest.raises(TruckFull):
        somebody_else(dock).ask(300)
    assert notices(dock.partner_id) == ["reserved", "waiting", "cancelled", "offered"]
    assert_sound()


def test_accepting_confirms_and_accepting_twice_changes_nothing(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    _first, asked = offered(dock)
    assert accept(dock, asked) == accept(dock, asked)
    assert row_of(asked).state == ReservationState.confirmed
    assert row_of(asked).offer_ends_at is None
    assert_sound()


def test_declining_passes_the_room_to_the_next(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    first = dock.ask(400)
    asked = dock.ask(300, waits_if_full=True, promotes_at_once=False)
    last = dock.ask(250, waits_if_full=True)
    write(lambda session: cancel(session, dock.member, reservation_id=first.reservation_id))
    write(lambda session: decline_offer(session, dock.member, reservation_id=asked.reservation_id))
    assert row_of(asked.reservation_id).state == ReservationState.cancelled
    assert row_of(last.reservation_id).state == ReservationState.confirmed
    with pytest.raises(NoLongerOpen):
        write(lambda session: decline_offer(session, dock.member, reservation_id=asked.reservation_id))
    assert_sound()


def test_an_offer_whose_time_is_over_cannot_be_accepted(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    _first, asked = offered(dock)
    ends_at = row_of(asked).offer_ends_at
    assert ends_at is not None
    with clock.set_to(ends_at), pytest.raises(OfferEnded):
        accept(dock, asked)
    with clock.set_to(ends_at - timedelta(seconds=1)):
        accept(dock, asked)


def test_lapsed_offers_are_freed_by_the_worker(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    _first, asked = offered(dock)
    last = dock.ask(400, waits_if_full=True)
    with clock.set_to(clock.now() + timedelta(hours=25)):
        assert write(expire_offers) == 1
        assert write(expire_offers) == 0
    assert row_of(asked).state == ReservationState.cancelled
    assert row_of(last.reservation_id).state == ReservationState.confirmed
    assert notices(dock.partner_id)[-2:] == ["cancelled", "promoted"]
    assert_sound()


def test_a_newcomer_frees_a_lapsed_offer_without_waiting_for_the_worker(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    _first, asked = offered(dock)
    with clock.set_to(clock.now() + timedelta(hours=25)):
        assert isinstance(somebody_else(dock).ask(450), Reserved)
    assert row_of(asked).state == ReservationState.cancelled


def test_an_offer_ends_at_the_cut_off_at_the_latest(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    closes_at = departure_of(dock.departure_id).closes_at
    with clock.set_to(closes_at - timedelta(hours=3)):
        _first, asked = offered(dock)
    assert row_of(asked).offer_ends_at == closes_at


def test_room_freed_after_the_cut_off_is_offered_and_never_imposed(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    first = dock.ask(400)
    waits = dock.ask(300, waits_if_full=True, promotes_at_once=True)
    departure = departure_of(dock.departure_id)
    with clock.set_to(departure.closes_at + timedelta(hours=1)):
        write(lambda session: cancel(session, dock.member, reservation_id=first.reservation_id))
        assert row_of(waits.reservation_id).state == ReservationState.offered
        assert row_of(waits.reservation_id).offer_ends_at == departure.starts_at
        accept(dock, waits.reservation_id)
    assert row_of(waits.reservation_id).state == ReservationState.confirmed


def test_an_offer_still_open_when_the_truck_leaves_gives_its_room_back(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    first = dock.ask(400)
    waits = dock.ask(300, waits_if_full=True)
    departure = departure_of(dock.departure_id)
    with clock.set_to(departure.closes_at + timedelta(hours=1)):
        write(lambda session: cancel(session, dock.member, reservation_id=first.reservation_id))
    with clock.set_to(departure.starts_at + timedelta(hours=1)):
        assert write(expire_offers) == 1
    assert row_of(waits.reservation_id).state == ReservationState.cancelled
    assert dock.used_kg() == [0, 0]


def test_an_offer_is_answered_only_by_its_partner(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    _first, asked = offered(dock)
    with pytest.raises(NotFound):
        accept(somebody_else(dock), asked)


def test_what_is_not_offered_cannot_be_accepted(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    waits = dock.ask(300, waits_if_full=True)
    with pytest.raises(NoLongerOpen):
        accept(dock, waits.reservation_id)


def test_an_offered_form_sent_again_still_answers_that_it_waits(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    first = dock.ask(400)
    request = dock.request(300, waits_if_full=True, promotes_at_once=False)
    dock.send(request)
    write(lambda session: cancel(session, dock.member, reservation_id=first.reservation_id))
    again = write(lambda session: reserve(session, dock.member, request))
    assert isinstance(again, Waiting)
