"""Lines × weeks: what was carried, what is booked, what to expect; each kind of week has its own look, in grey too."""

import json
from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from core.i18n.words import Words
from core.troughs.board import BoardCell, TroughBoard
from pages._parts import periods as period_signs
from pages._parts.base_map import dark_mode
from pages._parts.screen import on_a_phone

# Ends light enough (or dark enough) for the number written on them to keep a contrast of 4.5:1.
_LIGHT_SCALE = ("#6FA5E0", "#F7F6F1", "#E98F4A")
_DARK_SCALE = ("#2C68AB", "#2A3733", "#AC4E12")
_LINE_HEIGHT = 44
_AROUND_THE_CELLS = 120  # axis and legend, which Streamlit counts in the height
_CARRIED, _BOOKED, _EXPECTED = "carried", "booked", "expected"


def draw_board(_: Words, board: TroughBoard, *, first_week: date, last_week: date) -> None:
    """Draw the heat map of the weeks between two dates, its key in words, and the same figures in a table."""
    cells = [cell for cell in board.cells if first_week <= cell.week <= last_week]
    weeks = [week for week in board.weeks if first_week <= week <= last_week]
    rows = pd.DataFrame([_row(_, cell) for cell in cells])
    st.altair_chart(
        _chart(_, rows, weeks, board.this_week, _AROUND_THE_CELLS + _LINE_HEIGHT * rows["line"].nunique()),
        alt=_("Load of each line, week by week: past, booked and expected"),
    )
    st.caption(
        _(
            "**22** carried (no border) · **22** booked so far (solid border) · **≈ 22** expected from past seasons "
            "(dashed border). The vertical line is this week."
        )
    )
    with st.expander(_("The same figures in a table")):
        _table(_, cells)


def _row(_: Words, cell: BoardCell) -> dict[str, object]:
    expected = cell.forecast is not None and cell.forecast.percent > cell.load_percent
    kind = _CARRIED if cell.is_over else _EXPECTED if expected else _BOOKED
    number = _.number(cell.expected_percent)
    return {
        "line": cell.line_name,
        "week": cell.week.isoformat(),
        "percent": round(cell.expected_percent),
        "kind": kind,
        "said": f"{period_signs.SIGNS[cell.period]}\n{'≈' if kind == _EXPECTED else ''}{number}",
        "week_said": _.day_and_year(cell.week),
        "period_said": period_signs.said(_, cell.period),
        "load_said": _.percent(cell.load_percent / 100),
        "forecast_said": "–" if cell.forecast is None else f"≈ {_.percent(cell.forecast.percent / 100)}",
        "past_said": "–" if cell.typical_percent is None else _.percent(cell.typical_percent / 100),
        "note": cell.note,
    }


def _chart(_: Words, rows: pd.DataFrame, weeks: Sequence[date], this_week: date, height: int) -> alt.LayerChart:
    dark = dark_mode()
    text = "#EEF2EE" if dark else "#17231F"
    base = alt.Chart(rows).encode(y=_lines_axis(text), x=_weeks_axis(_, weeks, text), tooltip=_tooltip(_))
    load = alt.Color(
        "percent:Q",
        title=_("Load (%)"),
        scale=alt.Scale(
            domain=[0, 50, 100], range=list(_DARK_SCALE if dark else _LIGHT_SCALE), clamp=True, interpolate="lab"
        ),
        legend=alt.Legend(
            orient="bottom",
            gradientLength=140 if on_a_phone() else 240,
            values=[0, 25, 50, 75, 100],
            labelColor=text,
        ),
    )
    cells = base.mark_rect().encode(color=load)
    borders = [
        base.transform_filter(alt.datum.kind == kind).mark_rect(
            fillOpacity=0,
            stroke=text,
            strokeWidth=1.5,
            strokeDash=dash,
            width=alt.RelativeBandSize(0.9),
            height=alt.RelativeBandSize(0.88),
        )
        for kind, dash in ((_BOOKED, [1, 0]), (_EXPECTED, [3, 3]))
    ]
    numbers = base.mark_text(fontSize=12, lineBreak="\n", dy=-7).encode(text="said:N", color=alt.value(text))
    now = (
        alt.Chart(pd.DataFrame({"week": [this_week.isoformat()]}))
        .mark_rule(color=text, strokeWidth=3)
        .encode(x=alt.X("week:O", bandPosition=0))
    )
    chart: alt.LayerChart = (
        alt.layer(cells, *borders, numbers, now).properties(height=height).configure_view(strokeWidth=0)
    )
    return chart


def _lines_axis(text: str) -> alt.Y:
    return alt.Y(
        "line:N",
        title=None,
        scale=alt.Scale(paddingInner=0.12, paddingOuter=0.06),
        axis=alt.Axis(labelLimit=220, labelFontSize=13, labelColor=text, ticks=False, domain=False),
    )


def _weeks_axis(_: Words, weeks: Sequence[date], text: str) -> alt.X:
    said = {week.isoformat(): _.day(week).split(maxsplit=1)[1] for week in weeks}
    return alt.X(
        "week:O",
        title=None,
        scale=alt.Scale(domain=list(said), paddingInner=0.06, paddingOuter=0.03),
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            labelFontSize=12,
            labelColor=text,
            labelOverlap="parity",
            labelSeparation=6,
            ticks=False,
            domain=False,
            labelExpr=f"{json.dumps(said)}[datum.value]",
        ),
    )


def _tooltip(_: Words) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("line:N", title=_("Line")),
        alt.Tooltip("week_said:N", title=_("Week of")),
        alt.Tooltip("period_said:N", title=_("Period")),
        alt.Tooltip("load_said:N", title=_("Carried or booked")),
        alt.Tooltip("forecast_said:N", title=_("Expected")),
        alt.Tooltip("past_said:N", title=_("In past seasons")),
        alt.Tooltip("note:N", title=_("Note")),
    ]


def _table(_: Words, cells: Sequence[BoardCell]) -> None:
    rows = pd.DataFrame(
        [
            {
                "line": cell.line_name,
                "week": cell.week,
                "period": period_signs.said(_, cell.period),
                "load": round(cell.load_percent),
                "forecast": None if cell.forecast is None else round(cell.forecast.percent),
                "past": None if cell.typical_percent is None else round(cell.typical_percent),
                "departures": cell.departures,
            }
            for cell in cells
        ]
    )
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "line": _("Line"),
            "week": st.column_config.DateColumn(_("Week of"), format="YYYY-MM-DD"),
            "period": _("Period"),
            "load": st.column_config.NumberColumn(_("Carried or booked"), format="%d %%"),
            "forecast": st.column_config.NumberColumn(_("Expected"), format="%d %%"),
            "past": st.column_config.NumberColumn(_("In past seasons"), format="%d %%"),
            "departures": st.column_config.NumberColumn(_("Departures")),
        },
    )
