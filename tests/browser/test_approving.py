"""A line that asks for a coordinator's yes: one is asked, the coordinator says yes or no, and the partner reads it."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from core.reservations.requests import number
from tests.browser.conftest import SignedIn
from tests.browser.handling import card_of, fits_the_screen, opened
from tests.browser.test_waiting import wish
from tests.reservations.asking import a_dock
from tests.reservations.terms import with_terms

pytestmark = pytest.mark.browser
REASON = "Le quai est en travaux ce jour-là"


def test_a_partner_asks_and_reads_the_yes_and_the_no(signed_in: SignedIn, quiet_monday: date) -> None:
    dock = with_terms(a_dock(day=quiet_monday), needs_approval=True)
    refused = number(dock.ask(100).reservation_id)
    partner = signed_in(dock.member, f"/reserve?{urlencode(wish(dock, quiet_monday, kg=250))}")
    approved = _ask(partner)

    coordinator = signed_in(dock.coordinator, "/approvals")
    card_of(coordinator, approved).get_by_role("button", name="Approuver").click()
    expect(coordinator.get_by_text(f"{approved} est approuvée")).to_be_visible()
    dialog = opened(coordinator, card_of(coordinator, refused).get_by_role("button", name="Refuser"))
    dialog.get_by_role("button", name="Refuser la réservation").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Motif (le partenaire le lit)").fill(REASON)
    dialog.get_by_role("button", name="Refuser la réservation").click()
    expect(coordinator.get_by_text(f"{refused} est refusée")).to_be_visible()
    assert fits_the_screen(coordinator)

    partner.goto(partner.url.partition("/reserve")[0] + "/my_reservations")
    expect(partner.get_by_role("heading", name="À venir · 1")).to_be_visible()
    expect(partner.get_by_text(re.compile(rf"{approved} · confirmée", re.IGNORECASE))).to_be_visible()
    partner.get_by_role("link", name=re.compile(r"Avis \(\d\)")).click()
    expect(partner.get_by_text(re.compile(rf"{refused} est refusée .*{REASON}"))).to_be_visible()
    assert fits_the_screen(partner)


def _ask(page: Page) -> str:
    """Ask for the place, and return its number."""
    dialog = opened(page, page.get_by_role("button", name="Choisir"))
    expect(dialog.get_by_text("la coordination approuve chaque réservation")).to_be_visible()
    dialog.get_by_role("button", name="Réserver", exact=True).click()
    said = page.get_by_text(re.compile(r"Demandé — n° R-\d+.*la coordination répond avant"))
    expect(said).to_be_visible()
    found = re.search(r"R-\d+", said.inner_text())
    assert found is not None
    return found.group()
