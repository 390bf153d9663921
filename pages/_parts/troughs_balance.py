"""Filling the troughs together: what partners declare, the coordinator's proposal, the invitations to answer."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import ReadSession, reading
from core.partners.views import partners, sites
from core.shared.errors import Refusal
from core.troughs.balance_views import invitations, needs
from core.work.views import JobRow, job
from pages._parts.tab import Tab, leave_for, sign_in_address
from pages._parts.troughs_invitations import draw_sent, draw_to_answer
from pages._parts.troughs_needs import draw_need_form, draw_needs
from pages._parts.troughs_proposal import draw_asking, draw_job


def draw_balance(tab: Tab, weeks: int) -> None:
    """Draw the season balancer for whoever is signed in; tell a visitor what it is."""
    _ = tab.words
    if tab.member.is_visitor:
        _invite_to_sign_in(tab)
        return
    job_id = st.query_params.get("job", "")
    coordinates = tab.member.has(Right.coordinator)
    with reading() as session:
        places = {row.id: row for row in sites(session)}
        names = {row.id: row.name for row in partners(session)}
        declared = needs(session, tab.member)
        invited = invitations(session, tab.member)
        found = _job(session, tab, job_id) if job_id and coordinates else None
    draw_to_answer(tab, invited)
    if coordinates:
        draw_asking(tab, weeks, again=found is not None)
        if found is not None:
            draw_job(tab, job_id, found, names)
    draw_sent(tab, invited if coordinates else [row for row in invited if row.partner_id == tab.partner_id])
    st.header(_("Declared needs"), anchor=False)
    if declared:
        draw_needs(tab, declared, places, names)
    else:
        st.caption(
            _("Nothing is declared yet. Say which months, how much and which places: the empty trucks find you.")
        )
    if tab.partner_id is not None:
        with st.expander(_("Declare a need or goods to send"), expanded=not declared):
            draw_need_form(tab, tab.partner_id, places)


def _job(session: ReadSession, tab: Tab, job_id: str) -> JobRow | None:
    """Return the proposal's job, or None (and a tidy address) when it is not there or somebody else's."""
    try:
        return job(session, tab.member, job_id)
    except Refusal:
        st.query_params.pop("job", None)
        return None


def _invite_to_sign_in(tab: Tab) -> None:
    _ = tab.words
    st.info(
        _(
            "Partners declare here what they would ship in the quiet months; the network finds them room at a "
            "reduced price. Sign in to declare a need or to answer an invitation."
        )
    )
    if st.button(_("Sign in"), type="primary", key="troughs.sign_in"):
        leave_for(sign_in_address())
