"""The trough page: for everybody, in words, with the way to reserve."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.database.doors import write, writing
from core.lines.tables import Departure, DepartureKind, Leg, LegRoom
from core.shared import clock
from core.shared.periods import Period, week_start
from tests.builders import a_coordinator, a_departure, a_line, a_person
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.troughs.test_trough_board import a_reservation

MOST_QUERIES = 8


def page(language: str = "fr", **query: str) -> AppTest:
    opened = open_page("troughs", None, language, **query)
    assert not opened.exception, opened.exception
    return opened


def a_trough(*, weeks_ahead: int = 3) -> int:
    """Write a line with one empty departure some weeks ahead and return the departure."""
    day = week_start(clock.today()) + timedelta(weeks=weeks_ahead, days=2)
    with writing() as session:
        line_id = a_line(session, name="Ligne *de* la vallée", capacity_kg=900)
        for offset in range(3):
            try:
                return a_departure(session, line_id=line_id, day=day + timedelta(days=offset))
            except AssertionError:
                continue
    raise AssertionError("three holidays in a row")


def test_an_empty_network_is_taught_what_will_stand_here(sqlite_database: Path) -> None:
    write(a_person)
    assert "Vous verrez ici le remplissage de chaque ligne" in texts(page())


def test_a_visitor_reads_where_there_is_room_and_why(sqlite_database: Path) -> None:
    a_trough()
    said = texts(page())
    assert "1 semaine creuse\u00a0: 900\u00a0kg libres" in said
    assert "**900\u00a0kg libres** de bout en bout" in said
    assert "Tarif réduit de **30\u00a0%**." in said
    assert "0\u00a0% réservé. Pas assez d’historique pour une prévision." in said
    assert "Pas encore assez d’historique" in said


def test_the_page_speaks_english(sqlite_database: Path) -> None:
    a_trough()
    assert "**900\u00a0kg free** from end to end" in texts(page("en"))


def test_names_that_people_typed_are_shown_as_they_typed_them(sqlite_database: Path) -> None:
    a_trough()
    assert "**Ligne \\*de\\* la vallée**" in texts(page())


def test_one_reserves_from_there(sqlite_database: Path) -> None:
    a_trough()
    app = page()
    (reserve,) = [button for button in app.button if (button.key or "").startswith("troughs.reserve.")]
    reserve.click().run()
    assert not app.exception
    assert "Cette page est réservée aux partenaires" in texts(app) or "Se connecter" in texts(app)


def test_no_trough_is_said_too(sqlite_database: Path) -> None:
    departure_id = a_trough()
    write(lambda session: a_reservation(session, departure_id, kg=500, made_at=clock.now()))
    said = texts(page())
    assert "aucune semaine n’est creuse" in said
    assert "Toutes les semaines à venir sont normales ou en pointe" in said


@pytest.mark.parametrize(("weeks", "seen"), [("8", False), ("16", True), ("26", True), ("1000", True), ("x", True)])
def test_the_horizon_stands_in_the_address_and_nonsense_is_ignored(
    sqlite_database: Path, weeks: str, seen: bool
) -> None:
    a_trough(weeks_ahead=12)
    said = texts(page(weeks=weeks))
    assert ("900\u00a0kg libres" in said) is seen


def test_choosing_a_horizon_writes_it_in_the_address(sqlite_database: Path) -> None:
    a_trough()
    app = page()
    app.segmented_control(key="troughs.weeks").set_value(26).run()
    assert not app.exception
    assert "26" in app.query_params["weeks"]


def test_flexible_tours_alone_leave_the_page_empty(sqlite_database: Path) -> None:
    with writing() as session:
        a_departure(session, kind=DepartureKind.flexible)
    assert "Vous verrez ici" in texts(page())


def test_the_page_asks_few_questions_of_the_database(sqlite_database: Path) -> None:
    a_trough()
    app = page()
    with counting_queries() as counter:
        app.run()
    assert counter.count <= MOST_QUERIES, counter


def a_known_line() -> int:
    """Write a line with two years behind it and return its id."""
    this_week = week_start(clock.today())
    with writing() as session:
        line_id = a_line(session, name="Connue", capacity_kg=1000, season_from=date(2020, 1, 1))
        departure_id = a_departure(session, line_id=line_id, day=None)
        pattern = session.get_one(Departure, departure_id)
        rooms = session.exec(select(LegRoom).where(LegRoom.departure_id == departure_id)).all()
        legs = session.exec(select(Leg).where(Leg.departure_id == departure_id)).all()
        for back in range(1, 105):
            day = this_week - timedelta(weeks=back)
            shift = day - pattern.service_date
            past = Departure(
                **pattern.model_dump(exclude={"id", "service_date", "starts_at", "ends_at", "closes_at"}),
                service_date=day,
                starts_at=pattern.starts_at + shift,
                ends_at=pattern.ends_at + shift,
                closes_at=pattern.closes_at + shift,
            )
            session.add(past)
            session.flush()
            kg = 100 + 40 * (back * 7 % 11)
            session.add_all(
                Leg(**leg.model_dump(exclude={"departure_id", "used_kg"}), departure_id=past.id or 0, used_kg=kg)
                for leg in legs
            )
            session.add_all(
                LegRoom(**room.model_dump(exclude={"departure_id", "used_kg"}), departure_id=past.id or 0, used_kg=kg)
                for room in rooms
            )
            session.flush()
    return line_id


def test_a_line_shows_how_good_its_forecast_has_been(sqlite_database: Path) -> None:
    line_id = a_known_line()
    said = texts(page("fr", view="line", line=str(line_id)))
    assert "semaines passées, la prévision s’est trompée de" in said or "Pas mieux que l’an dernier" in said
    assert "Sa fourchette contenait" in said


def test_a_young_line_says_that_its_history_is_too_short(sqlite_database: Path) -> None:
    a_trough()
    assert "Pas assez d’historique pour dire ce que vaut la prévision" in texts(page("fr", view="line"))
    assert "Not enough history to say how good" in texts(page("en", view="line", line="999"))


def test_a_coordinator_declares_a_week_with_a_reason_and_others_cannot(sqlite_database: Path) -> None:
    a_trough()
    with writing() as session:
        a_coordinator(session)
    assert not [each for each in page("fr", view="line").radio if each.label == "Période"]
    app = open_page("troughs", "coordination@exemple.test", "fr", view="line")
    app.radio[0].set_value(Period.peak)
    app.text_input[0].set_value("Collecte spéciale")
    next(each for each in app.button if each.label == "Déclarer").click().run()
    assert not app.exception
    assert "est déclarée" in texts(app)
    why = str(app.dataframe[0].value["why"].tolist())
    assert "Collecte spéciale" in why


def test_a_declaration_without_a_reason_is_answered_with_a_sentence(sqlite_database: Path) -> None:
    a_trough()
    with writing() as session:
        a_coordinator(session)
    app = open_page("troughs", "coordination@exemple.test", "fr", view="line")
    next(each for each in app.button if each.label == "Déclarer").click().run()
    assert any("vide" in str(each.value) for each in app.error)
