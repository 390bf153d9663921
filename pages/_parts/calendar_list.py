"""The list of departures, day by day: what a phone shows first."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

import streamlit as st

from core.i18n.words import Words
from core.lines.views import DepartureRow
from core.shared import clock
from pages._parts import periods as period_signs
from pages._parts.calendar_departure import open_departure
from pages._parts.calendar_words import Periods, hours_said, period_of, room_said, route_said, state_said
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab

AT_ONCE = 12
_SHOWN = "calendar.list.shown"


@st.fragment
def draw_list(tab: Tab, departures: Sequence[DepartureRow], periods: Periods) -> None:
    """Draw the departures still to come first; those that are gone wait at the end, folded."""
    _ = tab.words
    now = clock.now()
    gone = [each for each in departures if each.ends_at < now]
    ahead = [each for each in departures if each.ends_at >= now]
    shown = st.session_state.get(_SHOWN, AT_ONCE)
    _days(tab, ahead[:shown], periods)
    if len(ahead) > shown:
        st.button(
            _.many("Show %(count)s more", "Show %(count)s more", len(ahead) - shown),
            key="calendar.list.more",
            on_click=lambda: st.session_state.update({_SHOWN: shown + AT_ONCE}),
        )
    if gone:
        said = _.many("%(count)s departure already gone", "%(count)s departures already gone", len(gone))
        with st.expander(said, expanded=not ahead):
            _days(tab, gone[-AT_ONCE:], periods)


def _days(tab: Tab, departures: Sequence[DepartureRow], periods: Periods) -> None:
    for day, of_day in groupby(departures, key=lambda each: each.service_date):
        with st.container(gap="xsmall"):
            st.markdown(f"**{tab.words.day(day)}**")
            for each in of_day:
                _card(tab, each, periods)


def _card(tab: Tab, departure: DepartureRow, periods: Periods) -> None:
    _ = tab.words
    period = period_of(departure, periods)
    closed = state_said(_, departure, clock.now())
    rooms = [closed] if closed else [f":small[{_('Free room')}]", *(room_said(_, room) for room in departure.rooms)]
    when = f"**{hours_said(_, departure)}**", period_signs.shown(_, period)
    what = f"**{departure.line_name}**", f":small[{route_said(_, departure)}]"
    if on_a_phone():
        with st.container(border=True, gap="small"):
            st.markdown("  \n".join(("\u2003".join(when), *what, *rooms)))
            opened = _open(_, departure, width="stretch")
    else:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown("  \n".join(("\u2003".join((when[0], what[0], when[1])), what[1])), width="stretch")
            st.markdown("  \n".join(rooms), width=260)
            opened = _open(_, departure, width="content")
    if opened:
        open_departure(tab, departure.id, periods)


def _open(_: Words, departure: DepartureRow, *, width: Literal["stretch", "content"]) -> bool:
    return st.button(_("Open"), key=f"calendar.open.{departure.id}", width=width)
