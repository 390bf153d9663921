"""The departures ahead: how far they are generated, the list, and one opened (driver, done, called off)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.lines.views import DepartureFilter, DepartureRow, LineRow, departures_between, generated_until, lines
from core.shared import clock
from pages._parts.network_choice import KEY, Section, count_forms, open_thing
from pages._parts.network_departure import draw_departure
from pages._parts.network_generate import draw_generation
from pages._parts.network_list import escaped
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab

_DAYS_SHOWN = 28


def draw_departures(tab: Tab, what: str) -> None:
    """Draw how far departures reach and the list of the coming ones, or the one opened."""
    if what.isdecimal():
        draw_departure(tab, int(what))
        return
    _ = tab.words
    first, line_id = _read_choice()
    wanted = DepartureFilter(line_id=line_id)
    with reading() as session:
        every_line, until = lines(session), generated_until(session)
        last = first + timedelta(days=_DAYS_SHOWN - 1)
        rows = departures_between(session, first_day=first, last_day=last, wanted=wanted)
    if not every_line:
        st.info(_("No line yet. Departures come from lines: add one in “Lines”, then generate its departures here."))
        return
    _draw_reach(_, every_line, until)
    draw_generation(tab, every_line, until)
    st.divider()
    _draw_choice(_, every_line)
    _draw_list(_, rows, last)


def _draw_reach(_: Words, every_line: Sequence[LineRow], until: Mapping[int, date]) -> None:
    """Say in one sentence how far departures reach, and which line stops first."""
    running = [line for line in every_line if line.is_active]
    missing = [line for line in running if line.id not in until]
    reached = [(until[line.id], line) for line in running if line.id in until]
    if reached:
        day, line = min(reached, key=lambda each: each[0])
        st.markdown(
            _(
                "Departures are generated until **%(day)s** for every line that has any; “%(line)s” stops first.",
                day=_.day_and_year(day),
                line=escaped(line.name),
            )
        )
    if missing:
        names = ", ".join(line.name for line in missing)
        st.warning(_("These lines have no departure yet: %(names)s.", names=names))


def _read_choice() -> tuple[date, int | None]:
    first: date | None = st.session_state.get(f"{KEY}.departures.from")
    line_id: int | None = st.session_state.get(f"{KEY}.departures.line")
    return first or clock.today(), line_id


def _draw_choice(_: Words, every_line: Sequence[LineRow]) -> None:
    names = {line.id: line.name for line in every_line}
    with st.container(horizontal=True):
        st.date_input(_("From"), value=clock.today(), key=f"{KEY}.departures.from", width=200, format="YYYY-MM-DD")
        st.selectbox(
            _("Line"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            key=f"{KEY}.departures.line",
            placeholder=_("All lines"),
            width=320,
        )


def _draw_list(_: Words, rows: Sequence[DepartureRow], last: date) -> None:
    if not rows:
        st.info(_("No departure in these four weeks. Generate them above, or choose another day."))
        return
    if on_a_phone():
        for row in rows:
            label = (
                f"**{_.day(row.service_date)} {_.clock(row.starts_at)}** — {escaped(row.line_name)}  \n{_under(_, row)}"
            )
            if st.button(label, key=f"{KEY}.departure.{row.id}", width="stretch"):
                open_thing(row.id)
        return
    text = st.column_config.TextColumn
    picked = st.dataframe(
        [
            {
                "day": _.day(row.service_date),
                "hours": f"{_.clock(row.starts_at)} – {_.clock(row.ends_at)}",
                "line": row.line_name,
                "vehicle": row.vehicle_name,
                "driver": row.driver_name or _("no driver yet"),
                "load": row.load_percent,
                "state": _.label(row.state),
            }
            for row in rows
        ],
        column_config={
            "day": text(_("Day"), width=110),
            "hours": text(_("Hours"), width=150),
            "line": text(_("Line"), width=230),
            "vehicle": text(_("Vehicle"), width=230),
            "driver": text(_("Driver"), width=170),
            "load": st.column_config.ProgressColumn(
                _("Load (%)"), width=120, min_value=0, max_value=100, format="%.0f"
            ),
            "state": text(_("State"), width="small"),
        },
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"{KEY}.{Section.departures}.rows.{count_forms()}.{rows[0].id}.{len(rows)}",
        alt=_("Departures until %(day)s", day=_.day(last)),
    )
    st.caption(_("Click a row of the table to open it."))
    cells = picked["selection"]["cells"]
    if cells and cells[0][0] < len(rows):
        open_thing(rows[cells[0][0]].id)


def _under(_: Words, row: DepartureRow) -> str:
    said = [
        escaped(row.vehicle_name),
        escaped(row.driver_name) or _("no driver yet"),
        _.percent(row.load_percent / 100),
    ]
    return " · ".join([*said, _.label(row.state)])
