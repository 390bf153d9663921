"""Free storage day by day: a row for each place, a cell for each day, the number of free pallets written in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.i18n.words import Words
from core.storage.views import DayShown
from pages._parts import vega
from pages._parts.base_map import dark_mode
from pages._parts.screen import on_a_phone

# From full to free; ends light (or dark) enough for the number written on them to keep a contrast of 4.5:1.
_LIGHT_SCALE = ("#E98F4A", "#F7F6F1", "#6FA5E0")
_DARK_SCALE = ("#AC4E12", "#2A3733", "#2C68AB")
_ROW_HEIGHT, _AROUND = 34, 140
_MOST_NUMBERS, _MOST_ON_A_PHONE = 31, 8


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """One place and its days."""

    name: str
    days: tuple[DayShown, ...]


def draw_timeline(_: Words, places: Sequence[PlaceDays]) -> None:
    """Draw the free pallets of places day by day, and the same figures in a table."""
    rows = [_row(_, place, day) for place in places for day in place.days]
    if not rows:
        return
    dark = dark_mode()
    text = "#EEF2EE" if dark else "#17231F"
    days = sorted({str(row["day"]) for row in rows})
    share = vega.amount(
        "share",
        title=_("Free (%)"),
        scale={"domain": [0, 50, 100], "range": _DARK_SCALE if dark else _LIGHT_SCALE, "interpolate": "lab"},
        legend={"orient": "bottom", "gradientLength": 140 if on_a_phone() else 240, "values": [0, 50, 100]},
    )
    axis = {"labelLimit": 120 if on_a_phone() else 220, "labelColor": text, "ticks": False, "domain": False}
    shared = {
        "y": vega.words("place", title=None, sort=None, axis=axis, scale={"paddingInner": 0.15}),
        "x": vega.step("day", title=None, axis=_axis(_, rows, days, text), scale={"paddingInner": 0.06}),
        "tooltip": [
            vega.words("place", title=_("Place")),
            vega.words("day_said", title=_("Day")),
            vega.words("free_said", title=_("Free")),
            vega.words("offered_said", title=_("Offered")),
        ],
    }
    numbers = vega.layer("text", {"fontSize": 11}, text=vega.words("number"), color={"value": text})
    few = len(days) <= (_MOST_ON_A_PHONE if on_a_phone() else _MOST_NUMBERS)
    vega.show(
        rows,
        [{"encoding": shared, "layer": [vega.layer("rect", color=share), *([numbers] if few else [])]}],
        height=_AROUND + _ROW_HEIGHT * len({row["place"] for row in rows}),
        alt=_("Free pallets at each place, day by day"),
    )
    with st.expander(_("The same figures in a table")):
        _table(_, rows)


def _row(_: Words, place: PlaceDays, day: DayShown) -> vega.Row:
    return {
        "place": place.name,
        "day": day.day.isoformat(),
        "share": round(100 * day.free / day.offered) if day.offered else 0,
        "number": _.number(day.free / 100, 1) if day.offered else "–",
        "free": day.free / 100,
        "offered": day.offered / 100,
        "day_said": _.day(day.day),
        "free_said": _.pallets(day.free) if day.offered else "–",
        "offered_said": _.pallets(day.offered) if day.offered else _("nothing"),
    }


def _axis(_: Words, rows: Sequence[vega.Row], days: Sequence[str], text: str) -> vega.Spec:
    """Name every day, or one in seven where there are many."""
    said = {str(row["day"]): str(row["day_said"]).split(maxsplit=1)[-1] for row in rows}
    step = max(1, -(-len(days) // (5 if on_a_phone() else 16)))
    shown = list(days)[::step]
    cases = " : ".join(f"datum.value === '{day}' ? '{said[day]}'" for day in shown)
    return {
        "orient": "top",
        "labelAngle": 0,
        "labelColor": text,
        "ticks": False,
        "domain": False,
        "values": shown,
        "labelExpr": f"{cases} : ''",
    }


def _table(_: Words, rows: Sequence[vega.Row]) -> None:
    st.dataframe(
        {
            _("Place"): [row["place"] for row in rows],
            _("Day"): [row["day"] for row in rows],
            _("Free (pallets)"): [row["free"] for row in rows],
            _("Offered (pallets)"): [row["offered"] for row in rows],
        },
        hide_index=True,
        width="stretch",
    )
