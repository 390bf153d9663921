"""Room is kept for a few minutes while a partner reads the price and says yes (R1, R3, R10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.database.doors import reading, write
from core.reservations.actions import Answered, Held, Reserved, cancel, confirm_hold, expire_offers, leave_hold
from core.reservations.refusals import HoldEnded, NoLongerOpen, TooManyHolds, TruckFull
from core.reservations.states import EndingKind, ReservationState
from core.reservations.views import reservations_of
from core.shared import clock
from core.shared.errors import NotFound
from tests.reservations.asking import Dock, a_dock, assert_sound, departure_of, notices, row_of, somebody_else
from tests.reservations.terms import with_terms


def hold(dock: Dock, kg: int = 300, **values: object) -> Held:
    answer = dock.ask(kg, holds_first=True, **values)
    assert isinstance(answer, Held)
    return answer


def confirm(dock: Dock, reservation_id: int, note: str = "") -> Answered:
    return write(lambda session: confirm_hold(session, dock.member, reservation_id=reservation_id, note=note))


def test_a_hold_takes_room_against_everybody_and_tells_nobody(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    held = hold(dock)
    assert held.until == clock.now() + timedelta(minutes=15)
    assert dock.used_kg() == [300, 300]
    with pytest.raises(TruckFull):
        somebody_else(dock).ask(300)
    assert notices(dock.partner_id) == []
    assert_sound()


def test_a_confirmed_hold_keeps_its_number_and_price_and_twice_is_once(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    held = hold(dock)
    first = confirm(dock, held.reservation_id, note="Quai arrière")
    assert first == confirm(dock, held.reservation_id)
    assert first == Reserved(held.reservation_id, held.price_cents, dock.departure_id, held.quantity)
    row = row_of(held.reservation_id)
    assert (row.state, row.note, row.offer_ends_at) == (ReservationState.confirmed, "Quai arrière", None)
    assert notices(dock.partner_id) == ["reserved"]
    assert_sound()


def test_the_same_form_sent_twice_holds_once(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    request = dock.request(300, holds_first=True)
    assert dock.send(request) == dock.send(request)
    assert dock.used_kg() == [300, 300]


def test_a_hold_ends_by_itself_and_its_room_goes_to_whoever_waits(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    held = hold(dock, 400)
    waiting = somebody_else(dock).ask(300, waits_if_full=True)
    with clock.set_to(held.until):
        assert write(expire_offers) == 1
        assert row_of(waiting.reservation_id).state == ReservationState.confirmed
        with pytest.raises(HoldEnded):
            confirm(dock, held.reservation_id)
        with reading() as session:
            (row,) = reservations_of(session, dock.member, partner_id=dock.partner_id)
    assert (row.state, row.ending) == (ReservationState.cancelled, EndingKind.hold_lapsed)
    assert notices(dock.partner_id) == []
    assert_sound()


def test_whoever_comes_next_finds_a_lapsed_hold_gone_without_the_worker(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    held = hold(dock, 400)
    with clock.set_to(held.until + timedelta(seconds=1)):
        assert isinstance(somebody_else(dock).ask(450), Reserved)
        with pytest.raises(HoldEnded):
            confirm(dock, held.reservation_id)
    assert_sound()


def test_a_hold_confirmed_too_late_is_refused_even_if_nobody_came(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    held = hold(dock, 400)
    with clock.set_to(held.until), pytest.raises(HoldEnded):
        confirm(dock, held.reservation_id)
    assert_sound()


def test_leaving_a_hold_frees_it_quietly(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    held = hold(dock, 400)
    write(lambda session: cancel(session, dock.member, reservation_id=held.reservation_id))
    assert dock.used_kg() == [0, 0]
    assert notices(dock.partner_id) == []
    with pytest.raises(NoLongerOpen):
        confirm(dock, held.reservation_id)
    assert_sound()


def test_leaving_what_was_confirmed_meanwhile_changes_nothing(sqlite_database: object) -> None:
    dock = a_dock()
    held, stranger = hold(dock), somebody_else(dock).member
    with pytest.raises(NotFound):
        write(lambda s: leave_hold(s, stranger, reservation_id=held.reservation_id))
    confirm(dock, held.reservation_id)
    with pytest.raises(NoLongerOpen):
        write(lambda s: leave_hold(s, dock.member, reservation_id=held.reservation_id))
    assert row_of(held.reservation_id).state == ReservationState.confirmed
    left = hold(dock)
    write(lambda s: leave_hold(s, dock.member, reservation_id=left.reservation_id))
    assert row_of(left.reservation_id).state == ReservationState.cancelled
    assert_sound()


def test_no_hold_outlives_the_cut_off(sqlite_database: object) -> None:
    dock = a_dock()
    closes_at = departure_of(dock.departure_id).closes_at
    with clock.set_to(closes_at - timedelta(minutes=4)):
        assert hold(dock).until == closes_at


def test_a_line_that_keeps_no_room_reserves_at_once(sqlite_database: object) -> None:
    dock = with_terms(a_dock(), hold_minutes=0)
    assert isinstance(dock.ask(300, holds_first=True), Reserved)


def test_a_partner_does_not_keep_room_everywhere(sqlite_database: object) -> None:
    dock = a_dock()
    for _ in range(5):
        hold(dock, 10)
    with pytest.raises(TooManyHolds) as refused:
        hold(dock, 10)
    assert refused.value.count == 5
    assert isinstance(somebody_else(dock).ask(10, holds_first=True), Held)
    assert isinstance(dock.ask(10), Reserved), "reserving without holding is never refused for this"


def test_a_hold_is_its_partners_own(sqlite_database: object) -> None:
    dock = a_dock()
    held = hold(dock)
    with pytest.raises(NotFound):
        confirm(somebody_else(dock), held.reservation_id)
