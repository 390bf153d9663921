"""The table of pages: file, title, section of the menu, and who finds it there."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from core.access.rights import Member, Right
from core.i18n.words import Words
from core.shared.errors import N_
from pages._parts.tab import Tab

PAGES = Path(__file__).resolve().parents[1]


def _everybody(_member: Member) -> bool:
    return True


def _signed_in(member: Member) -> bool:
    return not member.is_visitor


def _acts_for_somebody(member: Member) -> bool:
    return bool(member.partner_ids) or member.has(Right.coordinator)


def _nobody(_member: Member) -> bool:
    return False


def _holds(*rights: Right) -> Callable[[Member], bool]:
    return lambda member: any(member.has(right) for right in rights)


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu; a page that is not in one's menu still opens by its address, behind its own guard."""

    name: str
    title: str
    section: str
    shown_to: Callable[[Member], bool]

    @property
    def file(self) -> Path:
        """Return the page's file."""
        return PAGES / f"{self.name}.py"


TRANSPORT, TOURS, SHARING, NETWORK = "", N_("Tours"), N_("Sharing"), N_("The network")

MENU: tuple[Entry, ...] = (
    Entry("transport_calendar", N_("Calendar"), TRANSPORT, _everybody),
    Entry("reserve", N_("Reserve"), TRANSPORT, _acts_for_somebody),
    Entry("my_reservations", N_("My reservations"), TRANSPORT, _acts_for_somebody),
    Entry("approvals", N_("To approve"), TRANSPORT, _holds(Right.coordinator)),
    Entry("rearrange", N_("Rearrange a departure"), TRANSPORT, _nobody),
    Entry("troughs", N_("Troughs"), TRANSPORT, _everybody),
    Entry("slot_windows", N_("Season requests"), TRANSPORT, _acts_for_somebody),
    Entry("storage", N_("Storage"), TRANSPORT, _everybody),
    Entry("routes", N_("Routes of the day"), TOURS, _acts_for_somebody),
    Entry("driver_sheet", N_("Driver sheet"), TOURS, _holds(Right.coordinator, Right.driver)),
    Entry("roles", N_("Roles and compensation"), SHARING, _signed_in),
    Entry("committee", N_("Committee"), SHARING, _holds(Right.committee)),
    Entry("network", N_("Partners, sites and vehicles"), NETWORK, _holds(Right.coordinator)),
    Entry("timeline", N_("Vehicles and storage"), NETWORK, _holds(Right.coordinator)),
    Entry("people", N_("People and rights"), NETWORK, _holds(Right.administrator)),
    Entry("audit_log", N_("Who did what"), NETWORK, _holds(Right.coordinator, Right.treasurer)),
    Entry("notices", N_("Notices"), TRANSPORT, _nobody),
    Entry("account", N_("My account"), TRANSPORT, _nobody),
    Entry("user_guide", N_("Help"), TRANSPORT, _everybody),
    Entry("welcome", N_("Welcome"), TRANSPORT, _nobody),
)
PAGE_NAMES: tuple[str, ...] = tuple(entry.name for entry in MENU)


def pages_for(tab: Tab, *, awaits_set_up: bool) -> dict[str, list[Page]]:
    """Return every page by section of the menu; those not meant for this person open by address only.

    The first page is the front page: the calendar, or the welcome while the network is being set up.
    """
    shown = frozenset() if awaits_set_up else frozenset(each.name for each in MENU if each.shown_to(tab.member))
    menu: dict[str, list[Page]] = {}
    for section, page in _made(tab.words, "welcome" if awaits_set_up else MENU[0].name, shown):
        # Streamlit marks in the page itself that it may run now: two people never share one.
        menu.setdefault(section, []).append(copy(page))
    return menu


@lru_cache(maxsize=128)
def _made(_: Words, front: str, shown: frozenset[str]) -> tuple[tuple[str, Page], ...]:
    """Return each page with its section: made once per language and menu, since each looks for its file on the disk."""
    return tuple(
        (
            _(entry.section) if entry.section else "",
            st.Page(
                entry.file,
                title=_(entry.title),
                url_path=entry.name,
                default=entry.name == front,
                visibility="visible" if entry.name in shown else "hidden",
            ),
        )
        for entry in MENU
    )
