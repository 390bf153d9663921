"""Moving one departure to another day or hour, with the reason people read; its reservations stay on it."""

from datetime import time

import streamlit as st

from core.lines.views import DepartureDetail
from core.reservations.actions import move_departure
from core.shared import clock
from core.shared.clock import at_local, local
from pages._parts.acting import act, flash
from pages._parts.network_choice import back_to_list
from pages._parts.tab import Tab


def draw_moving(tab: Tab, departure: DepartureDetail, key: str, version: int | None) -> None:
    """Draw the form that moves the departure; `version` is the one it was drawn from."""
    _ = tab.words
    wall = local(departure.starts_at)
    with st.expander(_("Move this departure")), st.form(key, border=False):
        st.write(_("Its reservations stay on it, and their partners are told."))
        with st.container(horizontal=True):
            day = st.date_input(_("Day"), value=departure.service_date, key=f"{key}.day", format="YYYY-MM-DD")
            hour = st.time_input(_("Leaves at"), value=time(wall.hour, wall.minute), key=f"{key}.hour", step=300)
        reason = st.text_input(_("Reason"), key=f"{key}.reason")
        if not st.form_submit_button(_("Move it")):
            return
    minute = 60 * hour.hour + hour.minute if hour else 60 * wall.hour + wall.minute
    starts_at = at_local(day or clock.today(), minute)
    moved = act(
        tab,
        lambda session: move_departure(
            session, tab.member, departure_id=departure.id, starts_at=starts_at, version=version, reason=reason
        ),
    )
    if moved is not None:
        flash(tab, _("The departure now leaves on %(moment)s.", moment=_.value(starts_at)))
        back_to_list()
