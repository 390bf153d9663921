"""Changing and cancelling a reservation in a real Chromium, at a desk and on a phone, in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from core.access.session_actions import open_session
from core.database.doors import write
from core.reservations.actions import Reserved, Waiting
from core.shared import clock
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from core.web.cookies import session_cookie
from tests.browser.running import serving
from tests.browser.widths import PATIENCE, PHONE, WIDTHS
from tests.builders import a_coordinator
from tests.conftest import forget_database, use_database
from tests.reservations.asking import Dock, a_dock, somebody_else

pytestmark = pytest.mark.browser
TRUCK_KG, MINE_KG, WANTED_KG = 500, 300, 400
ACTS = ("change", "refuse", "cancel")
Visit = Callable[[str], Page]


@dataclass(frozen=True)
class Case:
    """A truck on which one partner holds 300 of 500 kg while another waits for 400 and wants to be asked first."""

    holder: str
    waiting: str


@dataclass(frozen=True)
class Served:
    """A running Navette with one case for each test."""

    url: str
    cases: dict[tuple[str, str], Case]


@pytest.fixture(scope="module")
def served(browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("changing") / "navette.db"
    file.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        tariff = TariffCard(clock.today() - timedelta(days=400), 900, 220_000, 250, 400)
        write(lambda session: set_tariff(session, a_coordinator(session), tariff))
        cases = {(act, width): _a_case() for act in ACTS for width in WIDTHS}
        forget_database()
    with serving(file) as url:
        yield Served(url, cases)


def _a_case() -> Case:
    mine = a_dock(capacity_kg=TRUCK_KG)
    other = somebody_else(mine)
    assert isinstance(mine.ask(MINE_KG), Reserved)
    assert isinstance(other.ask(WANTED_KG, waits_if_full=True, promotes_at_once=False), Waiting)
    return Case(_token(mine), _token(other))


def _token(dock: Dock) -> str:
    person_id, email = dock.member.person_id, dock.member.email
    assert person_id is not None
    return write(lambda session: open_session(session, person_id=person_id, email=email, address="192.0.2.1"))


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def my_reservations(browser: Browser, served: Served, width: str) -> Iterator[Visit]:
    """Open the page as whoever holds the token, on this width."""
    contexts: list[BrowserContext] = []

    def visit(token: str) -> Page:
        phone = width == "phone"
        context = browser.new_context(
            viewport={"width": WIDTHS[width], "height": 844},
            user_agent=PHONE if phone else None,
            has_touch=phone,
            is_mobile=phone,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": session_cookie(), "value": token, "url": served.url}])
        page = context.new_page()
        page.goto(f"{served.url}/my_reservations")
        expect(page.get_by_role("heading", name="Mes réservations")).to_be_visible(timeout=PATIENCE)
        return page

    yield visit
    for context in contexts:
        context.close()


def test_a_smaller_quantity_lowers_the_price_on_the_card(my_reservations: Visit, served: Served, width: str) -> None:
    page = my_reservations(served.cases["change", width].holder)
    expect(page.get_by_text(f"{MINE_KG} kg").first).to_be_visible(timeout=PATIENCE)
    before = price_on(page)
    dialog = opened(page, "Changer la quantité")
    expect(dialog.get_by_label("Poids (kg)")).to_have_value(str(MINE_KG))
    dialog.get_by_label("Poids (kg)").fill("200")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"R-\d+ porte maintenant sur 200.kg"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"^.*200.kg · frais", re.DOTALL)).first).to_be_visible()
    assert price_on(page) < before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_too_much_is_a_sentence_and_what_was_typed_stays(my_reservations: Visit, served: Served, width: str) -> None:
    page = my_reservations(served.cases["refuse", width].holder)
    dialog = opened(page, "Changer la quantité")
    dialog.get_by_label("Poids (kg)").fill("900")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog.get_by_text(re.compile("prend au plus 500.kg"))).to_be_visible(timeout=PATIENCE)
    expect(dialog.get_by_label("Poids (kg)")).to_have_value("900")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(re.compile(rf"{MINE_KG}.kg · frais")).first).to_be_visible()


def test_a_cancelled_place_is_offered_to_who_waits(my_reservations: Visit, served: Served, width: str) -> None:
    case = served.cases["cancel", width]
    waiting = my_reservations(case.waiting)
    expect(waiting.get_by_role("heading", name="Sur la liste d’attente")).to_be_visible(timeout=PATIENCE)
    page = my_reservations(case.holder)
    dialog = opened(page, "Annuler")
    dialog.get_by_role("button", name="La garder").click()
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    opened(page, "Annuler").get_by_role("button", name="Annuler la réservation").click()
    expect(page.get_by_text("sa place est de nouveau libre")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Annuler", exact=True)).to_have_count(0)
    waiting.reload()
    expect(waiting.get_by_role("heading", name="Place qui vous est offerte")).to_be_visible(timeout=PATIENCE)
    expect(waiting.get_by_role("button", name="Prendre cette place")).to_be_visible()


def opened(page: Page, button: str) -> Locator:
    page.get_by_role("button", name=button, exact=True).first.click(timeout=PATIENCE)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    return dialog


def price_on(page: Page) -> int:
    """Return the price on the card, in cents."""
    said = page.get_by_text(re.compile(r"R-\d+ · ")).first.inner_text()
    found = re.search(r"(\d+),(\d\d)\s\$", said)
    assert found is not None, said
    return int(found.group(1)) * 100 + int(found.group(2))
