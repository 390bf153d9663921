"""A season in one act: what has room, what waits and what cannot be, before and after; then a pause and a change."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from core.database.doors import WriteSession, write
from core.lines.store import lock_departures
from core.reservations.actions import move_departure
from core.reservations.series import SeriesRule
from tests.browser.conftest import SignedIn
from tests.browser.handling import fits_the_screen, opened, type_day
from tests.builders import a_vehicle
from tests.reservations.seasons import TUESDAYS, Season, a_season

pytestmark = pytest.mark.browser
WANTED_KG, LEAST_KG, SMALL_TRUCK_KG = 400, 150, 100


def test_a_season_is_reserved_with_its_reasons_then_paused_and_changed(signed_in: SignedIn, quiet_monday: date) -> None:
    season = a_season(weeks=7, first_day=quiet_monday, capacity_kg=1000)
    _leave(season, season.days[1], kg=100)
    _leave(season, season.days[2], kg=200)
    write(lambda session: _a_small_truck(session, season, season.days[3]))
    page = signed_in(season.member, f"/reserve?{urlencode(_wish(season))}")
    page.get_by_role("button", name="Réserver toute la saison").click()
    _say_until_when_and_what_part_will_do(page, season.days[4])

    expect(page.get_by_text("3 dates ont de la place")).to_be_visible()
    for reason in (
        "plein.: sur la liste d’attente",
        "une partie, 200.kg",
        "Même vide, le camion.*prend au plus 100.kg",
    ):
        expect(page.get_by_text(re.compile(reason)).first).to_be_visible()
    assert fits_the_screen(page)
    page.get_by_role("button", name="Réserver ces 3 dates").click()

    expect(page.get_by_role("heading", name="Mes saisons · 1")).to_be_visible()
    expect(page.get_by_text("3 dates réservées · 1 sur la liste d’attente")).to_be_visible()
    standing = "✓ 3 dates réservées · ≡ 1 sur la liste d’attente · ✕ 1 non réservée"
    expect(page.get_by_text(standing)).to_be_visible()
    expect(page.get_by_text("3 dates de la saison")).to_be_visible()
    assert season.states() == ["confirmed", "waiting", "confirmed", "skipped", "confirmed"]

    dialog = _turned_to(page, "Une pause")
    type_day(dialog, "Entre le", season.days[4])
    type_day(dialog, "et le", season.days[4])
    dialog.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text(re.compile("… 1 en pause"))).to_be_visible()

    dialog = _turned_to(page, "Une autre quantité")
    dialog.get_by_label("Poids (kg)").fill("50")
    type_day(dialog, "À partir de cette date", season.days[2])
    dialog.get_by_role("button", name="Modifier les dates").click()
    expect(page.get_by_text(re.compile(r"\d dates? modifiées?")).first).to_be_visible()
    assert [each.quantity.kg for each in season.row().dates[:3]] == [WANTED_KG, WANTED_KG, 50]
    assert season.states()[4] == "paused"
    assert fits_the_screen(page)


def _leave(season: Season, day: date, *, kg: int) -> None:
    """Let somebody else take all but so much of a date."""
    season.somebody_else().make(1000 - kg, rule=SeriesRule(TUESDAYS, day, day))


def _a_small_truck(session: WriteSession, season: Season, day: date) -> None:
    """Put a date on a truck that could never take the load, nor the part that would do."""
    departure_id = season.departures[day]
    departure = lock_departures(session, [departure_id])[departure_id]
    move_departure(
        session,
        season.coordinator,
        departure_id=departure_id,
        starts_at=departure.starts_at,
        vehicle_id=a_vehicle(session, capacity_kg=SMALL_TRUCK_KG),
        version=None,
    )


def _wish(season: Season) -> dict[str, str | int]:
    return {
        "from": season.sites[0],
        "to": season.sites[2],
        "kg": WANTED_KG,
        "pallet_hundredths": 0,
        "first_day": season.days[0].isoformat(),
        "last_day": season.days[0].isoformat(),
    }


def _say_until_when_and_what_part_will_do(page: Page, until: date) -> None:
    type_day(page, "Jusqu’au", until)
    page.get_by_role("spinbutton", name="Accepter une partie dès (kg)").fill(str(LEAST_KG))
    page.get_by_role("button", name="Voir les dates et le prix").click()


def _turned_to(page: Page, what: str) -> Locator:
    """Open what changes of the season, and turn to one of the acts."""
    dialog = opened(page, page.get_by_role("button", name="Modifier ou terminer"))
    dialog.get_by_role("radio", name=what).click()
    return dialog
