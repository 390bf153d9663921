"""The public calendar: what a stranger sees, in both languages, by four views, from an address, with few queries."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access.rights import Right
from core.database.doors import writing
from core.lines.capacity import Ride
from core.lines.store import take_room
from core.lines.tables import LegRoom
from core.shared import clock
from core.shared.quantities import Quantity
from tests.builders import a_coordinator, a_departure, a_line, a_person
from tests.pages.app import open_page, texts
from tests.queries import counting_queries

MOST_QUERIES = 8


@pytest.fixture
def departure_id(sqlite_database: Path) -> int:
    with writing() as session:
        line_id = a_line(session, name="Ligne de la vallée", capacity_kg=1000)
        return a_departure(session, line_id=line_id)


def blocks(app: AppTest) -> list[dict[str, object]]:
    """Return the departures handed to the calendar component."""
    return [each for each in said(app) if not str(each["id"]).startswith("day-")]


def said(app: AppTest) -> list[dict[str, object]]:
    """Return every block handed to the calendar component, what is said of days included."""
    (grid,) = app.get("component_instance")
    arguments = json.loads(grid.proto.json_args)
    return list(arguments["events"])


def options(app: AppTest) -> dict[str, object]:
    (grid,) = app.get("component_instance")
    return dict(json.loads(grid.proto.json_args)["options"])


def test_a_stranger_sees_the_departures_of_the_coming_weeks(departure_id: int) -> None:
    (block,) = blocks(open_page("transport_calendar"))
    said = str(block["title"]).replace("\xa0", " ")
    assert block["id"] == str(departure_id)
    assert "Ligne de la vallée" in said
    assert "1 000 kg" in said
    assert said[0] in "○◐●"


def test_hours_are_those_of_the_network_whatever_the_browser(departure_id: int) -> None:
    (block,) = blocks(open_page("transport_calendar"))
    day = clock.today() + timedelta(days=7)
    assert str(block["start"]).endswith("T07:00")
    assert str(block["start"])[:10] in {(day + timedelta(days=late)).isoformat() for late in range(3)}


def test_the_component_is_told_our_licence_and_language(departure_id: int) -> None:
    app = open_page("transport_calendar")
    (grid,) = app.get("component_instance")
    assert json.loads(grid.proto.json_args)["license_key"] == "GPL-My-Project-Is-Open-Source"
    assert options(app)["timeZone"] == "America/Toronto"
    locale = options(app)["locale"]
    assert isinstance(locale, dict)
    assert locale["code"] == "fr-ca"


def test_english_by_the_switch(departure_id: int) -> None:
    app = open_page("transport_calendar", language="en")
    assert "Shared transport calendar" in texts(app)


def test_the_address_filters(departure_id: int) -> None:
    assert blocks(open_page("transport_calendar", kg="1000"))
    app = open_page("transport_calendar", kg="1001")
    assert not app.get("component_instance")
    assert "Élargissez" in texts(app)


def test_a_filter_is_written_into_the_address(departure_id: int) -> None:
    app = open_page("transport_calendar")
    app.number_input(key="calendar.kg").set_value(1200).run()
    assert app.query_params["kg"] == "1200"
    app.button(key="calendar.clear").click().run()
    assert "kg" not in app.query_params


def test_nonsense_in_the_address_shows_the_plain_calendar(departure_id: int) -> None:
    app = open_page("transport_calendar", view="spiral", day="2027-13-45", line="x", kg="-4", temperature="tiède")
    assert not app.exception
    assert blocks(app)


def test_an_empty_network_says_what_will_be_here(sqlite_database: Path) -> None:
    with writing() as session:
        a_person(session)
    app = open_page("transport_calendar")
    assert not app.exception
    assert "Aucune ligne ne roule encore" in texts(app)


def test_the_list_opens_a_departure_beside_it(departure_id: int) -> None:
    app = open_page("transport_calendar", view="list")
    app.button(key=f"calendar.open.{departure_id}").click().run()
    assert not app.exception
    assert any(button.key == f"calendar.reserve.{departure_id}" for button in app.button)


def test_a_link_opens_one_departure_alone(departure_id: int) -> None:
    app = open_page("transport_calendar", departure=str(departure_id))
    assert not app.exception
    assert app.title[0].value == "Ligne de la vallée"
    assert app.button(key=f"calendar.reserve.{departure_id}").label == "Réserver"


def test_a_link_to_a_departure_that_is_gone_says_so(departure_id: int) -> None:
    app = open_page("transport_calendar", departure="987654")
    assert not app.exception
    assert app.error[0].value


def test_the_season_shows_each_week_and_a_table_behind_it(departure_id: int) -> None:
    day = clock.today() + timedelta(days=7)
    app = open_page("transport_calendar", view="season", day=day.isoformat())
    assert not app.exception
    assert app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")
    assert list(app.dataframe[0].value["line"]) == ["Ligne de la vallée"]


@pytest.mark.parametrize("view", ["month", "week", "list", "season"])
@pytest.mark.parametrize("email", [None, "membre@exemple.test"])
def test_few_queries_whatever_the_number_of_departures(departure_id: int, view: str, email: str | None) -> None:
    with writing() as session:
        a_person(session, email="membre@exemple.test", partner_ids=[1])
        line_id = a_line(session, name="Une autre", rrule="FREQ=DAILY")
        for later in range(3, 6):
            a_departure(session, line_id=line_id, day=_working_day(later))
    app = open_page("transport_calendar", email, view=view)
    with counting_queries() as counter:
        app.run()
    assert not app.exception
    assert counter.count <= MOST_QUERIES, str(counter)


def test_one_departure_alone_asks_few_queries(departure_id: int) -> None:
    app = open_page("transport_calendar", departure=str(departure_id))
    with counting_queries() as counter:
        app.run()
    assert counter.count <= MOST_QUERIES, str(counter)


def test_a_full_departure_says_full(departure_id: int) -> None:
    with writing() as session:
        box = session.exec(select(LegRoom.compartment_id).where(LegRoom.departure_id == departure_id)).first()
        assert box is not None
        assert take_room(session, Ride(departure_id, box, 0, 2), Quantity(1000, 600))
    (block,) = blocks(open_page("transport_calendar"))
    assert "plein" in str(block["title"])
    assert str(block["title"]).startswith("●")


def test_a_coordinator_of_an_empty_network_is_led_to_the_first_line(sqlite_database: Path) -> None:
    with writing() as session:
        a_person(session, email="coordo@exemple.test", rights=[Right.coordinator])
    app = open_page("transport_calendar", "coordo@exemple.test")
    assert not app.exception
    assert app.get("page_link")


def _working_day(days_ahead: int) -> date:
    """A day far from any statutory holiday of the coming weeks would be too clever: the next Tuesday and on."""
    day = clock.today() + timedelta(days=7)
    return day + timedelta(days=(1 - day.weekday()) % 7 + days_ahead)


def test_a_closed_day_says_why_in_the_grid_and_in_the_list(departure_id: int) -> None:
    from core.lines.closure_actions import note_day, set_thaw

    day = _working_day(2)
    with writing() as session:
        coordinator = a_coordinator(session)
        note_day(session, coordinator, day=day, text="Pont fermé", closes=True)
        set_thaw(session, coordinator, first_day=day, last_day=day, keeps_percent=82, note="Zone 2")
    (block,) = [each for each in said(open_page("transport_calendar")) if "Pont fermé" in str(each["title"])]
    assert str(block["title"]).startswith("×")
    page = open_page("transport_calendar", view="list")
    assert any("Pont fermé" in each.value for each in page.markdown)
    assert any("82\u00a0%" in each.value and "Zone 2" in each.value for each in page.caption)


def test_a_browser_not_told_yet_which_view_is_shown_unchooses_nothing(departure_id: int) -> None:
    app = open_page("transport_calendar", view="week", temperature="chilled")
    app.segmented_control(key="calendar.view").set_value(None).run()
    assert not app.exception
    assert app.segmented_control(key="calendar.view").value == "week"
    assert (app.query_params["view"], app.query_params["temperature"]) == ("week", "chilled")


def test_each_widget_of_the_toolbar_is_kept_in_the_address(departure_id: int) -> None:
    app = open_page("transport_calendar")
    app.segmented_control(key="calendar.view").set_value("list").run()
    app.number_input(key="calendar.kg").set_value(250).run()
    app.button(key="calendar.on").click().run()
    assert (app.query_params["view"], app.query_params["kg"]) == ("list", "250")
    app.number_input(key="calendar.kg").set_value(None).run()
    assert "kg" not in app.query_params
    assert app.segmented_control(key="calendar.view").value == "list"
