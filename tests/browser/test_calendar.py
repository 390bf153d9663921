"""The public calendar in a real Chromium; `visit` fails a test that asks anything of another machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.seed import COAST, VALLEY
from tests.browser.widths import PATIENCE, PHONE

pytestmark = pytest.mark.browser


def grid(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='streamlit_calendar.calendar']")


def first_block(page: Page) -> None:
    expect(grid(page).locator(".fc-event").first).to_be_visible(timeout=PATIENCE)


def test_a_stranger_sees_departures_with_room_and_period(page: Page) -> None:
    expect(page.get_by_role("heading", name="Calendrier du transport partagé")).to_be_visible(timeout=PATIENCE)
    block = grid(page).locator(".fc-event", has_text=VALLEY).first
    expect(block).to_be_visible(timeout=PATIENCE)
    said = block.inner_text().replace("\xa0", " ")
    assert "6 h 30" in said, "the network's hour, though the browser stands in Vancouver"
    assert "kg" in said
    assert said[0] in "○◐●"
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_a_block_opens_its_departure_and_opens_again_after_closing(page: Page) -> None:
    first_block(page)
    block = grid(page).locator(".fc-event", has_text=COAST).nth(1)
    for _time in range(2):
        block.click()
        drawer = page.get_by_role("dialog")
        expect(drawer.get_by_text("Place libre sur chaque tronçon")).to_be_visible(timeout=PATIENCE)
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()


def test_the_map_of_the_stops_is_drawn_from_our_own_files(page: Page) -> None:
    first_block(page)
    with page.expect_response("**/geo/land.geojson", timeout=PATIENCE) as land:
        grid(page).locator(".fc-event", has_text=VALLEY).nth(1).click()
    assert land.value.ok
    expect(page.get_by_role("dialog").locator("canvas").first).to_be_visible(timeout=PATIENCE)


def test_a_keyboard_opens_a_departure(page: Page) -> None:
    first_block(page)
    grid(page).locator(".fc-event", has_text=VALLEY).nth(1).press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)


def test_the_filtered_view_is_a_link(visit: Visit) -> None:
    page = visit("/?temperature=frozen&view=week&day=2020-01-01")
    expect(page.get_by_text("Aucun départ ne répond à ces filtres")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Aujourd").click()
    page.get_by_role("button", name="›").click()
    first_block(page)
    assert "temperature=frozen" in page.url
    assert VALLEY not in grid(page).locator("body").inner_text(), "its truck carries nothing frozen"


def test_a_phone_opens_on_the_list(visit: Visit) -> None:
    page = visit("/", width=390, height=844, user_agent=PHONE)
    opened = page.get_by_role("button", name="Ouvrir").first
    expect(opened).to_be_visible(timeout=PATIENCE)
    assert page.locator("iframe").count() == 0
    opened.click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_season_turns_to_a_week(visit: Visit) -> None:
    page = visit("/?view=season")
    chart = page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first
    expect(chart).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Les mêmes chiffres en tableau").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=PATIENCE)


def test_english_by_the_switch(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="English").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Shared transport calendar")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("dark", [False, True])
def test_the_grid_wears_the_colours_of_the_theme(visit: Visit, dark: bool) -> None:
    page = visit("/", dark=dark)
    first_block(page)
    ground = grid(page).locator(".fc-event").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == ("rgb(31, 43, 39)" if dark else "rgb(255, 255, 255)")
