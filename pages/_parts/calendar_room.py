"""The free room of a departure, leg by leg: one bar a compartment, its words beside it."""

import altair as alt
import pandas as pd
import streamlit as st

from core.i18n.words import Words
from core.lines.views import DepartureDetail, LegRow
from pages._parts.base_map import dark_mode
from pages._parts.calendar_words import quantity_said

_ROOM_FOR_WORDS = 1.75  # the axis goes on beyond the fullest bar, where the words stand


def draw_room(_: Words, departure: DepartureDetail) -> None:
    """Draw the bars, and name the ferries."""
    st.subheader(_("Free room on each leg"), anchor=False)
    rows = pd.DataFrame(_rows(_, departure))
    if rows.empty:
        st.caption(_("Room is counted once the stops are known."))
        return
    tightest = min(departure.legs, key=lambda leg: sum(room.free.kg for room in leg.rooms))
    st.markdown(
        _(
            "Tightest: **%(leg)s**, %(kg)s left.",
            leg=_leg_said(departure, tightest),
            kg=_.kg(min(tightest.payload_kg - tightest.used_kg, sum(room.free.kg for room in tightest.rooms))),
        )
    )
    st.altair_chart(
        _chart(_, rows, dark=dark_mode()), key=f"calendar.room.{departure.id}", alt=_("Free room on each leg")
    )
    said = [
        _("%(leg)s: by ferry (%(ferry)s)", leg=_leg_said(departure, leg), ferry=leg.ferry)
        for leg in departure.legs
        if leg.ferry
    ]
    if said:
        st.caption("  \n".join(said))


def _leg_said(departure: DepartureDetail, leg: LegRow) -> str:
    stops = departure.stops
    return f"{stops[leg.position].town} → {stops[leg.position + 1].town}"


def _rows(_: Words, departure: DepartureDetail) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for leg in departure.legs:
        for place, room in enumerate(leg.rooms):
            both = {
                "leg": f"{leg.position + 1}. {_leg_said(departure, leg)}",
                "place": place,
                "order": leg.position * 100 + place,
                "capacity": room.capacity.kg,
                "said": f"{_.label(room.temperature)} : {quantity_said(_, room.free)}",
                "temperature": _.label(room.temperature),
                "km": _.km(leg.metres),
            }
            free, used = max(0, room.free.kg), room.used.kg
            rows.append({**both, "share": "used", "from": 0, "until": used, "hover": quantity_said(_, room.used)})
            rows.append(
                {**both, "share": "free", "from": used, "until": used + free, "hover": quantity_said(_, room.free)}
            )
    return rows


def _chart(_: Words, rows: pd.DataFrame, *, dark: bool) -> alt.LayerChart:
    free, used, text = ("#6FD0B3", "#4A5A54", "#EEF2EE") if dark else ("#1B6B57", "#C9CFC6", "#17231F")
    legs = list(dict.fromkeys(rows["leg"]))
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "leg:N",
            sort=legs,
            title=None,
            axis=alt.Axis(labelLimit=220, labelFontSize=13, labelColor=text, ticks=False, domain=False),
        ),
        yOffset=alt.YOffset("place:N"),
    )
    names = {"used": _("reserved"), "free": _("free")}
    bars = base.mark_bar(height=13, cornerRadius=2).encode(
        x=alt.X(
            "from:Q",
            title=None,
            axis=None,
            scale=alt.Scale(domain=[0, max(1, int(rows["capacity"].max())) * _ROOM_FOR_WORDS]),
        ),
        x2="until:Q",
        color=alt.Color(
            "share:N",
            title=None,
            scale=alt.Scale(domain=["used", "free"], range=[used, free]),
            legend=alt.Legend(orient="top", labelExpr=f"datum.label == 'used' ? {names['used']!r} : {names['free']!r}"),
        ),
        tooltip=[
            alt.Tooltip("leg:N", title=_("Leg")),
            alt.Tooltip("km:N", title=_("Distance")),
            alt.Tooltip("temperature:N", title=_("Temperature")),
            alt.Tooltip("hover:N", title=_("Quantity")),
        ],
    )
    words = (
        base.transform_filter("datum.share == 'free'")
        .mark_text(align="left", dx=8, fontSize=13)
        .encode(x="capacity:Q", text="said:N", color=alt.value(text))
    )
    height = 22 * len(rows) // 2 + 12 * len(legs) + 50  # the legend is counted in
    chart: alt.LayerChart = (bars + words).properties(height=height).configure_view(strokeWidth=0)
    return chart
