"""A partner sees a whole season with its price before the click, then each date and what can be done with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.database.doors import WriteSession, write
from core.i18n.words import words
from core.reservations.series import SeriesRule
from core.reservations.series_tables import SeriesDate
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.reservations.seasons import TUESDAYS, Season, a_season

MOST_QUERIES = 8


@pytest.fixture
def season(sqlite_database: Path) -> Season:
    season = a_season(weeks=5)
    other = season.somebody_else()
    other.make(900, rule=SeriesRule(TUESDAYS, season.days[1], season.days[1]))
    return season


def plan(at: Season, **query: str) -> AppTest:
    asked = {
        "from": str(at.sites[0]),
        "to": str(at.sites[2]),
        "kg": "300",
        "pallet_hundredths": "0",
        "first_day": at.first_day.isoformat(),
        "last_day": (at.first_day + timedelta(days=20)).isoformat(),
        **query,
    }
    return open_page("reserve", at.member.email, "fr", **asked)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_the_season_is_one_click_from_the_departures(season: Season) -> None:
    app = press(plan(season), "Réserver toute la saison")
    assert not app.exception
    assert "dates ont de la place" in texts(app)


def test_a_season_is_shown_with_its_reasons_before_the_click_and_its_dates_after(season: Season) -> None:
    until = (season.first_day + timedelta(days=34)).isoformat()
    app = plan(season, season=str(season.line_id), until=until, waits="0")
    said = texts(app)
    assert "4 dates ont de la place" in said
    assert "Ce départ est plein" in said
    app = press(app, "Réserver ces 4 dates")
    assert not app.exception
    assert season.states() == ["confirmed", "skipped", "confirmed", "confirmed", "confirmed"]
    mine = texts(open_page("my_reservations", season.member.email))
    assert "S-0002" in mine
    assert "4 dates réservées" in mine
    assert "1 non réservée" in mine


def test_a_part_that_will_do_is_shown_with_its_price_and_booked(season: Season) -> None:
    write(lambda session: set_tariff(session, season.coordinator, TariffCard(season.first_day, 900, 0, 250, 400)))
    until = (season.first_day + timedelta(days=34)).isoformat()
    app = plan(season, season=str(season.line_id), until=until, waits="1", least="101")
    assert "une partie" not in texts(app), "100 kg are left: less than what will do"
    app = plan(season, season=str(season.line_id), until=until, waits="1", least="100")
    assert not app.exception
    said = texts(app)
    assert "5 dates ont de la place" in said
    assert "une partie, 100 kg" in said.replace("\u00a0", " ").replace("\u202f", " ")
    app = press(app, "Réserver ces 5 dates")
    assert not app.exception
    assert season.states() == ["confirmed"] * 5
    assert [each.quantity.kg for each in season.row().dates] == [300, 100, 300, 300, 300]
    price = words("fr").money(season.row().bill.price_cents)
    assert price in said.replace("\\$", "$"), "what is paid is what was shown"


def test_departures_that_do_not_exist_yet_are_announced(season: Season) -> None:
    until = (season.first_day + timedelta(days=48)).isoformat()
    said = texts(plan(season, season=str(season.line_id), until=until))
    assert "pas encore de départ" in said
    assert "plein : sur la liste d’attente".replace(" :", "\u00a0:") in said


def test_the_acts_of_a_season_are_on_its_card(season: Season) -> None:
    season.with_terms(reconfirm_days_before=18)  # whatever the day, one free date is to be confirmed
    season.make(300, weeks=5)
    write(nothing_is_confirmed)
    app = open_page("my_reservations", season.member.email)
    assert {"Réessayer", "Modifier ou terminer", "Confirmer 1 date"} <= {button.label for button in app.button}
    app = press(app, "Confirmer 1 date")
    assert not app.exception
    assert "1 date confirmée." in texts(app)
    app = press(app, "Modifier ou terminer")
    assert not app.exception


def nothing_is_confirmed(session: WriteSession) -> None:
    for each in session.exec(select(SeriesDate)):
        each.confirmed_at = None


def test_the_dates_of_a_season_are_one_card_among_what_is_coming(season: Season) -> None:
    season.make(300, weeks=5)
    app = open_page("my_reservations", season.member.email)
    assert not app.exception
    folds = {each.label: each for each in app.expander}
    fold = folds["Chaque date, à modifier ou à annuler"]
    assert sum(button.label == "Annuler" for button in fold.button) == 4
    assert sum(button.label == "Annuler" for button in app.button) == 4, "no date stands beside the fold"
    assert "4 dates de la saison S-0002, la prochaine le" in texts(app)
    fold.button[1].click()
    cancelled = fold.button[1].run()
    assert not cancelled.exception, "the dialog of one date opens from within the fold"


def test_both_pages_of_a_season_ask_few_questions(season: Season) -> None:
    season.make(300, weeks=5)
    app = plan(season, season=str(season.line_id))
    for page in (app, open_page("my_reservations", season.member.email)):
        with counting_queries() as asked:
            page.run()
        assert asked.count <= MOST_QUERIES, str(asked)
