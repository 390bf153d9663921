"""The timeline as a grid: a click opens what a bar stands for, a drag asks to move a departure there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from core.shared import clock
from pages._parts.base_map import dark_mode
from pages._parts.full_timeline import Bar, Dropped, Opened, Row, Window, full_timeline, hours_of
from pages._parts.tab import Tab
from pages._parts.timeline_absences import open_driver_absence, open_vehicle_absence
from pages._parts.timeline_bars import AWAY, HOME, RUN, STORE, VEHICLE, Shown, bars_of, rows_of
from pages._parts.timeline_choice import KEY, Choice, View
from pages._parts.timeline_run import Wish, open_run
from pages._parts.timeline_storage import open_storage

_UNSTEADY = timedelta(minutes=45)
_BUSY_ROW, _ROW, _GROUP, _HEAD, _MOST = 92, 46, 38, 74, 1400


@st.fragment
def draw_grid(tab: Tab, choice: Choice, shown: Shown) -> None:
    """Draw the rows and their bars; what is opened or dragged does not draw the page again."""
    _, dark = tab.words, dark_mode()
    rows, bars = rows_of(_, shown), bars_of(_, shown, choice, dark=dark)
    from_hour, to_hour = hours_of(bars)
    said = full_timeline(
        _,
        rows,
        bars,
        key=f"{KEY}.grid",
        window=Window(choice.first_day, choice.days, choice.view is View.week, from_hour, to_hour),
        dark=dark,
        height=_height(rows, bars),
    )
    if isinstance(said, Dropped):
        _ask_to_move(tab, shown, said)
    elif isinstance(said, Opened):
        _open(tab, shown, said.bar_id)


def _height(rows: Sequence[Row], bars: Sequence[Bar]) -> int:
    """Return about the height in pixels that shows every row without scrolling inside the frame."""
    busy = {bar.row_id for bar in bars if bar.id.startswith(RUN)}
    all_rows = sum(_BUSY_ROW if row.id in busy else _ROW for row in rows)
    return min(_MOST, _HEAD + all_rows + _GROUP * len({row.group for row in rows}))


def _ask_to_move(tab: Tab, shown: Shown, said: Dropped) -> None:
    number = said.row_id.removeprefix(VEHICLE)
    if not said.row_id.startswith(VEHICLE) or not number.isdecimal():
        st.warning(tab.words("A departure goes from one vehicle to another: drop it on a vehicle's row."))
        return
    run_id = int(said.bar_id.removeprefix(RUN))
    run = next(each for each in shown.timeline.runs if each.id == run_id)
    wish = Wish(same_hour(said.starts_at, like=run.starts_at), int(number))
    open_run(tab, run_id, shown.vehicle_names(), wish)


def same_hour(dropped_at: datetime, *, like: datetime) -> datetime:
    """Return the hour a departure had when it is dropped close to it on another day: a hand is not that steady."""
    there, before = clock.local(dropped_at), clock.local(like)
    kept = clock.at_local(there.date(), before.hour * 60 + before.minute)
    is_close = abs(dropped_at - kept) <= _UNSTEADY
    return kept if is_close and there.date() != before.date() else dropped_at


def _open(tab: Tab, shown: Shown, bar_id: str) -> None:
    if bar_id.startswith(RUN):
        open_run(tab, int(bar_id.removeprefix(RUN)), shown.vehicle_names())
    elif bar_id.startswith(HOME):
        absent = {each.id: each for each in shown.timeline.closures.vehicles}
        open_vehicle_absence(tab, absent[int(bar_id.removeprefix(HOME))])
    elif bar_id.startswith(AWAY):
        away = {each.id: each for each in shown.timeline.closures.drivers}
        open_driver_absence(tab, away[int(bar_id.removeprefix(AWAY))])
    elif bar_id.startswith(STORE):
        offer_id = int(bar_id.removeprefix(STORE).partition("-")[0])
        open_storage(tab, next(each for each in shown.storage if each.offer_id == offer_id))
