"""What a coordinator is looking at: one of the lists, or one thing of it opened, kept in the address.

A form remembers the version it was drawn from until it is left: what was typed stays through every refusal, and a
change somebody else made meanwhile is noticed rather than overwritten.
"""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from core.i18n.words import Words
from core.shared.errors import N_
from pages._parts.choosing import choose_one

KEY = "network"
NEW = "new"


class Section(StrEnum):
    """The lists, the days, and the tariffs."""

    partners = "partners"
    sites = "sites"
    vehicles = "vehicles"
    lines = "lines"
    departures = "departures"
    days = "days"
    tariffs = "tariffs"


TITLES = {
    Section.partners: N_("Partners"),
    Section.sites: N_("Sites"),
    Section.vehicles: N_("Vehicles"),
    Section.lines: N_("Lines"),
    Section.departures: N_("Departures"),
    Section.days: N_("Days and closures"),
    Section.tariffs: N_("Tariffs"),
}


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form being filled in: for what (an id, or `new`), drawn from which version."""

    section: Section
    what: str
    version: int | None
    number: int

    def key(self, field: str) -> str:
        """Return the key of a field: the same until the form is left, whatever is refused."""
        return f"{KEY}.{self.number}.{field}"


def draw_sections(_: Words) -> Section:
    """Draw the choice between the five lists and return it."""
    if f"{KEY}.section" not in st.session_state:
        asked = st.query_params.get("tab", Section.partners.value)
        st.session_state[f"{KEY}.section"] = Section(asked) if asked in set(Section) else Section.partners
    section = choose_one(
        _("What to look at"),
        list(Section),
        default=Section.partners,
        key=f"{KEY}.section",
        format_func=lambda each: _(TITLES[each]),
        on_change=_leave,
    )
    st.query_params["tab"] = section.value
    return section


def opened() -> str:
    """Return what is opened: an id, `new`, or nothing."""
    asked = st.query_params.get("open", "")
    return asked if asked == NEW or asked.isdecimal() else ""


def open_thing(what: str | int) -> None:
    """Open one thing of the list and draw the page again."""
    _leave()
    st.query_params["open"] = str(what)
    st.rerun()


def back_to_list() -> None:
    """Leave what is opened and draw the list again."""
    _leave()
    st.rerun()


def look_again() -> None:
    """Draw the form anew from what is there now; what was typed is let go."""
    st.session_state.pop(f"{KEY}.form", None)
    st.rerun()


def form_of(section: Section, what: str, version: int | None) -> OpenForm:
    """Return the form being filled in for this thing; a new one begins with the version given."""
    kept: OpenForm | None = st.session_state.get(f"{KEY}.form")
    if kept is None or (kept.section, kept.what) != (section, what):
        kept = OpenForm(section, what, version, count_forms() + 1)
        st.session_state[f"{KEY}.forms"] = kept.number
        st.session_state[f"{KEY}.form"] = kept
    return kept


def count_forms() -> int:
    """Return how many forms this tab has begun; lists use it to forget which row was clicked."""
    count: int = st.session_state.get(f"{KEY}.forms", 0)
    return count


def draw_form_heading(_: Words, title: str, form: OpenForm, version_now: int | None) -> None:
    """Draw the way back, the title, and the news that somebody changed the thing meanwhile."""
    if st.button(_("Back to the list"), icon=":material/arrow_back:", type="tertiary", key=f"{KEY}.back"):
        back_to_list()
    st.subheader(title, anchor=False)
    if form.version == version_now:
        return
    with st.container(border=True):
        st.warning(_("Somebody changed this meanwhile. Look at it again before you save: what you typed will go."))
        if st.button(_("Look at it again"), key=f"{KEY}.again"):
            look_again()


def _leave() -> None:
    st.session_state.pop(f"{KEY}.form", None)
    st.session_state[f"{KEY}.forms"] = count_forms() + 1
    st.query_params.pop("open", None)
