"""After the run: how much of each load was delivered; nothing brought is said as 0."""

from collections.abc import Sequence

import streamlit as st

from core.database.doors import ReadSession, WriteSession
from core.reservations.actions import record_delivery
from core.reservations.states import ReservationState
from core.reservations.views import ReservationRow, reservations_on
from core.routes.views import SheetRun
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

_RODE = (ReservationState.confirmed, ReservationState.delivered, ReservationState.no_show)


def loads_to_deliver(session: ReadSession, tab: Tab, run: SheetRun | None) -> list[ReservationRow]:
    """Return the loads of a run that has left, whose last ride it is; none before it leaves."""
    if run is None or run.starts_at > clock.now():
        return []
    rows = reservations_on(session, tab.member, departure_id=run.departure_id)
    return [row for row in rows if row.state in _RODE and row.rides[-1].departure_id == run.departure_id]


def draw_deliveries(tab: Tab, rows: Sequence[ReservationRow]) -> None:
    """Draw one line per load with what was delivered, and save what is said."""
    _ = tab.words
    if not rows:
        return
    st.subheader(_("What was delivered"), anchor=False)
    st.caption(_("Write what was left at the dock, 0 if nothing was brought. What you do not touch stays as asked."))
    with st.form("delivery", border=True):
        sides = st.columns(2)
        said = {}
        for place, row in enumerate(rows):
            with sides[place % 2]:
                said[row.id] = _field(tab, row)
        if not st.form_submit_button(_("Save the deliveries"), type="primary"):
            return
    changed = {row.id: int(said[row.id]) for row in rows if said[row.id] != _so_far(row) or row.delivered_kg is None}

    def do(session: WriteSession) -> int:
        for reservation_id, kg in sorted(changed.items()):
            record_delivery(session, tab.member, reservation_id=reservation_id, delivered_kg=kg)
        return len(changed)

    done = act(tab, do)
    if done is not None:
        flash(tab, _.many("%(count)s delivery is written down.", "%(count)s deliveries are written down.", done))
        st.rerun()


def _field(tab: Tab, row: ReservationRow) -> int:
    _ = tab.words
    label = f"{row.number} · {plain(row.partner_name)} · {plain(row.to_site)} ({_.kg(row.quantity.kg)})"
    value: int = st.number_input(
        label,
        min_value=0,
        max_value=40_000,
        step=1,
        value=_so_far(row),
        key=f"delivered.{row.id}.{row.version}",
    )
    return value


def _so_far(row: ReservationRow) -> int:
    return row.quantity.kg if row.delivered_kg is None else row.delivered_kg
