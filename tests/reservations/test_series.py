"""A series books every free date, says why of each other one, and never rewrites what one date became (R4)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.database.doors import reading, write
from core.jobs.regular import extend_series_in_time
from core.reservations.actions import cancel
from core.reservations.refusals import RequestReused
from core.reservations.series import STEP_DATES, SeriesDateState, SeriesRule
from core.reservations.series_actions import extend_series, make_series
from core.reservations.series_views import preview_series
from core.shared.errors import NotAllowed, NotFound, WrongInput
from tests.reservations.asking import assert_sound, notices, row_of
from tests.reservations.seasons import TUESDAYS, Season, a_season, dates_of, generate


def fill(season: Season, *positions: int, kg: int = 900) -> None:
    """Let somebody else fill some of the dates."""
    other = season.somebody_else()
    for position in positions:
        day = season.days[position]
        other.make(kg, rule=SeriesRule(TUESDAYS, day, day))


def test_every_free_date_is_booked_and_each_full_one_has_its_reason(database: str) -> None:
    season = a_season(weeks=4)
    fill(season, 1)
    made = season.make(300)
    assert made.done == (season.days[0], season.days[2], season.days[3])
    assert [refused.day for refused in made.refused] == [season.days[1]]
    assert season.states() == ["confirmed", "skipped", "confirmed", "confirmed"]
    reason = season.row().dates[1].reason
    assert reason is not None
    assert "full" in reason.message
    assert_sound()


def test_a_full_date_waits_in_line_where_wished(sqlite_database: Path) -> None:
    season = a_season(weeks=3)
    fill(season, 2)
    made = season.make(300, weeks=3, waits_if_full=True)
    assert made.waiting == (season.days[2],)
    assert season.states() == ["confirmed", "confirmed", "waiting"]


def test_a_long_season_takes_several_steps_and_tells_its_partner_once(sqlite_database: Path) -> None:
    season = a_season(weeks=20)
    first = write(lambda session: make_series(session, season.member, season.request(weeks=20)))
    assert (len(first.done), first.next_day) == (STEP_DATES, season.days[STEP_DATES])
    while (step := write(lambda s: extend_series(s, season.member, series_id=first.series_id))).next_day:
        pass
    assert step.next_day is None
    assert season.states() == ["confirmed"] * 20
    assert notices(season.partner_id) == ["series_booked"]
    assert_sound()


def test_the_same_form_twice_books_once(database: str) -> None:
    season = a_season()
    request = season.request()
    first, again = season.send(request), season.send(request)
    assert first.series_id == again.series_id
    assert again.done == ()
    assert len(season.row().dates) == 4
    with pytest.raises(RequestReused):
        season.send(season.request(200, request_id=request.request_id))


def test_cancelling_one_date_leaves_the_others_and_is_never_taken_up_again(sqlite_database: Path) -> None:
    season = a_season()
    made = season.make()
    gone = dates_of(made.series_id)[1].reservation_id
    assert gone is not None
    write(lambda session: cancel(session, season.member, reservation_id=gone))
    write(lambda s: extend_series(s, season.member, series_id=made.series_id, tries_again=True))
    assert season.states() == ["confirmed", "cancelled", "confirmed", "confirmed"]


def test_departures_made_later_join_the_series(database: str) -> None:
    season = a_season(weeks=6, generated_weeks=2)
    season.make(weeks=6)
    assert season.states() == ["confirmed"] * 2 + ["asked"] * 4
    assert extend_series_in_time() == 0
    season = generate(season, weeks=5)
    assert extend_series_in_time() == 3
    assert extend_series_in_time() == 0
    assert season.states() == ["confirmed"] * 5 + ["asked"]
    assert_sound()


def test_a_skipped_date_is_tried_again_only_when_asked(sqlite_database: Path) -> None:
    season = a_season()
    other = season.somebody_else()
    blocker = other.make(900, rule=SeriesRule(TUESDAYS, season.days[1], season.days[1]))
    made = season.make()
    full = dates_of(blocker.series_id)[0].reservation_id
    assert full is not None
    write(lambda session: cancel(session, other.member, reservation_id=full))
    assert extend_series_in_time() == 0
    assert season.states()[1] == "skipped"
    again = write(lambda s: extend_series(s, season.member, series_id=made.series_id, tries_again=True))
    assert again.done == (season.days[1],)


def test_a_date_that_became_dearer_is_skipped_and_says_so(sqlite_database: Path) -> None:
    season = a_season()
    made = season.make(agreed_cents=dict.fromkeys(season.days, -1))
    assert len(made.refused) == 4
    assert all("price is now" in str(each.reason.sentence) for each in made.refused)


def test_the_preview_says_what_the_click_then_does(sqlite_database: Path) -> None:
    season = a_season(weeks=6, generated_weeks=4)
    fill(season, 1)
    request = season.request(weeks=6)
    with reading() as session:
        preview = preview_series(session, season.member, request)
    assert [each.day for each in preview.free] == [season.days[0], season.days[2], season.days[3]]
    assert [each.day for each in preview.would_wait] == [season.days[1]]
    assert [each.option is None for each in preview.dates] == [False] * 4 + [True] * 2
    made = season.make(weeks=6, agreed_cents=preview.agreed())
    assert made.done == tuple(each.day for each in preview.free)
    booked = [row_of(each.reservation_id) for each in dates_of(made.series_id) if each.reservation_id is not None]
    assert sum(each.price_cents for each in booked) == preview.price_cents


def test_a_series_is_its_partners_own(sqlite_database: Path) -> None:
    season = a_season()
    made = season.make()
    other = season.somebody_else()
    with pytest.raises(NotFound):
        write(lambda session: extend_series(session, other.member, series_id=made.series_id))
    with pytest.raises(NotAllowed):
        write(lambda session: make_series(session, other.member, season.request()))


def test_a_rule_without_a_day_is_refused(sqlite_database: Path) -> None:
    season = a_season()
    with pytest.raises(WrongInput):
        season.make(rule=SeriesRule(frozenset({5}), season.first_day, season.first_day))


def test_a_rule_counts_its_weeks_from_the_first_day() -> None:
    rule = SeriesRule(frozenset({1, 3}), date(2027, 6, 2), date(2027, 6, 24), every_weeks=2)
    assert rule.dates() == (date(2027, 6, 3), date(2027, 6, 15), date(2027, 6, 17))


@pytest.mark.parametrize("every_weeks", [1, 2, 3])
def test_a_rule_never_leaves_its_span(every_weeks: int) -> None:
    first = date(2027, 2, 3)
    rule = SeriesRule(frozenset(range(7)), first, first + timedelta(days=40), every_weeks)
    assert all(rule.first_day <= day <= rule.last_day for day in rule.dates())
    assert len({day.isocalendar().week for day in rule.dates()}) == -(-7 // every_weeks)


def test_states_on_screen_are_all_there_are() -> None:
    assert {each.value for each in SeriesDateState} == {"asked", "booked", "skipped", "paused", "ended"}
