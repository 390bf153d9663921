"""The trough page: for everybody, in words, with the way to reserve."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.database.doors import write, writing
from core.lines.tables import DepartureKind
from core.shared import clock
from core.shared.periods import week_start
from tests.builders import a_departure, a_line, a_person
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
    app.segmented_control(key="troughs.weeks").set_value("26").run()
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
