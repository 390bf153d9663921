"""A full departure: a partner waits and would take a part; another gives room back, and the one who waits has it."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from core.database.doors import write
from core.reservations.actions import Reserved, cancel
from tests.browser.conftest import SignedIn
from tests.browser.handling import fits_the_screen, opened
from tests.reservations.asking import Dock, a_dock, somebody_else

pytestmark = pytest.mark.browser


def test_room_given_back_is_offered_in_part_to_who_waits_and_taken(signed_in: SignedIn, quiet_monday: date) -> None:
    holder = a_dock(day=quiet_monday, capacity_kg=500)
    assert isinstance(holder.ask(300), Reserved)
    given_back = holder.ask(200)
    waiting = somebody_else(holder)
    page = signed_in(waiting.member, f"/reserve?{urlencode(wish(waiting, quiet_monday, kg=400))}")
    _join_the_line(page)

    mine = signed_in(waiting.member, "/my_reservations")
    expect(
        mine.get_by_text(re.compile(r"Rang 1 sur la liste d’attente.*une partie à partir de 150.kg"))
    ).to_be_visible()

    write(lambda session: cancel(session, holder.member, reservation_id=given_back.reservation_id))
    mine.reload()
    bell = mine.get_by_role("link", name=re.compile(r"Avis \(\d\)"))
    expect(bell).to_be_visible()
    expect(mine.get_by_role("heading", name="Place qui vous est offerte · 1")).to_be_visible()
    assert fits_the_screen(mine)
    mine.get_by_role("button", name="Prendre cette place").click()
    expect(mine.get_by_text(re.compile(r"Réservé — n° R-\d+"))).to_be_visible()
    expect(mine.get_by_role("heading", name="À venir · 1")).to_be_visible()
    expect(mine.get_by_text(re.compile(r"200.kg · ")).first).to_be_visible()

    mine.get_by_role("link", name=re.compile("Avis")).click()
    expect(mine.get_by_text("Place offerte").first).to_be_visible()


def wish(dock: Dock, day: date, *, kg: int) -> dict[str, str | int]:
    """Return the address of a wish for this departure."""
    return {
        "from": dock.sites[0],
        "to": dock.sites[2],
        "kg": kg,
        "pallet_hundredths": 0,
        "first_day": day.isoformat(),
        "last_day": day.isoformat(),
    }


def _join_the_line(page: Page) -> None:
    """Join the waiting list of the only departure: a part is welcome, but ask me first."""
    dialog = opened(page, page.get_by_role("button", name="Liste d’attente"))
    dialog.get_by_text("J’accepte une partie du chargement").click()
    least = dialog.get_by_label("Au moins (kg)")
    least.fill("150")
    least.press("Tab")
    dialog.get_by_text("Confirmer sans me demander").click()
    dialog.get_by_role("button", name="M’inscrire à la liste d’attente").click()
    expect(page.get_by_text(re.compile(r"Sur la liste d’attente, rang 1 — n° R-\d+"))).to_be_visible()
