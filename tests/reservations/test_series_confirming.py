"""Where a line asks for it, each date of a series is confirmed again in time, or its room goes to others (R3, R4)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from core.database.doors import write
from core.jobs.regular import confirm_series_in_time
from core.reservations.series import SeriesRule, confirm_window
from core.reservations.series_confirm_actions import confirm_dates
from core.reservations.states import ReservationState
from core.shared import clock
from tests.reservations.asking import assert_sound, departure_of, notices, row_of
from tests.reservations.seasons import TUESDAYS, Season, a_season, dates_of


def a_strict_season(days: int = 3, *, weeks: int = 4) -> Season:
    """Return a season on a line whose dates are confirmed again some days before."""
    return a_season(weeks=weeks).with_terms(reconfirm_days_before=days)


def test_an_unanswered_date_is_let_go_and_only_that_one(database: str) -> None:
    season = a_strict_season()
    season.make(800)
    third = departure_of(season.departures[season.days[2]])
    other = season.somebody_else()
    other.make(500, waits_if_full=True, rule=SeriesRule(TUESDAYS, season.days[2], season.days[2]))
    with clock.set_to(third.starts_at - timedelta(days=3, hours=1)):
        assert confirm_series_in_time() == 2, "the partner is reminded of it, and so is who waits"
        assert confirm_series_in_time() == 0
        series_id = other.row().id
        assert write(lambda session: confirm_dates(session, other.member, series_id=series_id)) == 1
    with clock.set_to(third.starts_at - timedelta(days=3) + timedelta(minutes=1)):
        assert confirm_series_in_time() == 2, "this date is let go, and the next one's turn has come"
        assert confirm_series_in_time() == 0
        to_confirm = [each.day for each in season.row().to_confirm()]
    assert season.states() == ["confirmed", "confirmed", "cancelled", "confirmed"]
    assert to_confirm == [season.days[3]]
    assert other.states() == ["confirmed"]
    assert notices(season.partner_id) == [
        "series_booked",
        "series_to_confirm",
        "series_not_confirmed",
        "series_to_confirm",
    ]
    assert_sound()


def test_a_confirmed_date_stays(database: str) -> None:
    season = a_strict_season()
    made = season.make()
    third = departure_of(season.departures[season.days[2]])
    with clock.set_to(third.starts_at - timedelta(days=4)):
        assert [each.day for each in season.row().to_confirm()] == [season.days[2]]
        assert write(lambda session: confirm_dates(session, season.member, series_id=made.series_id)) == 1
        assert not season.row().to_confirm()
    with clock.set_to(third.starts_at - timedelta(days=1)):
        confirm_series_in_time()
    reservation_id = dates_of(made.series_id)[2].reservation_id
    assert reservation_id is not None
    assert row_of(reservation_id).state == ReservationState.confirmed


def test_dates_far_ahead_cannot_be_confirmed_yet(sqlite_database: Path) -> None:
    season = a_strict_season()
    made = season.make()
    assert write(lambda session: confirm_dates(session, season.member, series_id=made.series_id)) == 0


def test_booking_shortly_before_says_it_already(sqlite_database: Path) -> None:
    season = a_strict_season(days=14)
    made = season.make()
    confirmed = [each.confirmed_at is not None for each in dates_of(made.series_id)]
    assert confirmed == [True, True, True, False]


def test_a_line_that_asks_nothing_lets_nothing_go(sqlite_database: Path) -> None:
    season = a_season()
    season.make()
    with clock.set_to(departure_of(season.departures[season.days[3]]).starts_at - timedelta(hours=1)):
        assert confirm_series_in_time() == 0
    assert season.states() == ["confirmed"] * 4


def test_the_days_to_confirm_are_a_week_that_ends_as_the_line_says() -> None:
    starts_at = clock.now()
    window = confirm_window(starts_at, days_before=5)
    assert window is not None
    assert (window.ends_at - window.opens_at, starts_at - window.ends_at) == (timedelta(days=7), timedelta(days=5))
    assert confirm_window(starts_at, days_before=0) is None
