"""Many fight for the last room: never oversold, and every loser gets a sentence with a way out (R1, R12).

The controls come first: without the lock and the conditional update the same race does oversell, so the proofs below
could fail.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, col, func, select

from core.database.doors import WriteSession, reading, write
from core.i18n.words import words
from core.lines.tables import Departure, LegRoom
from core.reservations import store
from core.reservations.actions import Answered, Reserved, Waiting, cancel, change_quantity
from core.reservations.refusals import RequestReused, TruckFull
from core.reservations.states import TAKES_ROOM, ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared.errors import Refusal
from core.shared.quantities import Quantity
from core.shared.settings import PROJECT
from tests.races.naive import naive_reserve, plain_engine
from tests.reservations.asking import Dock, a_dock, assert_sound

T = TypeVar("T")
THREADS = 32
CAPACITY_KG = 1000


def all_at_once(acts: list[Callable[[], T]]) -> list[T | Refusal]:
    """Run every act in a thread of its own, from one starting line; a refusal is a result."""
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Refusal:
        line.wait(60)
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def carried_kg(departure_id: int) -> int:
    """Return what the reservations of a departure weigh together, whatever the counters say."""
    with reading() as session:
        return session.exec(
            select(func.coalesce(func.sum(col(Reservation.kg)), 0))
            .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
            .where(col(ReservationPart.departure_id) == departure_id, col(Reservation.state).in_(TAKES_ROOM))
        ).one()


# --- controls: the race is real ------------------------------------------------------------------------------------


@pytest.fixture
def plain_sessions(database: str) -> Iterator[Callable[[], Session]]:
    """Sessions as one gets them without our doors."""
    engine = plain_engine()
    yield lambda: Session(engine)
    engine.dispose()


def test_control_without_a_lock_the_same_race_oversells(plain_sessions: Callable[[], Session]) -> None:
    dock = a_dock(capacity_kg=CAPACITY_KG)
    looked = threading.Barrier(4)

    def naive() -> bool:
        with plain_sessions() as session:
            return naive_reserve(session, dock, 800, lambda: looked.wait(30), room_kg=CAPACITY_KG)

    assert all_at_once([naive] * 4) == [True] * 4
    assert carried_kg(dock.departure_id) == 4 * 800 > CAPACITY_KG


def test_without_the_lock_the_conditional_update_is_still_a_wall(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL two writers without the departure's lock both see room; the counters let only one through."""
    if database == "sqlite":
        pytest.skip("SQLite has one writer at a time: there is no lock to take away")
    dock = a_dock(capacity_kg=CAPACITY_KG)
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

    def attempt() -> object:
        try:
            return dock.ask(800)
        except RuntimeError as wall:
            return wall

    results = all_at_once([attempt] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Reserved", "RuntimeError"]
    assert carried_kg(dock.departure_id) == 800
    assert_sound()


# --- proofs --------------------------------------------------------------------------------------------------------


def test_thirty_two_threads_never_oversell_the_last_room(database: str) -> None:
    dock = a_dock(capacity_kg=CAPACITY_KG)
    results = all_at_once([lambda: dock.ask(130)] * THREADS)
    won = [result for result in results if isinstance(result, Reserved)]
    lost = [result for result in results if isinstance(result, Refusal)]
    assert (len(won), len(lost)) == (7, THREADS - 7)
    assert carried_kg(dock.departure_id) == 7 * 130
    for refusal in lost:
        assert isinstance(refusal, TruckFull)
        assert "il manque" in words("fr").refusal(refusal)
    assert_sound()


def test_thirty_two_threads_with_mixed_ways_and_pallets_never_oversell_a_leg(database: str) -> None:
    dock = a_dock(capacity_kg=CAPACITY_KG, pallet_hundredths=600)
    chance = random.Random(20270201)
    asked = [
        dock.request(
            chance.randint(40, 200),
            pallets=chance.randint(20, 120),
            way=chance.choice([(0, 1), (1, 2), (0, 2)]),
            waits_if_full=chance.random() < 0.5,
        )
        for _ in range(THREADS)
    ]
    results = all_at_once([lambda request=request: dock.send(request) for request in asked])  # type: ignore[misc]  # a default binds the loop variable
    assert len(results) == THREADS
    assert all(isinstance(result, Reserved | Waiting | Refusal) for result in results)
    with reading() as session:
        rooms = session.exec(select(LegRoom).where(LegRoom.departure_id == dock.departure_id)).all()
    assert all(room.used_kg <= CAPACITY_KG and room.used_pallet_hundredths <= 600 for room in rooms)
    assert max(room.used_kg for room in rooms) > 700
    assert_sound()


def test_four_processes_never_oversell_the_last_room(database: str) -> None:
    dock = a_dock(capacity_kg=CAPACITY_KG)
    order = {
        "person_id": dock.member.person_id,
        "partner_id": dock.partner_id,
        "departure_id": dock.departure_id,
        "from_site_id": dock.sites[0],
        "to_site_id": dock.sites[2],
        "kg": 130,
        "tries": 5,
    }
    contenders = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.races.contender"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )
        for _ in range(4)
    ]
    try:
        for each in contenders:
            _tell(each, json.dumps(order))
        assert [_hear(each) for each in contenders] == ["ready"] * 4
        for each in contenders:
            _tell(each, "go")
        told = [json.loads(_hear(each)) for each in contenders]
    finally:
        for each in contenders:
            each.communicate(timeout=60)
    won = [number for each in told for number in each["won"]]
    sentences = [sentence for each in told for sentence in each["sentences"]]
    assert (len(won), len(set(won)), len(sentences)) == (7, 7, 13)
    assert all("il manque" in sentence for sentence in sentences)
    assert carried_kg(dock.departure_id) == 7 * 130
    assert_sound()


