"""Giving a window more time or less, or taking it back."""

from datetime import date, timedelta

import streamlit as st

from core.database.doors import WriteSession
from core.shared import clock
from core.slot_windows.actions import close_window_on, withdraw_window
from core.slot_windows.views import WindowRow
from pages._parts.acting import act, flash
from pages._parts.tab import Tab


def draw_changes(tab: Tab, window: WindowRow) -> None:
    """Draw the last day to ask, and the way out."""
    _ = tab.words
    with st.form("slots.closing", border=False):
        last = clock.local(window.closes_at - timedelta(minutes=1)).date()
        before = window.first_day - timedelta(days=1)
        day = st.date_input(
            _("Last day to ask"), min(last, before), max_value=before, format="YYYY-MM-DD", width=200,
            help=_("With yesterday's date, asking ends at once."),
        )  # fmt: skip
        moved = st.form_submit_button(_("Move the last day"))
    if moved and isinstance(day, date):
        chosen = day

        def move(session: WriteSession) -> bool:
            close_window_on(session, tab.member, window_id=window.id, version=window.version, closes_on=chosen)
            return True

        if act(tab, move):
            flash(tab, _("Partners may now ask until %(day)s.", day=_.day_and_year(chosen)))
            st.rerun()
    if st.button(_("Withdraw this window"), key="slots.withdraw_window"):
        _withdraw(tab, window.id)


def _withdraw(tab: Tab, window_id: int) -> None:
    def withdraw(session: WriteSession) -> bool:
        withdraw_window(session, tab.member, window_id=window_id)
        return True

    if act(tab, withdraw):
        flash(tab, tab.words("The window is withdrawn. Its requests are kept, unanswered."))
        st.rerun()
