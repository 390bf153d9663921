"""A partner reserves: from the wish to the number, room kept meanwhile; and what is said when it was kept too long."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from core.database.doors import WriteSession, write
from core.reservations.tables import Reservation, ReservationState
from core.shared import clock
from tests.browser.conftest import SignedIn
from tests.browser.handling import choose, fits_the_screen, name_of
from tests.reservations.asking import Dock, a_dock

pytestmark = pytest.mark.browser


def test_from_the_wish_to_the_number_with_room_kept_meanwhile(signed_in: SignedIn, quiet_monday: date) -> None:
    dock = a_dock(day=quiet_monday, capacity_kg=500)
    page = signed_in(dock.member, f"/reserve?first_day={quiet_monday}&last_day={quiet_monday}")
    choose(page, "De", name_of(dock.sites[0]))
    choose(page, "À", name_of(dock.sites[2]))
    page.get_by_label("Poids (kg)").fill("300")
    page.get_by_role("button", name="Voir les départs").click()
    expect(page.get_by_role("heading", name="1 départ a de la place")).to_be_visible()

    dialog = chosen(page)
    expect(dialog.get_by_text(re.compile(r"gardée jusqu’à .* \(encore 1[45] minutes\)"))).to_be_visible()
    expect(dialog.get_by_text(re.compile(r"\d,\d\d.\$")).first).to_be_visible()
    dialog.get_by_role("button", name="Réserver", exact=True).click()
    said = page.get_by_text(re.compile(r"Réservé — n° R-\d+, 300.kg"))
    expect(said).to_be_visible()
    assert fits_the_screen(page)

    _kept_too_long(page, dock)

    mine = signed_in(dock.member, "/my_reservations")
    expect(mine.get_by_role("heading", name="À venir · 1")).to_be_visible()
    expect(mine.get_by_text("300 kg").first).to_be_visible()


def _kept_too_long(page: Page, dock: Dock) -> None:
    """Choose the departure again for what is left, and let the minutes pass."""
    page.get_by_role("button", name="Réserver 200").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("gardée jusqu’à")).to_be_visible()
    write(lambda session: let_the_minutes_pass(session, dock))
    dialog.get_by_role("button", name="Réserver", exact=True).click()
    expect(dialog.get_by_text(re.compile(r"Le délai pour confirmer R-\d+ est passé"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Réserver 200")).to_be_visible()


def let_the_minutes_pass(session: WriteSession, dock: Dock) -> None:
    kept = session.exec(
        select(Reservation).where(Reservation.partner_id == dock.partner_id, Reservation.state == ReservationState.held)
    ).one()
    kept.offer_ends_at = clock.now() - timedelta(seconds=1)


def chosen(page: Page) -> Locator:
    """Choose the first departure and return the dialog that says everything once more."""
    page.get_by_role("button", name="Choisir").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog
