"""A departure that is deleted while its season is being booked: the step is tried again, nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.database.doors import WriteSession, write
from core.lines.store import lock_departures
from core.lines.tables import Departure
from core.reservations import series_actions
from core.reservations.series_actions import make_series
from tests.reservations.seasons import a_season


def test_a_departure_that_vanished_meanwhile_is_looked_for_again(
    sqlite_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    season = a_season()
    tried: list[int] = []

    def late(session: WriteSession, ids: list[int]) -> dict[int, Departure]:
        """Act as PostgreSQL does where another transaction deleted the first of them before the lock was given."""
        tried.append(1)
        found = lock_departures(session, ids)
        if len(tried) == 1:
            found.pop(min(found))
        return found

    monkeypatch.setattr(series_actions, "lock_departures", late)
    step = write(lambda session: make_series(session, season.member, season.request()))
    assert len(tried) == 2
    assert len(step.done) == 4
