"""The main job, lived end to end in a real browser: from a visitor's look at the calendar to the committee's page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from core.demo.accounts import PASSWORD
from core.i18n.words import words
from core.shared import clock
from tests.stories.conftest import Demonstration, Ride

pytestmark = pytest.mark.browser
PATIENCE = 45_000
FOOD_BANK = "Comptoir alimentaire de la Vallée"
Person = Callable[..., Page]


@contextmanager
def somebody(browser: Browser, address: str, email: str | None = None, language: str = "fr") -> Iterator[Page]:
    """Open a browser of one's own, signed in or not; nothing may be asked of another machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-CA")
    context.set_default_timeout(PATIENCE)
    elsewhere: list[str] = []
    home = urlsplit(address).netloc
    context.on(
        "request",
        lambda asked: (
            elsewhere.append(asked.url)
            if urlsplit(asked.url).scheme not in ("data", "blob") and urlsplit(asked.url).netloc != home
            else None
        ),
    )
    page = context.new_page()
    if language != "fr":
        page.goto(f"{address}/langue/{language}")
    if email:
        page.goto(f"{address}/connexion")
        page.locator("input[type=email]").fill(email)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(lambda url: "connexion" not in url)
    yield page
    context.close()
    assert elsewhere == []


def test_from_the_public_calendar_to_the_committee(browser: Browser, demonstration: Demonstration) -> None:
    address = demonstration.address
    _a_visitor_filters_the_calendar(browser, address)
    number = _a_food_bank_reserves_in_a_trough(browser, address)
    _the_coordinator_plans_the_day(browser, address)
    _the_food_bank_still_holds_its_reservation(browser, address, number)
    ride = demonstration.ride(number)
    assert ride.cents > 0
    with (
        demonstration.later(days=(ride.day - clock.today()).days + 1) as day_after,
        somebody(browser, day_after, "comite@exemple.qc.ca") as committee,
    ):
        told_before = _the_committee_reads_the_balances(committee, day_after, ride.day)
        owed = _the_treasurer_closes_the_departure(browser, day_after, ride)
        told_after = _the_committee_reads_the_balances(committee, day_after, ride.day)
    assert owed == ride.cents, "what the food bank owes grew by the price of what it sent"
    assert told_after != told_before


def _a_visitor_filters_the_calendar(browser: Browser, address: str) -> None:
    with somebody(browser, address) as page:
        page.goto(f"{address}/?view=list")
        expect(page.get_by_role("heading", name="Calendrier du transport partagé")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("Littoral", exact=True).first).to_be_visible()
        page.get_by_role("combobox", name="Ligne").click()
        page.get_by_role("option", name="Ligne de la vallée").click()
        expect(page.get_by_text("Littoral", exact=True)).to_have_count(0)
        expect(page.get_by_text("Ligne de la vallée").first).to_be_visible()
        assert "line=" in page.url, "the filtered view is a link"


def _a_food_bank_reserves_in_a_trough(browser: Browser, address: str) -> str:
    with somebody(browser, address, "banque@exemple.qc.ca") as page:
        soon = clock.today() + timedelta(weeks=6)
        wish = {"kg": 200, "pallet_hundredths": 150, "first_day": soon, "last_day": soon + timedelta(weeks=6)}
        page.goto(f"{address}/troughs")
        expect(page.get_by_role("heading", name="Creux", level=1)).to_be_visible(timeout=PATIENCE)
        page.goto(f"{address}/reserve?{urlencode(wish)}")
        _choose(page, "De", "Entrepôt du Carrefour")
        _choose(page, "À", "Entrepôt du Comptoir")
        page.get_by_role("button", name="Voir les départs").click()
        trough = (
            page.get_by_test_id("stLayoutWrapper")
            .filter(has_text="creux")
            .filter(has=page.get_by_role("button", name="Choisir"))
        )
        expect(trough.last).to_be_visible(timeout=PATIENCE)
        trough.last.get_by_role("button", name="Choisir").click()
        page.get_by_role("dialog").get_by_role("button", name="Réserver", exact=True).click()
        said = page.get_by_text(re.compile(r"Réservé — n° R-\d+"))
        expect(said).to_be_visible(timeout=PATIENCE)
        number = re.search(r"R-\d+", said.inner_text())
        assert number is not None
        return number.group()


