"""Moving a departure without a drag: on a phone, and at a desk by the keyboard, the list does what a drag does."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from core.database.doors import WriteSession, write
from tests.browser.conftest import RunningApp, SignedIn
from tests.browser.handling import card_of, fits_the_screen, opened, type_day
from tests.builders import a_coordinator, a_departure, a_line, a_vehicle

pytestmark = pytest.mark.browser
MOVED, IN_THE_WAY = "Ligne à déplacer", "Ligne déjà là"


def test_the_list_moves_a_departure_and_says_why_it_cannot(
    signed_in: SignedIn, running_app: RunningApp, quiet_monday: date
) -> None:
    tuesday, wednesday, thursday = (quiet_monday + timedelta(days=offset) for offset in (1, 2, 3))
    departure_id = write(lambda session: two_runs(session, tuesday, wednesday))
    page = signed_in(write(a_coordinator), f"/timeline?view=list&day={quiet_monday}")
    expect(page.get_by_role("heading", name="Véhicules et entreposage")).to_be_visible()

    dialog = opened(page, card_of(page, MOVED).get_by_role("button", name="Déplacer…"))
    _ask_for(dialog, wednesday)
    expect(dialog.get_by_text(re.compile(f"est déjà sur.*{IN_THE_WAY}"))).to_be_visible()
    assert day_of(running_app.database, departure_id) == tuesday
    _ask_for(dialog, thursday)
    expect(page.get_by_text(re.compile(f"«.{MOVED}.» part jeu"))).to_be_visible()
    assert day_of(running_app.database, departure_id) == thursday
    assert fits_the_screen(page)


def two_runs(session: WriteSession, tuesday: date, wednesday: date) -> int:
    """Write two lines that share a vehicle, each with a departure; return the one to move."""
    vehicle_id = a_vehicle(session)
    moved = a_departure(session, line_id=a_line(session, name=MOVED, vehicle_id=vehicle_id), day=tuesday)
    a_departure(session, line_id=a_line(session, name=IN_THE_WAY, vehicle_id=vehicle_id), day=wednesday)
    return moved


def _ask_for(dialog: Locator, day: date) -> None:
    type_day(dialog, "Jour", day)
    dialog.get_by_role("button", name="Déplacer le départ").click()


def day_of(file: Path, departure_id: int) -> date:
    """Return the day on which a departure is stored to leave."""
    with closing(sqlite3.connect(file)) as database:
        (day,) = database.execute("SELECT service_date FROM departure WHERE id = ?", (departure_id,)).fetchone()
    return date.fromisoformat(day)
