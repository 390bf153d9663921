"""After the run, a driver or a coordinator writes down on the sheet what was delivered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.reservations.states import ReservationState
from core.shared import clock
from tests.pages.app import open_page, texts
from tests.reservations.asking import Dock, a_dock, row_of


def sheet(dock: Dock) -> AppTest:
    return open_page("driver_sheet", dock.coordinator.email, departure=str(dock.departure_id))


def test_nothing_is_asked_before_the_truck_leaves(sqlite_database: Path) -> None:
    dock = a_dock()
    dock.ask(300)
    app = sheet(dock)
    assert not app.exception
    assert "Ce qui a été livré" not in texts(app)


def test_what_was_left_at_the_dock_is_written_down_and_nothing_brought_as_well(sqlite_database: Path) -> None:
    with clock.set_to(clock.now() - timedelta(days=12)):
        dock = a_dock()
        delivered, missing = dock.ask(300).reservation_id, dock.ask(200).reservation_id
    app = sheet(dock)
    assert "Ce qui a été livré" in texts(app)
    app.number_input[1].set_value(0)
    next(each for each in app.button if each.label == "Enregistrer les livraisons").click().run()
    assert not app.exception
    assert (row_of(delivered).state, row_of(delivered).delivered_kg) == (ReservationState.delivered, 300)
    assert row_of(missing).state == ReservationState.no_show
