"""Lines × weeks: what was carried, what is booked, what to expect; each kind of week has its own look, in grey too."""

import json
from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.i18n.words import Words
from core.troughs.board import BoardCell, TroughBoard
from pages._parts import periods as period_signs
from pages._parts import vega
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
    _chart(_, [_row(_, cell) for cell in cells], weeks, board.this_week)
    st.caption(
        _(
            "**22** carried (no border) · **22** booked so far (solid border) · **≈ 22** expected from past seasons "
            "(dashed border). The vertical line is this week."
        )
    )
    with st.expander(_("The same figures in a table")):
        _table(_, cells)


def _row(_: Words, cell: BoardCell) -> vega.Row:
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


def _chart(_: Words, rows: Sequence[vega.Row], weeks: Sequence[date], this_week: date) -> None:
    dark = dark_mode()
    text = "#EEF2EE" if dark else "#17231F"
    load = scale_of_loads(_, dark=dark, text=text)
    edge = {"fillOpacity": 0, "stroke": text, "strokeWidth": 1.5, "width": {"band": 0.9}, "height": {"band": 0.88}}
    borders = [
        vega.layer("rect", {**edge, "strokeDash": dash}, only=f"datum.kind === '{kind}'")
        for kind, dash in ((_BOOKED, [1, 0]), (_EXPECTED, [3, 3]))
    ]
    numbers = vega.layer(
        "text", {"fontSize": 12, "lineBreak": "\n", "dy": -7}, text=vega.words("said"), color={"value": text}
    )
    lines, weeks_along = _lines_axis(text), _weeks_axis(_, weeks, text)
    shared = {"y": lines, "x": weeks_along, "tooltip": _tooltip(_)}
    now = {
        "data": {"values": [{"week": this_week.isoformat()}]},
        **vega.layer("rule", {"color": text, "strokeWidth": 3}, x=vega.step("week", bandPosition=0)),
    }
    vega.show(
        rows,
        [{"encoding": shared, "layer": [vega.layer("rect", color=load), *borders, numbers]}, now],
        height=_AROUND_THE_CELLS + _LINE_HEIGHT * len({row["line"] for row in rows}),
        alt=_("Load of each line, week by week: past, booked and expected"),
    )


def scale_of_loads(_: Words, *, dark: bool, text: str) -> vega.Spec:
    """Return the colours of a load in per cent, with their legend, the same on every heat map of this page."""
    return vega.amount(
        "percent",
        title=_("Load (%)"),
        scale={
            "domain": [0, 50, 100],
            "range": _DARK_SCALE if dark else _LIGHT_SCALE,
            "clamp": True,
            "interpolate": "lab",
        },
        legend={
            "orient": "bottom",
            "gradientLength": 140 if on_a_phone() else 240,
            "values": [0, 25, 50, 75, 100],
            "labelColor": text,
        },
    )


def _lines_axis(text: str) -> vega.Spec:
    axis = {"labelLimit": 220, "labelFontSize": 13, "labelColor": text, "ticks": False, "domain": False}
    return vega.words("line", title=None, scale={"paddingInner": 0.12, "paddingOuter": 0.06}, axis=axis)


def _weeks_axis(_: Words, weeks: Sequence[date], text: str) -> vega.Spec:
    said = {week.isoformat(): _.day(week).split(maxsplit=1)[1] for week in weeks}
    return vega.step(
        "week",
        title=None,
        scale={"domain": list(said), "paddingInner": 0.06, "paddingOuter": 0.03},
        axis={
            "orient": "top",
            "labelAngle": 0,
            "labelFontSize": 12,
            "labelColor": text,
            "labelOverlap": "parity",
            "labelSeparation": 6,
            "ticks": False,
            "domain": False,
            "labelExpr": f"{json.dumps(said)}[datum.value]",
        },
    )


def _tooltip(_: Words) -> list[vega.Spec]:
    return [
        vega.words("line", title=_("Line")),
        vega.words("week_said", title=_("Week of")),
        vega.words("period_said", title=_("Period")),
        vega.words("load_said", title=_("Carried or booked")),
        vega.words("forecast_said", title=_("Expected")),
        vega.words("past_said", title=_("In past seasons")),
        vega.words("note", title=_("Note")),
    ]


def _table(_: Words, cells: Sequence[BoardCell]) -> None:
    rows = vega.table(
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
