"""A series is paused, resumed, changed or ended from a date on; what could not change says why (R4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from core.database.doors import WriteSession, write
from core.reservations.actions import cancel
from core.reservations.refusals import CostsToCancel, NoRoomForMore
from core.reservations.series import SeriesRule
from core.reservations.series_change_actions import change_series, end_series, pause_series, resume_series
from core.reservations.tables import Reservation
from core.shared import clock
from core.shared.errors import NotFound
from core.shared.quantities import Quantity
from tests.reservations.asking import assert_sound, notices, row_of
from tests.reservations.seasons import TUESDAYS, Season, a_season, dates_of, generate, in_steps


def reservation_on(series_id: int, position: int) -> int:
    found = dates_of(series_id)[position].reservation_id
    assert found is not None
    return found


def pause(season: Season, series_id: int, first: int, last: int) -> None:
    step = write(
        lambda session: pause_series(
            session, season.member, series_id=series_id, first_day=season.days[first], last_day=season.days[last]
        )
    )
    assert step.next_day is None


def test_a_pause_gives_its_room_to_whoever_waits_and_a_resumption_asks_again(database: str) -> None:
    season = a_season(weeks=5)
    made = season.make(800)
    other = season.somebody_else()
    other.make(500, waits_if_full=True, rule=SeriesRule(TUESDAYS, season.days[1], season.days[1]))
    pause(season, made.series_id, 1, 2)
    assert season.states() == ["confirmed", "paused", "paused", "confirmed"]
    assert other.states() == ["confirmed"]
    resumed = in_steps(lambda session: resume_series(session, season.member, series_id=made.series_id), season)
    assert resumed.done == (season.days[2],)
    assert season.states() == ["confirmed", "skipped", "confirmed", "confirmed"]
    assert_sound()


def test_a_date_cancelled_by_hand_stays_so_through_a_pause(sqlite_database: Path) -> None:
    season = a_season()
    made = season.make()
    write(lambda session: cancel(session, season.member, reservation_id=reservation_on(made.series_id, 1)))
    pause(season, made.series_id, 0, 3)
    in_steps(lambda session: resume_series(session, season.member, series_id=made.series_id), season)
    assert season.states() == ["confirmed", "cancelled", "confirmed", "confirmed"]


def test_departures_made_during_a_pause_wait_for_its_end(sqlite_database: Path) -> None:
    season = a_season(weeks=2)
    made = season.make(weeks=4)
    last = season.first_day + timedelta(weeks=4)
    write(lambda s: pause_series(s, season.member, series_id=made.series_id, first_day=season.first_day, last_day=last))
    generate(season, weeks=4)
    assert season.states() == ["paused"] * 4
    in_steps(lambda session: resume_series(session, season.member, series_id=made.series_id), season)
    assert season.states() == ["confirmed"] * 4


def test_more_from_a_date_on_is_taken_where_there_is_room(database: str) -> None:
    season = a_season(weeks=4)
    made = season.make(300)
    season.somebody_else().make(600, rule=SeriesRule(TUESDAYS, season.days[2], season.days[2]))
    step = write(
        lambda session: change_series(
            session, season.member, series_id=made.series_id, from_day=season.days[1], quantity=Quantity(500, 0)
        )
    )
    assert step.done == (season.days[1], season.days[3])
    ((day, reason),) = [(each.day, each.reason) for each in step.refused]
    assert day == season.days[2]
    assert isinstance(reason, NoRoomForMore)
    assert [row_of(reservation_on(made.series_id, position)).kg for position in range(4)] == [300, 500, 300, 500]
    assert notices(season.partner_id) == ["series_booked"] * 2, "once when made, once when changed"
    assert_sound()


def test_a_change_also_holds_for_departures_made_later(sqlite_database: Path) -> None:
    season = a_season(weeks=2)
    made = season.make(300, weeks=4)
    write(
        lambda session: change_series(
            session, season.member, series_id=made.series_id, from_day=season.days[1], quantity=Quantity(200, 0)
        )
    )
    generate(season, weeks=4)
    in_steps(lambda session: resume_series(session, season.member, series_id=made.series_id), season)
    assert [row_of(reservation_on(made.series_id, position)).kg for position in range(4)] == [300, 200, 200, 200]


def test_an_end_keeps_the_dates_before_it(database: str) -> None:
    season = a_season(weeks=6)
    made = season.make(weeks=6)
    write(lambda session: end_series(session, season.member, series_id=made.series_id, from_day=season.days[2]))
    assert season.states() == ["confirmed"] * 2 + ["ended"] * 4
    write(lambda session: end_series(session, season.member, series_id=made.series_id, from_day=season.days[0]))
    assert season.row().is_over(clock.today())
    assert_sound()


def test_a_date_that_costs_something_to_cancel_is_kept_and_listed(sqlite_database: Path) -> None:
    season = a_season(weeks=4)
    made = season.make()
    season.with_terms(cancel_notice_hours=336, late_cancel_percent=50)
    with_price(made.series_id)
    step = write(lambda session: end_series(session, season.member, series_id=made.series_id, from_day=season.days[0]))
    assert [each.day for each in step.refused] == season.days[:2]
    assert all(isinstance(each.reason, CostsToCancel) for each in step.refused)
    assert season.states() == ["confirmed"] * 2 + ["ended"] * 2


def with_price(series_id: int) -> None:
    """Give the reservations of a series a price: the test network has no tariff."""

    def priced(session: WriteSession) -> None:
        for each in dates_of(series_id):
            row = session.get_one(Reservation, each.reservation_id)
            row.price_cents = row.full_price_cents = 1000

    write(priced)


def test_only_its_partner_changes_a_series(sqlite_database: Path) -> None:
    season = a_season()
    made = season.make()
    other = season.somebody_else()
    acts: tuple[Callable[[WriteSession], object], ...] = (
        lambda s: pause_series(
            s, other.member, series_id=made.series_id, first_day=season.days[0], last_day=season.days[1]
        ),
        lambda s: resume_series(s, other.member, series_id=made.series_id),
        lambda s: end_series(s, other.member, series_id=made.series_id, from_day=season.days[0]),
        lambda s: change_series(
            s, other.member, series_id=made.series_id, from_day=season.days[0], quantity=Quantity(1, 0)
        ),
    )
    for act in acts:
        with pytest.raises(NotFound):
            write(act)
    assert season.states() == ["confirmed"] * 4
