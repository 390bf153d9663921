"""Dragging departures on the timeline in a real Chromium: what is accepted stays, what is refused goes back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, FrameLocator, Locator, Page, expect

from core.access.session_actions import open_session
from core.calendar import statutory_holidays
from core.database.doors import WriteSession, write
from core.shared import clock
from core.shared.periods import week_start
from core.web.cookies import session_cookie
from tests.browser.running import serving
from tests.browser.widths import PATIENCE
from tests.builders import a_coordinator, a_departure, a_line
from tests.conftest import forget_database, use_database

pytestmark = pytest.mark.browser
GRAB_X, GRAB_Y = 12, 12
FREE, CLASHING, BUSY = "Ligne libre", "Ligne gênante", "Ligne occupée"


@dataclass(frozen=True)
class Week:
    """A running Navette, a coordinator's token, and a week of three departures on Tuesday and Wednesday."""

    url: str
    file: Path
    token: str
    monday: date
    ids: dict[str, int]

    def day_of(self, name: str) -> str:
        """Return the day on which a departure is stored to leave."""
        with sqlite3.connect(self.file) as database:
            found: str = database.execute(
                "SELECT service_date FROM departure WHERE id = ?", (self.ids[name],)
            ).fetchone()[0]
        return found


@pytest.fixture(scope="module")
def week(browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    file = tmp_path_factory.mktemp("timeline") / "navette.db"
    file.write_bytes(sqlite_template.read_bytes())
    monday = _an_ordinary_week()
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        ids = {
            FREE: write(lambda session: _run(session, FREE, monday + timedelta(days=1))),
            CLASHING: write(lambda session: _run(session, CLASHING, monday + timedelta(days=1))),
            BUSY: write(lambda session: _run(session, BUSY, monday + timedelta(days=2))),
        }
        token = write(_token)
        forget_database()
    with serving(file) as url:
        yield Week(url, file, token, monday, ids)


def _an_ordinary_week() -> date:
    """Return the Monday of a coming week without a holiday."""
    monday = week_start(clock.today()) + timedelta(weeks=2)
    while any(statutory_holidays.name_of(monday + timedelta(days=offset)) for offset in range(7)):
        monday += timedelta(weeks=1)
    return monday


def _run(session: WriteSession, name: str, day: date) -> int:
    return a_departure(session, line_id=a_line(session, name=name), day=day)


def _token(session: WriteSession) -> str:
    member = a_coordinator(session)
    assert member.person_id is not None
    return open_session(session, person_id=member.person_id, email=member.email, address="192.0.2.1")


@pytest.fixture
def page(browser: Browser, week: Week) -> Iterator[Page]:
    """The timeline of that week, as a coordinator at a desk sees it."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="fr-CA", timezone_id="Europe/Paris")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": session_cookie(), "value": week.token, "url": week.url}])
    page = context.new_page()
    page.goto(f"{week.url}/timeline?day={week.monday.isoformat()}")
    expect(page.get_by_role("heading", name="Véhicules et entreposage")).to_be_visible(timeout=PATIENCE)
    expect(block(page, BUSY)).to_be_visible(timeout=PATIENCE)
    yield page
    context.close()


def grid(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title="streamlit_calendar.calendar"]')


def block(page: Page, name: str) -> Locator:
    return grid(page).locator(".fc-timeline-event", has_text=name)


def box_of(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box


def drag(page: Page, name: str, to_x: float, to_y: float) -> Locator:
    """Drag a departure so that its upper left corner lands there; return the dialog that asks to confirm."""
    start = box_of(block(page, name))
    page.mouse.move(start["x"] + GRAB_X, start["y"] + GRAB_Y)
    page.mouse.down()
    page.mouse.move(to_x + GRAB_X, to_y + GRAB_Y, steps=15)
    page.mouse.up()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"Déplacer « {name} »")).to_be_visible(timeout=PATIENCE)
    return dialog


def test_an_accepted_move_stays_after_the_page_is_opened_again(page: Page, week: Week) -> None:
    days = grid(page).locator(".fc-timeline-header-row").first.locator("th")
    tuesday, thursday = (box_of(days.nth(place)) for place in (1, 3))
    start = box_of(block(page, FREE))
    dialog = drag(page, FREE, start["x"] + thursday["x"] - tuesday["x"], start["y"])
    assert week.day_of(FREE) == (week.monday + timedelta(days=1)).isoformat()
    dialog.get_by_role("button", name="Déplacer le départ").click()
    expect(page.get_by_text(f"« {FREE} » part jeu.")).to_be_visible(timeout=PATIENCE)
    assert week.day_of(FREE) == (week.monday + timedelta(days=3)).isoformat()
    page.reload()
    expect(block(page, FREE)).to_be_visible(timeout=PATIENCE)
    assert box_of(block(page, FREE))["x"] == pytest.approx(start["x"] + thursday["x"] - tuesday["x"], abs=6)


def test_a_refused_move_goes_back_and_says_why(page: Page, week: Week) -> None:
    start, taken = box_of(block(page, CLASHING)), box_of(block(page, BUSY))
    dialog = drag(page, CLASHING, taken["x"], taken["y"])
    dialog.get_by_role("button", name="Déplacer le départ").click()
    expect(dialog.get_by_text(re.compile(f"déjà.*{BUSY}"))).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    assert box_of(block(page, CLASHING)) == pytest.approx(start, abs=2)
    assert week.day_of(CLASHING) == (week.monday + timedelta(days=1)).isoformat()
