"""A vehicle or a driver is on one departure at a time: the database itself refuses the second, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core.access.rights import Right
from core.database.doors import WriteSession, write, writing
from core.database.engines import current_writer
from core.lines.tables import Departure, DepartureState
from core.schema.triggers import create_triggers, drop_triggers
from core.schema.verify import verify
from core.shared import clock
from tests.builders import a_departure, a_line, a_person, a_vehicle

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)
TUESDAY = datetime(2027, 2, 9, 12, tzinfo=UTC).date()
WALLS = ("vehicle_id", "driver_id")


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def two_runs(session: WriteSession) -> tuple[Departure, Departure]:
    """Two departures of one day that share nothing: 07:00 to 09:30, and 07:00 to 09:30 with another vehicle."""
    runs = [session.get_one(Departure, a_departure(session, day=TUESDAY)) for _ in range(2)]
    return runs[0], runs[1]


def put_on_both(session: WriteSession, wall: str) -> None:
    """Give the second run the vehicle, or the driver, of the first."""
    first, second = two_runs(session)
    if wall == "driver_id":
        first.driver_id = a_person(session, rights=[Right.driver])
        session.flush()
    setattr(second, wall, getattr(first, wall))
    session.flush()


@pytest.mark.parametrize("wall", WALLS)
def test_the_database_refuses_a_vehicle_or_driver_on_two_runs(database: str, wall: str) -> None:
    with pytest.raises(IntegrityError, match=f"departure_{wall.removesuffix('_id')}_on_one_at_a_time"), writing() as s:
        put_on_both(s, wall)
    assert verify() == []


@pytest.mark.parametrize("wall", WALLS)
def test_without_the_wall_it_would_be_written_and_verify_finds_it(database: str, wall: str) -> None:
    """The control: the test above is true because of the wall, and the check of the data sees what it stops."""
    with current_writer().begin() as connection:
        drop_triggers(connection)
    with writing() as session:
        put_on_both(session, wall)
    assert any("on two departures at once" in wrong for wrong in verify())


def test_a_missing_wall_is_found(database: str) -> None:
    with current_writer().begin() as connection:
        drop_triggers(connection)
    assert len([wrong for wrong in verify() if "on_one_at_a_time" in wrong]) == (4 if database == "sqlite" else 2)
    with current_writer().begin() as connection:
        create_triggers(connection)
    assert verify() == []


def test_touching_ends_and_cancelled_runs_are_no_clash(database: str) -> None:
    with writing() as session:
        first, second = two_runs(session)
        length = second.ends_at - second.starts_at
        second.starts_at, second.ends_at = first.ends_at, first.ends_at + length
        second.vehicle_id = first.vehicle_id
        session.flush()
        third, fourth = two_runs(session)
        third.state = DepartureState.cancelled
        session.flush()
        fourth.vehicle_id = third.vehicle_id
        session.flush()
    with pytest.raises(IntegrityError), writing() as session:
        revived = session.get_one(Departure, third.id)
        revived.state = DepartureState.planned
        session.flush()


def test_a_run_inside_a_longer_one_is_refused_and_one_that_follows_it_is_not(database: str) -> None:
    with writing() as session:
        vehicle = a_vehicle(session)
        line = a_line(session, vehicle_id=vehicle)
        long = session.get_one(Departure, a_departure(session, line_id=line, day=TUESDAY))
        long.ends_at = long.starts_at + timedelta(hours=30)
        session.flush()
        other = session.get_one(Departure, a_departure(session, day=TUESDAY + timedelta(days=2)))
        other.vehicle_id = vehicle
        session.flush()
    with pytest.raises(IntegrityError), writing() as session:
        other = session.get_one(Departure, other.id)
        other.starts_at, other.ends_at = long.ends_at - timedelta(minutes=1), long.ends_at + timedelta(hours=1)
        session.flush()


@pytest.mark.parametrize("has_wall", [True, False])
def test_two_writers_at_the_same_instant_cannot_both_take_the_vehicle(database: str, has_wall: bool) -> None:
    """Neither writer takes the vehicle's lock; with the wall one is stopped, without it (the control) both pass."""
    if database == "sqlite":
        pytest.skip("SQLite has one writer at a time: two cannot meet")
    with writing() as session:
        vehicle = a_vehicle(session)
        runs = two_runs(session)
        ids = [each.id for each in runs]
    if not has_wall:
        with current_writer().begin() as connection:
            drop_triggers(connection)
    looked = Barrier(2)

    def take(departure_id: int | None) -> bool:
        try:
            with writing() as session:
                free = session.exec(select(Departure.id).where(col(Departure.vehicle_id) == vehicle)).first() is None
                looked.wait(20)
                assert free
                session.get_one(Departure, departure_id).vehicle_id = vehicle
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        taken = sorted(pool.map(take, ids))
    assert taken == ([False, True] if has_wall else [True, True])


def test_the_walls_come_back_after_every_migration(database: str) -> None:
    with current_writer().begin() as connection:
        drop_triggers(connection)
        create_triggers(connection)
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if database == "sqlite"
            else "SELECT conname FROM pg_constraint WHERE contype = 'x'"
        )
        standing = {str(row[0]) for row in connection.execute(text(names))}
    assert {name.removesuffix("_insert").removesuffix("_update") for name in standing} >= {
        "departure_vehicle_on_one_at_a_time",
        "departure_driver_on_one_at_a_time",
    }
    assert write(lambda session: a_departure(session)) > 0
