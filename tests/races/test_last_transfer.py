"""Many fight for the last room of a way with transfers, and of a storage: all of it or nothing (R1)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session, col, select, update

from core.database.doors import write
from core.reservations.actions import Reserved, cancel
from core.reservations.connection_actions import reserve_connection
from core.reservations.connection_requests import ConnectionRequest, RideFull
from core.shared.errors import BusyNetwork, Refusal
from core.shared.settings import settings
from core.storage.actions import Stored, reserve_storage
from core.storage.refusals import StorageFull
from core.storage.tables import StorageDay
from tests.races.test_last_room import all_at_once
from tests.reservations.ways import Way, a_way, assert_whole
from tests.storage.depot import a_depot, assert_sound

THREADS = 12


@pytest.fixture
def plain_session(database: str) -> Iterator[Callable[[], Session]]:
    """Sessions as one gets them without our doors."""
    engine = create_engine(settings().database_url)
    yield lambda: Session(engine)
    engine.dispose()


def test_control_without_the_lock_two_look_and_both_store(plain_session: Callable[[], Session]) -> None:
    depot = a_depot(pallet_hundredths=1000)
    looked = threading.Barrier(2)

    def looks_then_writes() -> int:
        which = col(StorageDay.offer_id) == depot.offer_id, col(StorageDay.day) == depot.day(2)
        with plain_session() as session:
            used = session.exec(select(StorageDay.used_pallet_hundredths).where(*which)).one()
            session.rollback()
            looked.wait(30)
            session.execute(update(StorageDay).where(*which).values(used_pallet_hundredths=used + 800))
            session.commit()
        return 800

    assert sum(each for each in all_at_once([looks_then_writes] * 2) if isinstance(each, int)) == 1600 > 1000


def test_the_last_pallets_are_stored_once_and_every_loser_gets_a_sentence(database: str) -> None:
    depot = a_depot(pallet_hundredths=1000)

    def tries() -> Stored | object:
        return write(lambda session: reserve_storage(session, depot.member, depot.request(400)))

    done = all_at_once([tries] * THREADS)
    assert sum(isinstance(each, Stored) for each in done) == 2
    assert all(isinstance(each, Stored | StorageFull | BusyNetwork) for each in done)
    assert depot.used(2, 6) == [800] * 5
    assert_sound()


def test_the_last_room_on_the_second_ride_keeps_nothing_of_the_first_for_the_losers(database: str) -> None:
    way = a_way(second_kg=650)
    asked = [fresh(way.request()) for _ in range(THREADS)]
    done = all_at_once([sends(way, request) for request in asked])
    won = [each for each in done if isinstance(each, Reserved)]
    assert len(won) == 2
    assert all(isinstance(each, Reserved | RideFull | BusyNetwork) for each in done)
    assert way.counted() == (600, 600, 400)
    assert_whole()


def test_ways_and_storage_asked_in_every_order_never_lock_each_other_out(database: str) -> None:
    way = a_way()
    depot, offset = way.depot(), (way.day - way.depot().day(0)).days

    def rides_and_leaves() -> object:
        done = way.send(fresh(way.request(50, pallets=100)))
        return write(lambda session: cancel(session, way.member, reservation_id=done.reservation_id))

    def stores() -> object:
        return depot.ask(50, on=(offset - 1, offset + 1))

    done = all_at_once([each for _ in range(4) for each in (rides_and_leaves, stores)])
    assert not [each for each in done if isinstance(each, Refusal)]
    assert way.counted() == (0, 0, 200)
    assert_whole()


def fresh(request: ConnectionRequest) -> ConnectionRequest:
    """Return the same request as another form would send it, whatever the price (the week fills up meanwhile)."""
    return replace(request, request_id=uuid4().hex, agreed_cents=None)


def sends(way: Way, request: ConnectionRequest) -> Callable[[], object]:
    return lambda: write(lambda session: reserve_connection(session, way.member, request))
