"""The year at a glance: lines × weeks, coloured by how full they are, with the sign of their period."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import wrap

import streamlit as st

from core.i18n.words import Words
from core.seasons.views import LineName, WeekPeriod
from core.shared import clock
from core.shared.periods import Period, week_start
from pages._parts import periods as period_signs
from pages._parts import vega
from pages._parts.base_map import dark_mode
from pages._parts.calendar_choice import Choice, View, look_at
from pages._parts.calendar_words import Periods

_CELLS = "cells"
_LIGHT_SCALE = ["#2F73BD", "#F7F6F1", "#D9691E"]
_OTHER_INK = {False: "#FFFFFF", True: "#10201B"}
_NARROW_LETTERS = 20
_DARK_SCALE = ["#5B9BE0", "#2A3733", "#E58A45"]


def draw_season(_: Words, lines: Sequence[LineName], periods: Periods, choice: Choice) -> None:
    """Draw the heat map; picking a week opens it. The same figures stand in a table below."""
    rows = _rows(_, {line.id: line.name for line in lines}, periods)
    if not rows:
        st.info(_("No departure in this year yet. Weeks fill in as departures are planned and booked."))
        return
    troughs = sum(row["sign"] == period_signs.SIGNS[Period.trough] for row in rows)
    st.markdown(
        _(
            "**%(troughs)s of %(weeks)s weeks are troughs**: much room, at a reduced price. Choose a week to open it.",
            troughs=_.number(troughs),
            weeks=_.number(len(rows)),
        )
    )
    _chart(_, rows, choice, dark=dark_mode())
    with st.expander(_("The same figures in a table")):
        st.dataframe(
            vega.table(rows).select(["line", "monday", "period", "load", "typical", "note"]),
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


def _rows(_: Words, names: Mapping[int, str], periods: Periods) -> list[vega.Row]:
    shown = [(key, week) for key, week in sorted(periods.items()) if key[0] in names]
    return [_row(_, names[line_id], monday, week) for (line_id, monday), week in shown]


def _row(_: Words, line: str, monday: date, week: WeekPeriod) -> vega.Row:
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


def _chart(_: Words, rows: Sequence[vega.Row], choice: Choice, *, dark: bool) -> None:
    text = "#EEF2EE" if dark else "#17231F"
    names = [_.month(date(2027, month, 1)).split()[0] for month in range(1, 13)]
    cells = vega.layer(
        "rect",
        {"stroke": "#16201D" if dark else "#FBFAF6", "strokeWidth": 2, "cornerRadius": 3, "cursor": "pointer"},
        x=vega.moment(
            "from",
            title=None,
            scale={"domain": [choice.first_day.isoformat(), choice.last_day.isoformat()]},
            axis={
                "orient": "top",
                "tickCount": "month",
                "labelBound": True,
                "grid": False,
                "labelColor": text,
                "labelExpr": f"{json.dumps(names)}[month(datum.value)]",
            },
        ),
        x2={"field": "until"},
        color=vega.amount(
            "expected",
            title=_("How full"),
            scale={"domain": [0, 50, 100], "range": _DARK_SCALE if dark else _LIGHT_SCALE, "interpolate": "rgb"},
            legend={
                "orient": "bottom",
                "gradientLength": 160 if choice.is_narrow else 240,
                "labelColor": text,
                "titleColor": text,
                "values": [0, 25, 50, 75, 100],
                "labelExpr": "datum.label + ' %'",
            },
        ),
    )
    ink = {"condition": {"test": _faint(dark=dark), "value": text}, "value": _OTHER_INK[dark]}
    signs = vega.layer("text", {"fontSize": 11}, x=vega.moment("middle"), text=vega.words("sign"), color=ink)
    vega.show(
        rows,
        [{"name": _CELLS, **cells}, signs],
        encoding={"y": _lines_axis(text, rows, is_narrow=choice.is_narrow), "tooltip": _tooltip(_)},
        height=38 * len({row["line"] for row in rows}) + 120,  # the axis above and the legend below are counted in
        key="calendar.season",
        alt=_("How full each line is, week by week"),
        on_pick=_open_week,
        picks={"name": "week", "select": {"type": "point", "fields": ["monday"], "on": "click"}, "views": [_CELLS]},
    )


def _lines_axis(text: str, rows: Sequence[vega.Row], *, is_narrow: bool) -> vega.Spec:
    """Name the lines; on a phone over two lines, to tell apart names that begin alike."""
    axis = {
        "labelLimit": 135 if is_narrow else 240,
        "labelFontSize": 13,
        "labelColor": text,
        "ticks": False,
        "domain": False,
    }
    if is_narrow:
        names = {str(row["line"]) for row in rows}
        broken = {name: wrap(name, _NARROW_LETTERS, max_lines=2, placeholder="…") for name in sorted(names)}
        axis["labelExpr"] = f"{json.dumps(broken)}[datum.label]"
    return vega.words("line", title=None, axis=axis)


def _tooltip(_: Words) -> list[vega.Spec]:
    return [
        vega.words("line", title=_("Line")),
        vega.words("week_said", title=_("Week of")),
        vega.words("period", title=_("Period")),
        vega.words("load_said", title=_("Reserved")),
        vega.words("typical_said", title=_("In past seasons")),
        vega.words("note", title=_("Note")),
    ]


def _faint(*, dark: bool) -> str:
    """Say, as Vega reads it, which cells are pale enough (dark enough on a dark ground) for the usual ink."""
    return "datum.expected > 18 && datum.expected < 80" if dark else "datum.expected > 22"


def _open_week() -> None:
    picked = st.session_state["calendar.season"]["selection"]["week"]
    if picked:
        look_at(View.week, date.fromisoformat(picked[0]["monday"]))
