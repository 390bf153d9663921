"""The pauses of a line: the ones it has, and the form of another."""

import streamlit as st

from core.lines.actions import end_pause, pause_line
from core.lines.views import LineRow, LineSettings, PauseRow
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.network_choice import KEY
from pages._parts.network_line_form import kept_said
from pages._parts.network_list import escaped
from pages._parts.tab import Tab


def draw_pauses(tab: Tab, line: LineRow, settings: LineSettings) -> None:
    """Draw what is under way and what is coming, and the form that adds a pause."""
    _ = tab.words
    st.divider()
    st.subheader(_("Pauses"), anchor=False)
    coming = [pause for pause in settings.pauses if pause.last_day >= clock.today()]
    if not coming:
        st.caption(_("No pause ahead. Add one for a holiday week, repairs or the thaw: people read the reason."))
    for pause in coming:
        _draw_pause(tab, pause)
    with st.form(f"{KEY}.pause.{line.id}", clear_on_submit=False):
        with st.container(horizontal=True):
            first = st.date_input(
                _("First day"), value=clock.today(), key=f"{KEY}.pause.{line.id}.first", format="YYYY-MM-DD"
            )
            last = st.date_input(
                _("Last day"), value=clock.today(), key=f"{KEY}.pause.{line.id}.last", format="YYYY-MM-DD"
            )
        reason = st.text_input(_("Reason"), key=f"{KEY}.pause.{line.id}.reason")
        if not st.form_submit_button(_("Pause the line")):
            return
    done = act(
        tab,
        lambda session: pause_line(
            session,
            tab.member,
            line_id=line.id,
            first_day=first or clock.today(),
            last_day=last or clock.today(),
            reason=reason,
        ),
    )
    if done is None:
        return
    flash(
        tab,
        _.many(
            "The line is on pause: %(count)s free departure is removed.",
            "The line is on pause: %(count)s free departures are removed.",
            done.removed,
        ),
    )
    if done.kept_departure_ids:
        flash(tab, kept_said(_, len(done.kept_departure_ids)))
    st.rerun()


def _draw_pause(tab: Tab, pause: PauseRow) -> None:
    _ = tab.words
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{_.days(pause.first_day, pause.last_day)} — {escaped(pause.reason)}", width="content")
        if st.button(_("Take away"), key=f"{KEY}.pause.{pause.id}", type="tertiary") and (
            act(tab, lambda session: end_pause(session, tab.member, pause_id=pause.id)) is not None
        ):
            flash(tab, _("The pause is taken away. Generate the departures of those days again if they run."))
            st.rerun()
