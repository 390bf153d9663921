"""The page on which a coordinator sees who would go where, and offers it in one click."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.database.doors import write
from core.reservations.states import ReservationState
from tests.builders import a_departure
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.reservations.asking import Dock, a_dock, departure_of, row_of


@pytest.fixture
def dock(sqlite_database: Path) -> Dock:
    dock = a_dock(capacity_kg=500)
    departure = departure_of(dock.departure_id)
    day = departure.service_date + timedelta(days=1)
    write(lambda session: a_departure(session, line_id=departure.line_id, day=day))
    return dock


def opened(dock: Dock, departure: str = "") -> AppTest:
    return open_page("rearrange", dock.coordinator.email, departure=departure or str(dock.departure_id))


def test_a_partner_and_a_stranger_do_not_see_it(dock: Dock) -> None:
    for email in (None, dock.member.email):
        app = open_page("rearrange", email, departure=str(dock.departure_id))
        assert not app.exception
        assert "Se connecter" in texts(app) or "droit" in texts(app)


def test_without_a_departure_it_says_where_to_find_one(dock: Dock) -> None:
    app = open_page("rearrange", dock.coordinator.email)
    assert not app.exception
    assert "Ouvrez un départ" in texts(app)
    assert opened(dock, departure="99999").error


def test_what_is_shown_is_offered_in_one_click(dock: Dock) -> None:
    asked = dock.ask(300)
    app = opened(dock)
    assert not app.exception
    assert "1 chargement trouve place ailleurs" in texts(app)
    app.text_input[0].set_value("Panne")
    next(each for each in app.button if "Annuler le départ" in each.label).click().run()
    assert row_of(asked.reservation_id).state == ReservationState.offered


def test_a_reason_is_asked_for(dock: Dock) -> None:
    asked = dock.ask(300)
    app = opened(dock)
    next(each for each in app.button if "Annuler le départ" in each.label).click().run()
    assert app.error
    assert row_of(asked.reservation_id).state == ReservationState.confirmed


def test_only_the_chosen_loads_leave_a_truck_that_carries_less(dock: Dock) -> None:
    stays, goes = dock.ask(200), dock.ask(300)
    app = opened(dock)
    app.segmented_control[0].set_value("less").run()
    app.multiselect[0].set_value([goes.reservation_id]).run()
    app.text_input[0].set_value("Camion plus petit")
    next(each for each in app.button if each.label == "Offrir ces places").click().run()
    assert row_of(goes.reservation_id).state == ReservationState.offered
    assert row_of(stays.reservation_id).state == ReservationState.confirmed


def test_it_takes_few_queries(dock: Dock) -> None:
    for _ in range(4):
        dock.ask(50)
    app = opened(dock)
    with counting_queries() as counter:
        app.run()
    assert counter.count <= 8, str(counter)
