"""What is wrong with one departure, place or series never keeps the worker from serving the others (R3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from core.database.doors import write
from core.jobs.regular import confirm_series_in_time, free_room_in_time, free_storage_in_time
from core.lines.tables import LegRoom
from core.reservations.actions import Held
from core.reservations.states import ReservationState
from core.shared import clock
from core.storage.actions import cancel_stay
from core.storage.states import StayState
from core.storage.tables import StorageDay
from tests.reservations.asking import a_dock, departure_of, row_of
from tests.reservations.seasons import a_season
from tests.storage.depot import a_depot, somebody_else, stay_of


def lose_count(departure_id: int) -> None:
    """Make a departure forget what it carries, so that nothing can be taken off it any more."""
    write(
        lambda session: session.execute(
            update(LegRoom).where(col(LegRoom.departure_id) == departure_id).values(used_kg=0)
        )
    )


def test_room_is_freed_beside_a_departure_that_cannot_be(database: str, caplog: pytest.LogCaptureFixture) -> None:
    docks = [a_dock(capacity_kg=500) for _ in range(3)]
    held = [dock.ask(300, holds_first=True) for dock in docks]
    lose_count(docks[0].departure_id)
    last = max(each.until for each in held if isinstance(each, Held))
    with clock.set_to(last + timedelta(seconds=1)):
        assert free_room_in_time() == 2
    states = [row_of(each.reservation_id).state for each in held]
    assert states == [ReservationState.held, ReservationState.cancelled, ReservationState.cancelled]
    assert f"departure {docks[0].departure_id}" in caplog.text


def test_storage_is_freed_beside_a_place_that_cannot_be(sqlite_database: object) -> None:
    depots = [a_depot() for _ in range(2)]
    offered = []
    for depot in depots:
        first = depot.ask(800)
        waits = somebody_else(depot).ask(600, waits_if_full=True, promotes_at_once=False)
        write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))  # noqa: B023 - run at once
        offered.append(waits.stay_id)
    write(
        lambda session: session.execute(
            update(StorageDay).where(col(StorageDay.offer_id) == depots[0].offer_id).values(used_pallet_hundredths=0)
        )
    )
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert free_storage_in_time() == 1
    assert [stay_of(each).state for each in offered] == [StayState.offered, StayState.cancelled]


def test_dates_are_let_go_beside_a_series_that_cannot_be(sqlite_database: object) -> None:
    seasons = [a_season().with_terms(reconfirm_days_before=3) for _ in range(2)]
    for season in seasons:
        season.make()
    third = seasons[0].departures[seasons[0].days[2]]
    lose_count(third)
    with clock.set_to(departure_of(third).starts_at - timedelta(days=3) + timedelta(minutes=1)):
        assert confirm_series_in_time() == 2, "of the other season, one date is let go and the next one's turn has come"
    assert [season.states()[2] for season in seasons] == ["confirmed", "cancelled"]
