"""Room kept on the reserve page while the same browser tab goes elsewhere: what was confirmed there stays."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.database.doors import reading
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.shared import clock
from tests.pages.app import open_page, texts
from tests.reservations.asking import Dock, a_dock, day_of, row_of
from tests.reservations.terms import with_terms


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def kept_room(dock: Dock) -> tuple[AppTest, int]:
    """Choose a departure on the reserve page; return the page and the number of what is kept."""
    app = open_page(
        "reserve",
        dock.member.email,
        **{"from": str(dock.sites[0]), "to": str(dock.sites[2]), "kg": "300"},
        first_day=clock.today().isoformat(),
        last_day=day_of(dock).isoformat(),
    )
    press(app, "Choisir")
    with reading() as session:
        return app, session.exec(select(Reservation.id)).one() or 0


def test_coming_back_never_cancels_what_was_confirmed_elsewhere(sqlite_database: Path) -> None:
    dock = a_dock(capacity_kg=500)
    app, kept = kept_room(dock)
    assert row_of(kept).state == ReservationState.held
    press(app.switch_page("../my_reservations.py").run(), "Confirmer")
    app.switch_page("../reserve.py").run()
    assert not app.exception
    assert row_of(kept).state == ReservationState.confirmed


def test_coming_back_gives_back_what_was_only_kept(sqlite_database: Path) -> None:
    app, kept = kept_room(a_dock(capacity_kg=500))
    app.switch_page("../reserve.py").run()
    assert row_of(kept).state == ReservationState.cancelled


def test_room_that_a_coordinator_must_approve_is_not_called_reserved(sqlite_database: Path) -> None:
    dock = with_terms(a_dock(capacity_kg=500), needs_approval=True)
    app, kept = kept_room(dock)
    press(app.switch_page("../my_reservations.py").run(), "Confirmer")
    assert row_of(kept).state == ReservationState.to_approve
    assert "Réservé" not in texts(app)
    assert "la coordination répond avant" in texts(app)
