"""One line, week by week: what is reserved, what to expect and how sure that is, and why each week is what it is."""

import json
from collections.abc import Sequence

import streamlit as st

from core.access.rights import Right
from core.database.doors import WriteSession
from core.seasons.actions import override_period
from core.shared.periods import Period
from core.troughs.board import BoardCell, TroughBoard
from pages._parts import periods as period_signs
from pages._parts import vega
from pages._parts.acting import act, flash
from pages._parts.base_map import dark_mode
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab
from pages._parts.troughs_words import explanation_said, record_said

_HEIGHT, _KEY = 260, "troughs.line"


def asked_line() -> int | None:
    """Return the line that is chosen, or that the address names."""
    asked = st.query_params.get("line", "")
    return st.session_state.get(_KEY) or (int(asked) if asked.isdecimal() and len(asked) < 10 else None)


def draw_line(tab: Tab, board: TroughBoard) -> None:
    """Draw the choice of a line, its outlook, and for a coordinator the way to declare a week."""
    _ = tab.words
    names = {line.line_id: line.line_name for line in board.lines}
    asked = asked_line()
    chosen = asked if asked in names else next(iter(names))
    line_id = st.selectbox(
        _("Line"),
        list(names),
        index=list(names).index(chosen),
        format_func=lambda each: names[each],
        key=_KEY,
    )
    st.query_params["line"] = str(line_id)
    outlook = next(line for line in board.lines if line.line_id == line_id)
    cells = [cell for cell in board.cells if cell.line_id == line_id]
    st.markdown(record_said(_, outlook.record))
    _chart(tab, cells, dark=dark_mode())
    _table(tab, cells)
    if tab.member.has(Right.coordinator):
        _declare(tab, line_id, [cell for cell in cells if not cell.is_over])


def _chart(tab: Tab, cells: Sequence[BoardCell], *, dark: bool) -> None:
    _ = tab.words
    text, accent = ("#EEF2EE", "#6FD0B3") if dark else ("#17231F", "#1B6B57")
    rows = [
        {
            "week": cell.week.isoformat(),
            "week_said": _.day_and_year(cell.week),
            "load": round(cell.load_percent, 1),
            "load_said": _.percent(cell.load_percent / 100),
            "expected": cell.forecast.percent if cell.forecast else None,
            "low": cell.forecast.low_percent if cell.forecast else None,
            "high": cell.forecast.high_percent if cell.forecast else None,
            "expected_said": "–" if cell.forecast is None else _.percent(cell.forecast.percent / 100),
            "period_said": period_signs.said(_, cell.period),
            "kind": "over" if cell.is_over else "ahead",
        }
        for cell in cells
    ]
    axis = {"labelColor": text, "titleColor": text}
    said = {row["week"]: _.day(cell.week).split(maxsplit=1)[1] for row, cell in zip(rows, cells, strict=True)}
    names = f"{json.dumps(said)}[datum.value]"
    weeks = vega.step(
        "week",
        title=None,
        axis={
            **axis,
            "labelAngle": 0,
            "labelOverlap": "parity",
            "labelSeparation": 8,
            "labelExpr": names,
        },
    )
    percent = {"scale": {"domain": [0, 100]}, "title": _("Load (%)"), "axis": axis}
    load = vega.amount("load", **percent)
    tooltip = [
        vega.words("week_said", title=_("Week of")),
        vega.words("period_said", title=_("Period")),
        vega.words("load_said", title=_("Carried or booked")),
        vega.words("expected_said", title=_("Expected")),
    ]
    vega.show(
        rows,
        [
            vega.layer("bar", {"color": text, "opacity": 0.25}, only="datum.kind === 'over'", y=load),
            vega.layer("bar", {"color": text, "opacity": 0.75}, only="datum.kind === 'ahead'", y=load),
            vega.layer(
                "area", {"color": accent, "opacity": 0.25}, y=vega.amount("low", **percent), y2={"field": "high"}
            ),
            vega.layer(
                "line",
                {"color": accent, "strokeDash": [4, 3], "point": {"color": accent}},
                y=vega.amount("expected", **percent),
            ),
        ],
        encoding={"x": weeks, "tooltip": tooltip},
        height=_HEIGHT - 60 * on_a_phone(),
        alt=_("Load of the line, week by week: carried, reserved, and what to expect with its range"),
    )
    st.caption(
        _(
            "Faint bars: carried. Strong bars: reserved so far. Dashed line: expected; the band should hold eight "
            "weeks out of ten."
        )
    )


def _table(tab: Tab, cells: Sequence[BoardCell]) -> None:
    _ = tab.words
    rows = [
        {
            "week": cell.week,
            "period": period_signs.said(_, cell.period),
            "why": explanation_said(_, cell),
            "expected": cell.forecast.percent if cell.forecast else None,
            "low": cell.forecast.low_percent if cell.forecast else None,
            "high": cell.forecast.high_percent if cell.forecast else None,
        }
        for cell in cells
        if not cell.is_over
    ]
    st.dataframe(
        vega.table(rows),
        hide_index=True,
        column_config={
            "week": st.column_config.DateColumn(_("Week of"), format="YYYY-MM-DD"),
            "period": _("Period"),
            "why": st.column_config.TextColumn(_("Why"), width=480),
            "expected": st.column_config.NumberColumn(_("Expected"), format="%.0f %%"),
            "low": st.column_config.NumberColumn(_("At least"), format="%.0f %%"),
            "high": st.column_config.NumberColumn(_("At most"), format="%.0f %%"),
        },
    )


def _declare(tab: Tab, line_id: int, coming: Sequence[BoardCell]) -> None:
    """Draw the coordinator's say: a period with the reason that people read, or back to what the load says."""
    _ = tab.words
    by_week = {cell.week: cell for cell in coming}
    with st.expander(_("Declare a week trough, normal or peak")), st.form("troughs.declare", border=False):
        week = st.selectbox(
            _("Week of"),
            list(by_week),
            format_func=lambda each: f"{_.day_and_year(each)} – {period_signs.said(_, by_week[each].period)}",
        )
        period = st.radio(
            _("Period"),
            [*Period, None],
            format_func=lambda each: _("What the load says") if each is None else period_signs.said(_, each),
            horizontal=True,
        )
        note = st.text_input(_("Reason that people read"), max_chars=200)
        if not st.form_submit_button(_("Declare")) or week is None:
            return

    def declare(session: WriteSession) -> bool:
        override_period(session, tab.member, line_id=line_id, week_start=week, period=period, note=note)
        return True

    if act(tab, declare):
        flash(tab, _("The week of %(week)s is declared. Prices already agreed do not change.", week=_.day(week)))
        st.rerun()
