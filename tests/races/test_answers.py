"""Room that is kept, asked for or offered elsewhere, while everybody acts at once (R1, R3): one answer wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from core.database.doors import write
from core.reservations.actions import Held, Reserved, ToApprove, approve, cancel, confirm_hold, expire_offers, refuse
from core.reservations.rearranging_actions import call_off
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import Refusal
from tests.builders import a_departure
from tests.races.test_last_room import all_at_once
from tests.reservations.asking import Dock, a_dock, assert_sound, departure_of, notices, row_of, somebody_else
from tests.reservations.terms import with_terms

CROWD = 12


def test_the_last_room_is_kept_for_one_only(database: str) -> None:
    dock = a_dock(capacity_kg=1000)
    crowd = [somebody_else(dock) for _ in range(CROWD)]
    answers = all_at_once([partial(each.ask, 300, holds_first=True) for each in crowd])
    assert Counter(type(each).__name__ for each in answers) == {"Held": 3, "TruckFull": CROWD - 3}
    assert dock.used_kg() == [900, 900]
    assert_sound()


def test_a_hold_confirmed_twelve_times_is_one_reservation(database: str) -> None:
    dock = a_dock()
    held = dock.ask(300, holds_first=True)
    assert isinstance(held, Held)

    def confirm() -> object:
        return write(lambda session: confirm_hold(session, dock.member, reservation_id=held.reservation_id))

    answers = all_at_once([confirm] * CROWD)
    assert set(map(type, answers)) == {Reserved}
    assert notices(dock.partner_id) == ["reserved"]
    assert dock.used_kg() == [300, 300]


def test_a_hold_that_lapses_while_it_is_confirmed_is_reserved_or_free_never_both(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    held = dock.ask(400, holds_first=True)
    assert isinstance(held, Held)
    waiting = somebody_else(dock).ask(300, waits_if_full=True)

    def confirm_in_time() -> object:
        return write(lambda session: confirm_hold(session, dock.member, reservation_id=held.reservation_id))

    def expire() -> object:
        with clock.set_to(held.until + timedelta(seconds=1)):
            return write(expire_offers)

    confirmed, *_ended = all_at_once([confirm_in_time, *[expire] * 5])
    states = (row_of(held.reservation_id).state, row_of(waiting.reservation_id).state)
    if isinstance(confirmed, Refusal):
        assert states == (ReservationState.cancelled, ReservationState.confirmed)
    else:
        assert states == (ReservationState.confirmed, ReservationState.waiting)
    assert_sound()


def test_yes_no_and_cancel_at_once_leave_one_answer(database: str) -> None:
    dock = with_terms(a_dock(capacity_kg=500), needs_approval=True)
    asked = dock.ask(400)
    assert isinstance(asked, ToApprove)
    number = asked.reservation_id

    def say_yes() -> object:
        return write(lambda session: approve(session, dock.coordinator, reservation_id=number, version=1))

    def say_no() -> object:
        return write(lambda session: refuse(session, dock.coordinator, reservation_id=number, reason="x", version=1))

    def give_up() -> object:
        return write(lambda session: cancel(session, dock.member, reservation_id=number, version=1))

    answers = all_at_once([say_yes, say_no, give_up] * 3)
    assert row_of(number).state in {ReservationState.confirmed, ReservationState.cancelled}
    assert any(not isinstance(each, Refusal) for each in answers)
    told = Counter(notices(dock.partner_id)[1:])
    assert sum(told.values()) == 1, told
    assert dock.used_kg() == ([400, 400] if row_of(number).state == ReservationState.confirmed else [0, 0])
    assert_sound()


@pytest.mark.parametrize("side", ["two breakdowns", "a breakdown and newcomers"])
def test_breakdowns_and_newcomers_never_oversell_the_departures_left(database: str, side: str) -> None:
    docks = _three_days()
    first, second, third = docks
    for dock in (first, second):
        for _ in range(3):
            somebody_else(dock).ask(150)

    def break_down(dock: Dock) -> object:
        return write(
            lambda session: call_off(session, dock.coordinator, departure_id=dock.departure_id, reason="Panne")
        )

    newcomers = [partial(somebody_else(third).ask, 200) for _ in range(4)]
    others: list[Callable[[], object]] = [partial(break_down, second)] if side == "two breakdowns" else [*newcomers]
    acts: list[Callable[[], object]] = [partial(break_down, first), *others]
    all_at_once(acts)
    assert all(kg <= 500 for dock in docks for kg in dock.used_kg())
    assert first.used_kg() == [0, 0]
    assert_sound()


def _three_days() -> list[Dock]:
    dock = a_dock(capacity_kg=500)
    departure = departure_of(dock.departure_id)

    def later(days: int) -> Dock:
        day = departure.service_date + timedelta(days=days)
        other = write(lambda session: a_departure(session, line_id=departure.line_id, day=day))
        return Dock(dock.partner_id, dock.member, dock.coordinator, other, dock.sites)

    return [dock, later(1), later(2)]
