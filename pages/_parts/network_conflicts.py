"""Departures that a person has to decide on: they disagree with their line, or their truck became too small."""

import streamlit as st

from core.database.doors import reading
from core.lines.views import conflicts, room_cuts
from core.shared.settings import PROJECT
from pages._parts.network_list import escaped
from pages._parts.tab import Tab

_PAGE = PROJECT / "pages" / "network.py"


def draw_conflicts(tab: Tab) -> None:
    """Draw the departures that no longer agree with their line and do not follow it, why, and what to do."""
    _ = tab.words
    with reading() as session:
        rows = conflicts(session)
    if not rows:
        st.info(
            _(
                "Every reserved departure agrees with its line. When a holiday, an absence or a new timetable meets "
                "one that has reservations, it stays as it is and is listed here."
            )
        )
        return
    st.caption(
        _(
            "These departures have reservations, or were moved or given a driver by hand, so nothing touched them. "
            "Open one to move it, give it another driver or call it off; to keep it as it is, add its date to the line."
        )
    )
    for row in rows:
        _draw_row(tab, row.departure_id, f"{row.line_name} — {_.value(row.starts_at)}", _.refusal(row.reason))


def draw_cuts(tab: Tab) -> None:
    """Draw the departures that hold more than their truck, and by how much."""
    _ = tab.words
    with reading() as session:
        rows = room_cuts(session)
    if not rows:
        st.info(
            _(
                "No truck is booked above what it may carry. When a truck becomes smaller or the thaw begins, room "
                "shrinks at once where it is free; what is booked stays, and is listed here until you choose who moves."
            )
        )
        return
    for row in rows:
        said = _(
            "%(booked)s booked where “%(vehicle)s” now holds %(room)s: nothing more can be reserved. Find another "
            "departure for some of the loads.",
            booked=_.quantity(row.booked),
            vehicle=row.vehicle_name,
            room=_.quantity(row.room),
        )
        _draw_row(tab, row.departure_id, f"{row.line_name} — {_.value(row.starts_at)}", said)


def _draw_row(tab: Tab, departure_id: int, title: str, said: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{escaped(title)}**  \n{escaped(said)}")
        st.page_link(
            _PAGE,
            label=tab.words("Open this departure"),
            query_params={"tab": "departures", "open": str(departure_id)},
        )
