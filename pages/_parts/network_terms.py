"""The terms of a line: whether it asks for approval, how long room is kept, what a late cancellation costs."""

from typing import Any

import streamlit as st

from core.i18n.words import Words
from core.lines.terms import QueueRule, Terms
from core.lines.views import LineRow
from core.reservations.priority_actions import set_line_terms
from pages._parts.acting import act, flash
from pages._parts.network_choice import KEY
from pages._parts.tab import Tab


def draw_terms(tab: Tab, line: LineRow, terms: Terms, version: int) -> None:
    """Draw what the line asks of whoever reserves on it, and save what is changed."""
    _ = tab.words
    st.divider()
    st.subheader(_("Reservation terms"), anchor=False)
    st.caption(_("What counts from now on for whoever reserves on this line; what is reserved already stays."))
    with st.form(f"{KEY}.terms.{line.id}.{version}"):
        answers, queue = st.columns(2)
        with answers:
            answered = _answers(_, terms)
        with queue:
            queued = _queue(_, terms)
        if not st.form_submit_button(_("Save the terms")):
            return
    wanted = Terms(**answered, **queued)

    def save(session: Any) -> bool:
        set_line_terms(session, tab.member, line_id=line.id, terms=wanted, version=version)
        return True

    if act(tab, save):
        flash(tab, _("The terms of “%(name)s” are saved.", name=line.name))
        st.rerun()


def _answers(_: Words, terms: Terms) -> dict[str, Any]:
    return {
        "needs_approval": st.checkbox(
            _("A coordinator approves each reservation"),
            value=terms.needs_approval,
            help=_("The room is taken at once; without an answer before the cut-off, it is free again."),
        ),
        "hold_minutes": _whole(
            _("Room kept while confirming (minutes)"), terms.hold_minutes, _("0: room is taken only once confirmed.")
        ),
        "cancel_notice_hours": _whole(_("Free of charge until (hours before)"), terms.cancel_notice_hours),
        "late_cancel_percent": _whole(
            _("Owed afterwards (per cent)"),
            terms.late_cancel_percent,
            _("Of the price; nothing is owed if the departure does not run."),
        ),
        "reconfirm_days_before": _whole(
            _("Confirm again (days before)"),
            terms.reconfirm_days_before,
            _("Each date of a series, or its room is free again. 0: never."),
        ),
    }


def _queue(_: Words, terms: Terms) -> dict[str, Any]:
    return {
        "offer_hours": _whole(_("Offers are kept for (hours)"), terms.offer_hours),
        "queue_rule": st.radio(
            _("Waiting list"),
            list(QueueRule),
            index=list(QueueRule).index(terms.queue_rule),
            format_func=_.label,
        ),
        "passed_above_percent": _whole(
            _("Loads above this share may be passed (per cent)"),
            terms.passed_above_percent,
            _("Of what the empty truck takes; only with the second rule."),
        ),
        "partner_cap_percent": _whole(
            _("Most for one partner (per cent)"), terms.partner_cap_percent, _("Of each departure. 0: no limit.")
        ),
        "cap_release_days": _whole(
            _("Limit lifted (days before)"),
            terms.cap_release_days,
            _("From that day on, one partner may book all that is left."),
        ),
    }


def _whole(label: str, value: int, said: str | None = None) -> Any:
    return st.number_input(label, value=value, step=1, format="%d", help=said)
