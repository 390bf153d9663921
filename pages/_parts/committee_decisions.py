"""What the committee decided, what waits to be done, and the forms to write it down."""

from collections.abc import Sequence

import streamlit as st

from core.shared import clock
from core.steering.actions import mark_decision_done, record_decision, record_meeting
from core.steering.meeting_views import DecisionRow, MeetingRow, open_decisions
from pages._parts.acting import act, flash, renew_request_id, request_id
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

Partners = Sequence[tuple[int, str]]


def draw_follow_ups(tab: Tab, meetings: list[MeetingRow]) -> None:
    """Draw the decisions that wait to be done, the most urgent first, each with the button that says it is done."""
    _ = tab.words
    st.subheader(_("Decisions to follow up"), anchor=False)
    waiting = open_decisions(meetings)
    if not waiting:
        st.caption(_("Nothing waits to be done. Write down what the next meeting decides: it will come back here."))
    for decision in waiting:
        with st.container(border=True, gap="xsmall"):
            st.markdown(plain(decision.text))
            st.caption(_owed(tab, decision))
            if st.button(_("Mark as done"), key=f"committee.done.{decision.id}"):
                _mark_done(tab, decision.id)


def _owed(tab: Tab, decision: DecisionRow) -> str:
    _ = tab.words
    parts = [plain(decision.owner_name) if decision.owner_name else _("nobody in charge")]
    if decision.due_on is not None:
        due = _.day_and_year(decision.due_on)
        parts.append(_("⚠ late since %(day)s", day=due) if decision.is_late else _("for %(day)s", day=due))
    parts.append(_("decided on %(day)s", day=_.day_and_year(decision.held_on)))
    return " · ".join(parts)


def _mark_done(tab: Tab, decision_id: int) -> None:
    _ = tab.words
    day = clock.today()
    done = act(tab, lambda session: mark_decision_done(session, tab.member, decision_id=decision_id, done_on=day))
    if done is not None:
        flash(tab, _("Follow-up marked done. It stays in the record below."))
        st.rerun()


def draw_record(tab: Tab, meetings: Sequence[MeetingRow], partners: Partners) -> None:
    """Draw the meetings with their decisions, and the forms for a meeting and for a decision or its correction."""
    _ = tab.words
    st.header(_("Meetings and decisions"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left, st.expander(_("Write down a meeting")):
        _meeting_form(tab)
    with right, st.expander(_("Write down a decision, or correct one")):
        _decision_form(tab, meetings, partners)
    if not meetings:
        st.info(_("No meeting yet. Write down the first one: its decisions come back until they are done."))
    for meeting in meetings:
        with st.expander(f"{_.day_and_year(meeting.held_on)} — {plain(meeting.subject)}"):
            if meeting.minutes_text:
                st.markdown(plain(meeting.minutes_text))
            for decision in meeting.decisions:
                st.markdown(f"- {plain(decision.text)} *({_state(tab, decision)})*")


def _state(tab: Tab, decision: DecisionRow) -> str:
    _ = tab.words
    if decision.replaced_by_id is not None:
        return _("replaced by a later decision")
    if decision.done_on is not None:
        return _("✓ done on %(day)s", day=_.day_and_year(decision.done_on))
    return _owed(tab, decision)


def _meeting_form(tab: Tab) -> None:
    _ = tab.words
    with st.form("committee.meeting", border=False):
        held_on = st.date_input(_("Date of the meeting"), value=clock.today(), format="YYYY-MM-DD")
        subject = st.text_input(_("Subject"), max_chars=160)
        minutes = st.text_area(_("Minutes"), max_chars=4000, height=160)
        sent = st.form_submit_button(_("Write it down"), type="primary")
    if not sent or held_on is None:
        return
    asked = request_id("meeting")
    made = act(
        tab,
        lambda session: record_meeting(
            session, tab.member, request_id=asked, held_on=held_on, subject=subject, minutes_text=minutes
        ),
    )
    if made is not None:
        renew_request_id("meeting")
        flash(tab, _("Meeting written down."))
        st.rerun()


def _decision_form(tab: Tab, meetings: Sequence[MeetingRow], partners: Partners) -> None:
    _ = tab.words
    if not meetings:
        st.caption(_("Write down the meeting first."))
        return
    held = {meeting.id: f"{meeting.held_on} — {meeting.subject}" for meeting in meetings}
    current = {each.id: each.text for meeting in meetings for each in meeting.decisions if each.replaced_by_id is None}
    names = dict(partners)
    with st.form("committee.decision", border=False):
        meeting_id = st.selectbox(_("Meeting"), list(held), format_func=lambda each: held[each])
        decided = st.text_area(_("Decision"), max_chars=600, height=100)
        owner_id = st.selectbox(
            _("Who carries it out"), list(names), index=None, format_func=lambda each: names[each], placeholder="–"
        )
        due_on = st.date_input(_("Due date"), value=None, format="YYYY-MM-DD")
        replaces_id = st.selectbox(
            _("Corrects an earlier decision"),
            list(current),
            index=None,
            format_func=lambda each: current[each],
            placeholder=_("no"),
            help=_("A decision is never edited: the new one takes its place and the old one stays in the record."),
        )
        sent = st.form_submit_button(_("Write it down"), type="primary")
    if not sent:
        return
    asked = request_id("decision")
    made = act(
        tab,
        lambda session: record_decision(
            session,
            tab.member,
            request_id=asked,
            meeting_id=meeting_id,
            decided=decided,
            owner_partner_id=owner_id,
            due_on=due_on,
            replaces_id=replaces_id,
        ),
    )
    if made is not None:
        renew_request_id("decision")
        flash(tab, _("Decision written down."))
        st.rerun()
