"""A link to a season that makes no sense opens the page all the same; a season that is over is no longer listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.database.doors import write
from core.reservations.actions import cancel
from core.reservations.series_change_actions import end_series
from core.shared import clock
from tests.pages.app import open_page, texts
from tests.reservations.asking import a_dock, day_of
from tests.reservations.seasons import a_season, dates_of


@pytest.mark.parametrize("query", [{"season": "²"}, {"season": "1", "every": "12"}, {"season": "1", "days": "11²"}])
def test_a_season_that_makes_no_sense_opens_the_page(sqlite_database: Path, query: dict[str, str]) -> None:
    dock = a_dock()
    asked = {
        "from": str(dock.sites[0]),
        "to": str(dock.sites[2]),
        "kg": "300",
        "first_day": clock.today().isoformat(),
        "last_day": day_of(dock).isoformat(),
    }
    app = open_page("reserve", dock.member.email, **asked, **query)
    assert not app.exception
    assert texts(app)


def test_a_season_whose_last_date_was_cancelled_by_hand_is_over_once_ended(sqlite_database: Path) -> None:
    season = a_season()
    made = season.make()
    by_hand = dates_of(made.series_id)[1].reservation_id or 0
    write(lambda session: cancel(session, season.member, reservation_id=by_hand))
    write(lambda session: end_series(session, season.member, series_id=made.series_id, from_day=season.days[0]))
    assert season.row().is_over(clock.today())
