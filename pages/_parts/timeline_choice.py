"""Which days of the vehicles' timeline are looked at, and how: kept in the address, so that it can be sent."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from core.i18n.words import Words
from core.shared import clock
from core.shared.errors import N_
from core.shared.periods import week_start
from pages._parts import periods as period_signs
from pages._parts.choosing import choose_one
from pages._parts.screen import on_a_phone

KEY = "timeline"
_FARTHEST = (2000, 2100)


class View(StrEnum):
    """A week by the hour, four weeks by the day, or a week as a list."""

    week = "week"
    weeks = "weeks"
    list = "list"


TITLES = {View.week: N_("Week"), View.weeks: N_("4 weeks"), View.list: N_("List")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A view from a Monday on."""

    view: View
    first_day: date

    @property
    def days(self) -> int:
        """Return how many days are shown."""
        return 28 if self.view is View.weeks else 7

    @property
    def last_day(self) -> date:
        """Return the last day shown."""
        return self.first_day + timedelta(days=self.days - 1)


def read_choice() -> Choice:
    """Return what the address asks for; a phone has room for the list only."""
    said = st.query_params.get("view", "")
    view = View(said) if said in set(View) else View.week
    return Choice(View.list if on_a_phone() else view, week_start(_day(st.query_params.get("day", ""))))


def draw_mover(_: Words, choice: Choice) -> None:
    """Draw the dates shown with the buttons that move them, and the choice of a view."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            step = timedelta(days=choice.days)
            st.button("‹", key=f"{KEY}.back", help=_("Before"), on_click=_go_to, args=(choice.first_day - step,))
            st.button("›", key=f"{KEY}.on", help=_("After"), on_click=_go_to, args=(choice.first_day + step,))
            st.button(_("Today"), key=f"{KEY}.today", on_click=_go_to, args=(clock.today(),))
            st.subheader(_.days(choice.first_day, choice.last_day), anchor=False, width="content")
        period_signs.legend(_)
        if not on_a_phone():
            choose_one(
                _("View"),
                list(View),
                default=choice.view,
                key=f"{KEY}.view",
                format_func=lambda view: _(TITLES[view]),
                on_change=_turn_to,
            )


def _go_to(day: date) -> None:
    st.query_params["day"] = day.isoformat()


def _turn_to() -> None:
    st.query_params["view"] = View(st.session_state[f"{KEY}.view"]).value


def _day(said: str) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return clock.today()
    return day if _FARTHEST[0] <= day.year <= _FARTHEST[1] else clock.today()
