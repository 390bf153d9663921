"""Two kinds of partners fight for the last room, some of it kept for one of them: the share is kept (R1, R5).

The control comes first: with the departure's lock taken away, looking and then taking does give the share away.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.database.doors import WriteSession
from core.lines.tables import Departure
from core.reservations import store
from core.reservations.actions import Reserved
from core.reservations.priority_refusals import KeptForOthers
from core.reservations.refusals import TruckFull
from tests.races.test_last_room import all_at_once, carried_kg
from tests.reservations.asking import Dock, assert_sound, row_of
from tests.reservations.keeping import Quay, a_quay, keep

SHARE_KG, CAPACITY_KG = 600, 1000


def carried_by(results: list[Any]) -> int:
    return sum(result.quantity.kg for result in results if isinstance(result, Reserved))


def fight(quay: Quay) -> tuple[list[Any], list[Any]]:
    """Let both kinds ask sixteen times for 65 kg, all at once; return what each was answered."""
    others: list[Callable[[], Any]] = [lambda: quay.producer.ask(65)] * 8 + [lambda: quay.neighbour.ask(65)] * 8
    theirs: list[Callable[[], Any]] = [lambda: quay.food_bank.ask(65)] * 16
    mixed = [act for pair in zip(others, theirs, strict=True) for act in pair]
    results = all_at_once(mixed)
    return results[::2], results[1::2]


def test_control_without_the_lock_the_share_is_given_away(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL two producers without the departure's lock both see the open room, and take more than it."""
    if database == "sqlite":
        pytest.skip("SQLite has one writer at a time: there is no lock to take away")
    quay = a_quay(capacity_kg=CAPACITY_KG)
    keep(quay.producer)
    looked = threading.Barrier(2)

    def look_without_lock(session: WriteSession, departure_id: int) -> Departure | None:
        return session.get(Departure, departure_id)

    asked = store.asker

    def look_then_wait(*args: Any, **values: Any) -> Any:
        found = asked(*args, **values)
        looked.wait(30)
        return found

    monkeypatch.setattr(store, "departure", look_without_lock)
    monkeypatch.setattr(store, "asker", look_then_wait)
    docks: list[Dock] = [quay.producer, quay.neighbour]
    results = all_at_once([lambda dock=dock: dock.ask(400) for dock in docks])  # type: ignore[misc]  # a default binds the loop variable
    assert carried_by(results) == 800 > CAPACITY_KG - SHARE_KG


def test_two_kinds_at_once_never_take_the_share_of_one(database: str) -> None:
    quay = a_quay(capacity_kg=CAPACITY_KG)
    keep(quay.producer)
    others, theirs = fight(quay)
    assert carried_by(others) <= CAPACITY_KG - SHARE_KG
    assert carried_by(theirs) + carried_by(others) == carried_kg(quay.producer.departure_id) == 15 * 65
    assert carried_by(theirs) >= 9 * 65, "nine loads fit in the share, whoever came first"
    lost = [result for result in (*others, *theirs) if not isinstance(result, Reserved)]
    assert lost
    assert all(isinstance(result, KeptForOthers | TruckFull) for result in lost)
    assert_sound()


def test_two_kinds_on_the_waiting_list_at_once_leave_no_room_idle(database: str) -> None:
    quay = a_quay(capacity_kg=CAPACITY_KG)
    keep(quay.producer)
    asks = [lambda: quay.producer.ask(400, waits_if_full=True), lambda: quay.neighbour.ask(400, waits_if_full=True)]
    results: list[Any] = all_at_once([*asks, lambda: quay.food_bank.ask(600, waits_if_full=True)])
    states = sorted(row_of(result.reservation_id).state.value for result in results)
    assert states == ["confirmed", "confirmed", "waiting"]
    assert carried_kg(quay.producer.departure_id) == CAPACITY_KG
    assert_sound()