def test_cancelling_changing_and_reserving_at_once_leaves_sums_and_counters_equal(database: str) -> None:
    dock = a_dock(capacity_kg=CAPACITY_KG)
    there = [dock.ask(100).reservation_id for _ in range(10)]
    waiting = [dock.ask(90, waits_if_full=True).reservation_id for _ in range(4)]
    acts: list[Callable[[], object]] = [
        *(lambda number=number: _cancel(dock, number) for number in there[:4]),
        *(lambda number=number: _shrink(dock, number) for number in there[4:8]),
        *(lambda number=number: _cancel(dock, number) for number in waiting[:1]),
        *[lambda: dock.ask(60, waits_if_full=True)] * 7,
    ]
    results = all_at_once(acts)
    assert not [result for result in results if isinstance(result, Refusal)]
    assert carried_kg(dock.departure_id) <= CAPACITY_KG
    assert_sound()
    with reading() as session:
        states = dict(
            session.exec(select(Reservation.id, Reservation.state).where(col(Reservation.id).in_(waiting))).all()
        )
    assert [states[number] for number in waiting[1:]] == [ReservationState.confirmed] * 3


# --- the same form, twice at the same instant ----------------------------------------------------------------------


def test_the_same_form_sent_eight_times_at_once_books_once(database: str) -> None:
    dock = a_dock(capacity_kg=CAPACITY_KG)
    request = dock.request(300)
    results = all_at_once([lambda: dock.send(request)] * 8)
    assert len({result.reservation_id for result in results if isinstance(result, Reserved)}) == 1
    assert all(isinstance(result, Reserved) for result in results)
    assert carried_kg(dock.departure_id) == 300


def test_the_same_form_for_two_departures_at_once_books_one_and_refuses_the_other(database: str) -> None:
    dock, other = a_dock(), a_dock()
    request = dock.request(300)
    elsewhere = replace(
        request, departure_id=other.departure_id, from_site_id=other.sites[0], to_site_id=other.sites[2]
    )
    results = all_at_once([lambda: dock.send(request), lambda: dock.send(elsewhere)])
    assert sorted(type(result).__name__ for result in results) == ["RequestReused", "Reserved"]
    assert any(isinstance(result, RequestReused) for result in results)
    assert carried_kg(dock.departure_id) + carried_kg(other.departure_id) == 300


def _cancel(dock: Dock, reservation_id: int) -> object:
    return write(lambda session: cancel(session, dock.member, reservation_id=reservation_id))


def _shrink(dock: Dock, reservation_id: int) -> Answered:
    return write(
        lambda session: change_quantity(
            session, dock.member, reservation_id=reservation_id, quantity=Quantity(50, 0), version=1
        )
    )


def _tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
