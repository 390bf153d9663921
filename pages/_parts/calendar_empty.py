"""What the calendar says when there is nothing to show: why, and what to do about it."""

import streamlit as st

from core.access.rights import Right
from core.i18n.words import Words
from core.shared.settings import PROJECT
from core.web.calendar_link import query_of
from pages._parts.calendar_choice import Choice, View, clear_filters, look_at
from pages._parts.tab import Tab


def draw_no_line(tab: Tab) -> None:
    """Say that nothing runs yet, and who can change that."""
    _ = tab.words
    st.info(
        _(
            "No line runs yet. Here you will see each truck of the network, its stops, its hours and the room that is "
            "left on it, so that nobody drives half-empty."
        )
    )
    if tab.member.has(Right.coordinator):
        st.page_link(PROJECT / "pages" / "network.py", label=_("Add the first line"))
    else:
        st.caption(_("The network's coordinator adds lines; their departures then show here by themselves."))


def draw_no_departure(_: Words, choice: Choice) -> None:
    """Say whether the dates or the filters leave nothing, and offer the way on."""
    if query_of(choice.wanted):
        st.info(_("No departure answers to these filters on these dates. Widen them, or look further on."))
        st.button(_("Clear the filters"), key="calendar.clear", on_click=clear_filters)
    else:
        st.info(_("No departure is planned on these dates. Look further on, or at the whole year."))
    with st.container(horizontal=True):
        st.button(
            _("Look further on"),
            key="calendar.further",
            on_click=look_at,
            args=(choice.view, choice.moved(1)),
        )
        st.button(_("See the year"), key="calendar.year", on_click=look_at, args=(View.season, choice.day))
