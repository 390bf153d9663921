"""What hands and eyes do in the stories: choose in a list, find a card, open a dialog, look whether a page fits."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, Page, expect

from core.database.doors import reading
from core.partners.views import sites


def choose(page: Page, label: str, name: str) -> None:
    """Choose in a list by typing, as far as the list lets one type."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(name)
    page.get_by_role("option").filter(has_text=name).first.click()


def opened(page: Page, button: Locator) -> Locator:
    """Press a button and return the dialog it opens."""
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def card_of(page: Page, said: str) -> Locator:
    """Return the card on which something is said, with its buttons."""
    cards = page.get_by_test_id("stLayoutWrapper").filter(has_text=said)
    return cards.filter(has=page.get_by_role("button")).last


def type_day(place: Page | Locator, label: str, day: date) -> None:
    """Type a day into the field of this label: its year, its month, its day."""
    fields = place.get_by_role("group", name=label, exact=True).get_by_role("spinbutton")
    expect(fields).to_have_count(3)
    for at, part in enumerate((f"{day:%Y}", f"{day:%m}", f"{day:%d}")):
        fields.nth(at).focus()
        fields.nth(at).press_sequentially(part)
    fields.last.press("Escape")  # the small calendar that opened over what stands below


def fits_the_screen(page: Page) -> bool:
    """Say whether nothing of the page lies beyond its right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def name_of(site_id: int) -> str:
    """Return the name of a place."""
    with reading() as session:
        return next(row.name for row in sites(session) if row.id == site_id)
