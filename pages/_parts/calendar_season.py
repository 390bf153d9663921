"""The year at a glance: lines × weeks, coloured by how full they are, with the sign of their period."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from core.i18n.words import Words
from core.seasons.views import LineName, WeekPeriod
from core.shared import clock
from core.shared.periods import Period, week_start
from pages._parts import periods as period_signs
from pages._parts.base_map import dark_mode
from pages._parts.calendar_choice import Choice, View, look_at
from pages._parts.calendar_words import Periods

_LIGHT_SCALE = ["#2F73BD", "#F7F6F1", "#D9691E"]
_OTHER_INK = {False: "#FFFFFF", True: "#10201B"}
_DARK_SCALE = ["#5B9BE0", "#2A3733", "#E58A45"]


def draw_season(_: Words, lines: Sequence[LineName], periods: Periods, choice: Choice) -> None:
    """Draw the heat map; picking a week opens it. The same figures stand in a table below."""
    rows = _rows(_, {line.id: line.name for line in lines}, periods)
    if rows.empty:
        st.info(_("No departure in this year yet. Weeks fill in as departures are planned and booked."))
        return
    troughs = int((rows["sign"] == period_signs.SIGNS[Period.trough]).sum())
    st.markdown(
        _(
            "**%(troughs)s of %(weeks)s weeks are troughs**: much room, at a reduced price. Choose a week to open it.",
            troughs=_.number(troughs),
            weeks=_.number(len(rows)),
        )
    )
    st.altair_chart(
        _chart(_, rows, choice, dark=dark_mode()),
        key="calendar.season",
        on_select=_open_week,
        selection_mode="week",
        alt=_("How full each line is, week by week"),
    )
    with st.expander(_("The same figures in a table")):
        st.dataframe(
            rows[["line", "monday", "period", "load", "typical", "note"]],
            hide_index=True,
            column_config={
                "line": _("Line"),
                "monday": _("Week of"),
                "period": _("Period"),
                "load": st.column_config.NumberColumn(_("How full"), format="%d %%"),
                "typical": st.column_config.NumberColumn(_("In past seasons"), format="%d %%"),
                "note": _("Note"),
            },
        )


def _rows(_: Words, names: Mapping[int, str], periods: Periods) -> pd.DataFrame:
    shown = [(key, week) for key, week in sorted(periods.items()) if key[0] in names]
    return pd.DataFrame([_row(_, names[line_id], monday, week) for (line_id, monday), week in shown])


def _row(_: Words, line: str, monday: date, week: WeekPeriod) -> dict[str, object]:
    typical = week.typical_percent
    ahead = monday >= week_start(clock.today())
    expected = max(week.load_percent, typical or 0.0) if ahead else week.load_percent
    return {
        "line": line,
        "monday": monday.isoformat(),
        "from": monday.isoformat(),
        "until": (monday + timedelta(days=7)).isoformat(),
        "middle": f"{monday + timedelta(days=3)}T12:00",
        "sign": period_signs.SIGNS[week.period],
        "period": period_signs.said(_, week.period),
        "expected": round(expected),
        "load": round(week.load_percent),
        "typical": None if typical is None else round(typical),
        "week_said": _.day_and_year(monday),
        "load_said": _.percent(week.load_percent / 100),
        "typical_said": "–" if typical is None else _.percent(typical / 100),
        "note": week.note,
    }


def _chart(_: Words, rows: pd.DataFrame, choice: Choice, *, dark: bool) -> alt.LayerChart:
    text = "#EEF2EE" if dark else "#17231F"
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "line:N",
            title=None,
            axis=alt.Axis(
                labelLimit=110 if choice.is_narrow else 240,
                labelFontSize=13,
                labelColor=text,
                ticks=False,
                domain=False,
            ),
        ),
        tooltip=[
            alt.Tooltip("line:N", title=_("Line")),
            alt.Tooltip("week_said:N", title=_("Week of")),
            alt.Tooltip("period:N", title=_("Period")),
            alt.Tooltip("load_said:N", title=_("Reserved")),
            alt.Tooltip("typical_said:N", title=_("In past seasons")),
            alt.Tooltip("note:N", title=_("Note")),
        ],
    )
    names = [_.month(date(2027, month, 1)).split()[0] for month in range(1, 13)]
    cells = (
        base.mark_rect(stroke="#16201D" if dark else "#FBFAF6", strokeWidth=2, cornerRadius=3, cursor="pointer")
        .encode(
            x=alt.X(
                "from:T",
                title=None,
                scale=alt.Scale(domain=[choice.first_day.isoformat(), choice.last_day.isoformat()]),
                axis=alt.Axis(
                    orient="top", tickCount="month", grid=False, labelExpr=f"{json.dumps(names)}[month(datum.value)]"
                ),
            ),
            x2="until:T",
            color=alt.Color(
                "expected:Q",
                title=_("How full"),
                scale=alt.Scale(
                    domain=[0, 50, 100], range=list(_DARK_SCALE if dark else _LIGHT_SCALE), interpolate="rgb"
                ),
                legend=alt.Legend(
                    orient="bottom",
                    gradientLength=160 if choice.is_narrow else 240,
                    values=[0, 25, 50, 75, 100],
                    labelExpr="datum.label + ' %'",
                ),
            ),
        )
        .add_params(alt.selection_point(name="week", fields=["monday"], on="click"))
    )
    ink = alt.condition(_faint(dark=dark), alt.value(text), alt.value(_OTHER_INK[dark]))
    signs = base.mark_text(fontSize=11).encode(x="middle:T", text="sign:N", color=ink)
    height = 38 * rows["line"].nunique() + 120  # the axis above and the legend below are counted in
    chart: alt.LayerChart = (cells + signs).properties(height=height).configure_view(strokeWidth=0)
    return chart


def _faint(*, dark: bool) -> str:
    """Say, as Vega reads it, which cells are pale enough (dark enough on a dark ground) for the usual ink."""
    return "datum.expected > 18 && datum.expected < 80" if dark else "datum.expected > 22"


def _open_week() -> None:
    picked = st.session_state["calendar.season"]["selection"]["week"]
    if picked:
        look_at(View.week, date.fromisoformat(picked[0]["monday"]))
