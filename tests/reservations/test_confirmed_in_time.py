"""A date confirmed after its time is not confirmed, even before the worker came by: others wait for that room (R3)."""

from __future__ import annotations

from datetime import timedelta

from core.database.doors import write
from core.jobs.regular import confirm_series_in_time
from core.reservations.series_confirm_actions import confirm_dates
from core.shared import clock
from tests.reservations.asking import assert_sound, departure_of
from tests.reservations.seasons import a_season


def test_the_same_instant_ends_it_for_the_partner_and_for_the_worker(database: str) -> None:
    season = a_season().with_terms(reconfirm_days_before=3)
    made = season.make()
    third = departure_of(season.departures[season.days[2]])
    ends_at = third.starts_at - timedelta(days=3)
    with clock.set_to(ends_at):
        assert [each.day for each in season.row().to_confirm()] == [season.days[3]]
        assert write(lambda session: confirm_dates(session, season.member, series_id=made.series_id)) == 1
        assert confirm_series_in_time() == 1
    assert season.states() == ["confirmed", "confirmed", "cancelled", "confirmed"]
    assert_sound()
