"""The toolbar of the calendar: filters, dates, legend and views."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.seasons.views import LineName
from core.shared import clock
from core.shared.errors import N_
from core.shared.quantities import TemperatureClass
from core.web.calendar_link import MOST_KG, MOST_PALLETS, query_of
from pages._parts import periods as period_signs
from pages._parts.calendar_choice import KEY, Choice, View, choose, go_to, move, views

TITLES = {View.month: N_("Month"), View.week: N_("Week"), View.list: N_("List"), View.season: N_("Season")}


def draw_filters(_: Words, lines: Sequence[LineName], choice: Choice) -> None:
    """Draw the filters; on a phone they wait behind a button."""
    if not choice.is_narrow:
        _filters(_, lines, choice)
        return
    count = len(query_of(choice.wanted))
    with st.expander(_("Filters (%(count)s chosen)", count=count) if count else _("Filters")):
        _filters(_, lines, choice)


def draw_mover(_: Words, choice: Choice) -> None:
    """Draw the dates shown with the buttons that move them, the legend, and the choice of a view."""
    if choice.is_narrow:
        _draw_narrow_mover(_, choice)
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            _back(_)
            _on(_)
            _today(_)
            st.subheader(choice.title(_), anchor=False, width="content")
        period_signs.legend(_)
        _views(_)


def _draw_narrow_mover(_: Words, choice: Choice) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        _back(_)
        st.subheader(choice.title(_), anchor=False, width="content")
        _on(_)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        _today(_)
        _views(_)
    period_signs.legend(_)


def _back(_: Words) -> None:
    st.button("‹", key=f"{KEY}.back", help=_("Before"), on_click=move, args=(-1,))


def _on(_: Words) -> None:
    st.button("›", key=f"{KEY}.on", help=_("After"), on_click=move, args=(1,))


def _today(_: Words) -> None:
    st.button(_("Today"), key=f"{KEY}.today", on_click=go_to, args=(clock.today(),))


def _views(_: Words) -> None:
    st.segmented_control(
        _("View"),
        views(),
        key=f"{KEY}.view",
        format_func=lambda view: _(TITLES[view]),
        required=True,
        label_visibility="collapsed",
        on_change=choose,
        args=("view",),
    )


def _filters(_: Words, lines: Sequence[LineName], choice: Choice) -> None:
    territory, line, temperature, kg, pallets = st.columns([2, 2.4, 1.8, 1.3, 1.3], vertical_alignment="bottom")
    territory.selectbox(
        _("Territory"),
        _with_chosen(sorted({each.territory for each in lines}), choice.wanted.territory),
        key=f"{KEY}.territory",
        index=None,
        placeholder=_("All"),
        on_change=choose,
        args=("territory",),
    )
    names = {each.id: each.name for each in lines}
    line.selectbox(
        _("Line"),
        _with_chosen(list(names), choice.wanted.line_id),
        key=f"{KEY}.line",
        index=None,
        format_func=lambda line_id: names.get(line_id, "?"),
        placeholder=_("All"),
        on_change=choose,
        args=("line",),
    )
    temperature.selectbox(
        _("Temperature of the load"),
        list(TemperatureClass),
        key=f"{KEY}.temperature",
        index=None,
        format_func=_.label,
        placeholder=_("Any"),
        on_change=choose,
        args=("temperature",),
    )
    kg.number_input(
        _("Free room ≥ (kg)"),
        min_value=0,
        max_value=MOST_KG,
        step=50,
        key=f"{KEY}.kg",
        value=None,
        placeholder="kg",
        on_change=choose,
        args=("kg",),
    )
    pallets.number_input(
        _("and ≥ (pallets)"),
        min_value=0.0,
        max_value=float(MOST_PALLETS),
        step=0.5,
        format="%g",
        key=f"{KEY}.pallets",
        value=None,
        placeholder=_("pal."),
        on_change=choose,
        args=("pallets",),
    )


def _with_chosen(options: list, chosen: object) -> list:  # type: ignore[type-arg] # territories or line ids alike
    """Keep a choice that came by address though nothing of that name is here: the list then says so, empty."""
    return options if chosen is None or chosen in options else [*options, chosen]
