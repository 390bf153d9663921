"""Pallets that came already: the days behind stay as they were, in the counters and in the price (R1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.database.doors import write
from core.shared import clock
from core.storage.actions import change_stay
from core.storage.refusals import PalletsCame
from tests.storage.depot import Depot, a_depot, assert_sound, somebody_else, stay_of


def change(depot: Depot, stay_id: int, pallets: int, until: int) -> None:
    stay = stay_of(stay_id)
    write(
        lambda session: change_stay(
            session,
            depot.member,
            stay_id=stay_id,
            pallet_hundredths=pallets,
            first_day=stay.first_day,
            last_day=depot.day(until),
            version=stay.version,
        )
    )


def test_more_pallets_never_reach_back_into_days_that_were_full(database: str) -> None:
    depot = a_depot()
    mine = depot.ask(200, on=(0, 6))
    somebody_else(depot).ask(800, on=(0, 1))
    with clock.set_to(clock.now() + timedelta(days=3)), pytest.raises(PalletsCame):
        change(depot, mine.stay_id, 400, until=3)
    assert depot.used(0, 3) == [1000, 1000, 200, 200]
    assert_sound()


def test_fewer_pallets_never_take_back_what_was_stored(sqlite_database: object) -> None:
    depot = a_depot()
    mine = depot.ask(200, on=(0, 6))
    before = stay_of(mine.stay_id).price_cents
    with clock.set_to(clock.now() + timedelta(days=3)), pytest.raises(PalletsCame):
        change(depot, mine.stay_id, 1, until=3)
    assert stay_of(mine.stay_id).price_cents == before


def test_pallets_that_came_may_stay_longer_or_leave_sooner(sqlite_database: object) -> None:
    depot = a_depot()
    mine = depot.ask(200, on=(0, 6))
    with clock.set_to(clock.now() + timedelta(days=3)):
        change(depot, mine.stay_id, 200, until=5)
        change(depot, mine.stay_id, 200, until=2)
    assert depot.used(0, 8) == [200] * 6 + [0] * 3
    assert stay_of(mine.stay_id).price_cents == 6 * 2 * 120
