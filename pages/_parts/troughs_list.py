"""The empty weeks ahead, one card a line and week, in words, each with the way to reserve."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from core.i18n.words import Words
from core.shared.periods import Period
from core.shared.settings import PROJECT
from core.troughs.board import EmptyWeek
from pages._parts import periods as period_signs
from pages._parts.plain_text import plain
from pages._parts.troughs_words import booked_said, needs_said, room_said

RESERVE_PAGE = PROJECT / "pages" / "reserve.py"
_SHOWN_AT_ONCE = 8
_SHOWN = "troughs.shown"


@st.fragment
def draw_empty_weeks(_: Words, empty: Sequence[EmptyWeek]) -> None:
    """Draw the first empty weeks, week by week; the others come with a button, and only then are they drawn."""
    shown = st.session_state.get(_SHOWN, _SHOWN_AT_ONCE)
    _by_week(_, empty[:shown])
    if len(empty) > shown:
        st.button(
            _.many("%(count)s more trough, later", "%(count)s more troughs, later", len(empty) - shown),
            key="troughs.more",
            on_click=lambda: st.session_state.update({_SHOWN: len(empty)}),
        )


def _by_week(_: Words, several: Sequence[EmptyWeek]) -> None:
    for monday, of_week in groupby(several, key=lambda week: week.week):
        st.markdown(f"#### {_week_said(_, monday)}")
        several_lines = list(of_week)
        columns = st.columns(2 if len(several_lines) > 1 else 1)
        for place, week in enumerate(several_lines):
            with columns[place % len(columns)]:
                _draw(_, week)


def _week_said(_: Words, monday: date) -> str:
    return _("Week of %(days)s", days=_.days(monday, monday + timedelta(days=6)))


def _draw(_: Words, week: EmptyWeek) -> None:
    discount = _("Price reduced by **%(discount)s**.", discount=_.percent(week.discount_percent / 100))
    said = [
        f"**{plain(week.line_name)}**\u2003{period_signs.shown(_, Period.trough)}",
        f"{room_said(_, week)} {discount if week.discount_percent else ''}",
        booked_said(_, week),
        needs_said(_, week.needs),
        f":small[{_('Declared by a coordinator: %(reason)s', reason=plain(week.note))}]" if week.note else "",
    ]
    with st.container(border=True, horizontal=True, vertical_alignment="top"):
        st.markdown("\n\n".join(filter(None, said)), width="stretch")
        _way_to_reserve(_, week)


def _way_to_reserve(_: Words, week: EmptyWeek) -> None:
    clicked = st.button(
        _("Reserve"),
        type="primary",
        key=f"troughs.reserve.{week.line_id}.{week.week}",
        help=_("Opens the reservation of “%(line)s” for this week.", line=week.line_name),
    )
    if clicked:
        st.switch_page(
            RESERVE_PAGE,
            query_params={
                "departure": str(week.first_departure_id),
                "line": str(week.line_id),
                "first_day": max(week.week, week.first_day).isoformat(),
                "last_day": (week.week + timedelta(days=6)).isoformat(),
            },
        )
