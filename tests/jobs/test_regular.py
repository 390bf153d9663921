"""What a worker does by the clock: room nobody answered for is freed even where nobody looks."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from core.database.doors import write
from core.jobs import regular
from core.jobs.regular import REGULAR, RegularAct, Rounds, free_room_in_time, free_storage_in_time
from core.reservations.actions import Held
from core.reservations.series_actions import SeriesStep
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import BusyNetwork
from core.storage.actions import cancel_stay
from core.storage.states import StayState
from tests.reservations.asking import a_dock, assert_sound, row_of, somebody_else
from tests.storage.depot import a_depot, stay_of
from tests.storage.depot import somebody_else as somebody_else_there


def note(done: list[str], what: str) -> int:
    done.append(what)
    return 1


def test_room_kept_too_long_goes_to_whoever_waits(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    held = dock.ask(400, holds_first=True)
    assert isinstance(held, Held)
    waiting = somebody_else(dock).ask(300, waits_if_full=True)
    assert free_room_in_time() == 0, "its time is not over"
    with clock.set_to(held.until + timedelta(seconds=1)):
        assert free_room_in_time() == 1
        assert free_room_in_time() == 0
    assert row_of(held.reservation_id).state == ReservationState.cancelled
    assert row_of(waiting.reservation_id).state == ReservationState.confirmed
    assert_sound()


def test_each_act_comes_back_in_its_own_time() -> None:
    now: list[float] = [0.0]
    done: list[str] = []
    acts = [
        RegularAct("often", 10, partial(note, done, "often")),
        RegularAct("seldom", 25, partial(note, done, "seldom")),
    ]
    rounds = Rounds(acts, now=lambda: now[0])
    for moment in range(0, 31, 5):
        now[0] = float(moment)
        rounds.make()
    assert done.count("often") == 4
    assert done.count("seldom") == 2


@pytest.mark.parametrize("fault", [BusyNetwork(), RuntimeError("a bug")])
def test_an_act_that_fails_holds_up_nothing_and_is_tried_again(fault: Exception) -> None:
    now: list[float] = [0.0]
    done: list[str] = []

    def fails() -> int:
        done.append("tried")
        raise fault

    rounds = Rounds(
        [RegularAct("fails", 10, fails), RegularAct("works", 10, partial(note, done, "worked"))],
        now=lambda: now[0],
    )
    rounds.make()
    now[0] = 10.0
    rounds.make()
    assert done == ["tried", "worked"] * 2


def test_a_series_that_fails_does_not_hold_up_the_others(
    sqlite_database: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(regular, "series_to_extend", lambda _session: [(1, 1, 1), (2, 1, 1), (3, 1, 1)])

    def extend(_session: object, *, member: object, series_id: int) -> SeriesStep:
        if series_id == 1:
            raise RuntimeError("a bug")
        return SeriesStep(series_id, done=(date(2027, 1, 5),))

    monkeypatch.setattr(regular, "extend_series", extend)
    assert regular.extend_series_in_time() == 2
    assert "series 1" in caplog.text


def test_the_acts_have_names_of_their_own() -> None:
    assert len({act.name for act in REGULAR}) == len(REGULAR)


def test_storage_held_beyond_its_time_is_freed_by_the_worker(database: str) -> None:
    depot = a_depot()
    first = depot.ask(800)
    waits = somebody_else_there(depot).ask(600, waits_if_full=True, promotes_at_once=False)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    assert free_storage_in_time() == 0
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert free_storage_in_time() == 1
    assert stay_of(waits.stay_id).state is StayState.cancelled
