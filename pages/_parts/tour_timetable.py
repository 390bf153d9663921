"""The timetable of a plan: one row a stop with what is handled, how full the vehicle leaves, and the way on."""

from collections.abc import Sequence
from itertools import zip_longest

import streamlit as st

from core.i18n.words import Words
from core.routes.views import PlanLeg, PlanStop, TourRow
from pages._parts.plain_text import plain
from pages._parts.screen import on_a_phone
from pages._parts.tour_words import aboard_said, leg_said, letter, loads_said, stop_said, tour_said

_STEPS = 5
_LINE_BREAK = "  \n"


def choose_tour(_: Words, tours: Sequence[TourRow]) -> int | None:
    """Let people look at one vehicle; return its index, or None for all of them."""
    if len(tours) < 2:
        return None
    everyone = len(tours)
    chosen = st.segmented_control(
        _("Vehicle"),
        [everyone, *range(len(tours))],
        default=everyone,
        required=True,
        format_func=lambda index: _("All") if index == everyone else f"{letter(index)} · {tours[index].vehicle_name}",
        key="tours.vehicle",
        label_visibility="collapsed",
    )
    return None if chosen == everyone else chosen


def draw_timetable(_: Words, tours: Sequence[TourRow], *, chosen: int | None) -> None:
    """Draw the timetable of the tours, or of the chosen one."""
    for index, tour in enumerate(tours):
        if chosen in (None, index):
            st.markdown(f"**{letter(index)} · {plain(tour.vehicle_name)}**  \n{plain(tour_said(_, tour))}")
            if on_a_phone():
                _cards(_, index, tour)
            else:
                _table(_, index, tour)


def _table(_: Words, index: int, tour: TourRow) -> None:
    """Draw a real table: each row as high as its words, read out in order, and printed as it is seen."""
    columns = (_("Stop"), _("Hours"), _("Place"), _("Loads + and unloads −"), _("Aboard, then the way on"))
    st.table(
        [
            dict(zip(columns, _cells(_, index, stop, leg, tour.payload_kg), strict=True))
            for stop, leg in zip_longest(tour.stops, tour.legs)
        ],
        border="horizontal",
        hide_index=True,
    )


def _cells(_: Words, index: int, stop: PlanStop, leg: PlanLeg | None, payload_kg: int) -> tuple[str, ...]:
    onward = [f"{_bar(leg, payload_kg)} {_.kg(leg.aboard.kg)}", f":small[{leg_said(_, leg)}]"] if leg else []
    return (
        f"**{stop_said(index, stop)}**",
        f"{_.clock(stop.arrives_at)}\u00a0–\u2060\u00a0{_.clock(stop.leaves_at)}",
        plain(f"{stop.site_name}, {stop.town}"),
        _LINE_BREAK.join(_handled(_, stop)),
        _LINE_BREAK.join(onward),
    )


def _bar(leg: PlanLeg, payload_kg: int) -> str:
    """Draw how full the vehicle is in five steps; an empty one is empty, anything aboard shows."""
    full = min(_STEPS, -(-leg.aboard.kg * _STEPS // payload_kg))
    return "▰" * full + "▱" * (_STEPS - full)


def _handled(_: Words, stop: PlanStop) -> list[str]:
    waits = [_("waits %(minutes)s", minutes=_.duration(stop.waits_minutes))] if stop.waits_minutes else []
    return [plain(line) for line in (*waits, *loads_said(_, stop))]


def _cards(_: Words, index: int, tour: TourRow) -> None:
    for stop, leg in zip_longest(tour.stops, tour.legs):
        with st.container(border=True, gap="small"):
            lines = [
                f"**{stop_said(index, stop)} · {_.clock(stop.arrives_at)} – {_.clock(stop.leaves_at)}**",
                plain(f"{stop.site_name}, {stop.town}"),
                *_handled(_, stop),
            ]
            st.markdown(_LINE_BREAK.join(lines))
            if leg:
                st.caption(plain(f"↓ {leg_said(_, leg)} · {aboard_said(_, leg)}"))