def _the_coordinator_plans_the_day(browser: Browser, address: str) -> None:
    with somebody(browser, address, "coordination@exemple.qc.ca") as page:
        page.goto(f"{address}/routes")
        page.get_by_role("button", name="Optimiser").click()
        accept = page.get_by_role("button", name="Accepter le plan")
        expect(accept).to_be_visible(timeout=4 * PATIENCE)
        expect(page.get_by_text("chacun seul").first).to_be_visible()
        accept.click()
        expect(page.get_by_text(re.compile("Ce plan a été accepté")).first).to_be_visible(timeout=PATIENCE)


def _the_treasurer_closes_the_departure(browser: Browser, address: str, ride: Ride) -> int:
    """Close it on the page and return by how many cents the food bank's balance fell."""
    with somebody(browser, address, "tresorerie@exemple.qc.ca") as page:
        before = _balance_of_the_food_bank(page, address)
        page.goto(f"{address}/roles?section=closing")
        run = f"{ride.line} · {words('fr').day(ride.day)}"
        row = page.get_by_test_id("stLayoutWrapper").filter(has_text=run).filter(has=page.get_by_role("button"))
        expect(row.last).to_be_visible(timeout=PATIENCE)
        row.last.get_by_role("button", name="Régler", exact=True).click()
        expect(page.get_by_text(re.compile(r"1 départ réglé"))).to_be_visible(timeout=PATIENCE)
        after = _balance_of_the_food_bank(page, address)
        expect(page.get_by_text(re.compile("Comptoir alimentaire.*Il doit")).first).to_be_visible()
        return before - after


def _balance_of_the_food_bank(page: Page, address: str) -> int:
    """Read it as the treasurer does: above zero when the network owes it, below when it owes."""
    page.goto(f"{address}/roles?section=accounts")
    _choose(page, "Relevé de", FOOD_BANK)
    heading = page.get_by_role("heading", name=re.compile(rf"{FOOD_BANK} · "))
    expect(heading).to_be_visible(timeout=PATIENCE)
    said = heading.inner_text()
    amount = re.search(r"([\d\s]+),(\d\d)\s\$", said)
    if amount is None:
        assert "Tout est réglé" in said
        return 0
    cents = int(re.sub(r"\s", "", amount.group(1)) + amount.group(2))
    return -cents if "Il doit" in said else cents


def _the_committee_reads_the_balances(page: Page, address: str, day: date) -> str:
    page.goto(f"{address}/committee?span=month&day={day}")
    expect(page.get_by_text(re.compile("Revue du comité")).first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Décisions à suivre")).to_be_visible(timeout=PATIENCE)
    balances = page.get_by_role("heading", name=re.compile("Le réseau doit à"))
    expect(balances).to_be_visible(timeout=PATIENCE)
    said = balances.inner_text()
    assert "$" in said
    return said


def _the_food_bank_still_holds_its_reservation(browser: Browser, address: str, number: str) -> None:
    with somebody(browser, address, "banque@exemple.qc.ca") as page:
        page.goto(f"{address}/my_reservations")
        expect(page.get_by_text(number).first).to_be_visible(timeout=PATIENCE)


def test_in_english_one_signs_in_and_reads_the_calendar(browser: Browser, demonstration: Demonstration) -> None:
    address = demonstration.address
    with somebody(browser, address, language="en") as page:
        page.goto(f"{address}/?view=list")
        expect(page.get_by_text("Sign in").first).to_be_visible(timeout=PATIENCE)
        assert page.locator("html").get_attribute("lang") == "en"
    with somebody(browser, address, "ferme@exemple.qc.ca", language="en") as page:
        page.goto(f"{address}/?view=list")
        expect(page.get_by_text("My reservations").first).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text(re.compile(r"kg")).first).to_be_visible(timeout=PATIENCE)


def _choose(page: Page, label: str, name: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(name)
    page.get_by_role("option").filter(has_text=name).first.click()
