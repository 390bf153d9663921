"""The network's own card: its name, and its animator, the person everybody may turn to."""

from collections.abc import Mapping

import streamlit as st

from core.database.doors import WriteSession
from core.partners.actions import name_network
from core.partners.views import NetworkRow
from pages._parts.acting import act, flash
from pages._parts.network_choice import KEY
from pages._parts.tab import Tab


def draw_network_card(tab: Tab, card: NetworkRow | None, people: Mapping[int, str]) -> None:
    """Draw who animates the network, and the form that names both."""
    _ = tab.words
    with st.container(horizontal=True, vertical_alignment="center"):
        if card is None:
            st.caption(_("The network has no name yet."), width="content")
        elif card.animator_name:
            said = _("%(network)s · animated by %(animator)s", network=card.name, animator=card.animator_name)
            st.caption(said, width="content")
        else:
            st.caption(_("%(network)s · no animator named yet", network=card.name), width="content")
        with st.popover(_("Change"), type="tertiary"):
            _draw_form(tab, card, people)


def _draw_form(tab: Tab, card: NetworkRow | None, people: Mapping[int, str]) -> None:
    _ = tab.words
    ids = list(people)
    animator = card.animator_person_id if card else None
    with st.form(f"{KEY}.card", border=False):
        name = st.text_input(_("Name of the network"), value=card.name if card else "", key=f"{KEY}.card.name")
        person_id = st.selectbox(
            _("Animator"),
            ids,
            index=ids.index(animator) if animator in ids else None,
            format_func=people.__getitem__,
            key=f"{KEY}.card.animator",
            placeholder=_("Nobody yet"),
            help=_("Projects without a named animator fade away: this person is shown wherever somebody needs help."),
        )
        if not st.form_submit_button(_("Save"), type="primary"):
            return

    def do(session: WriteSession) -> bool:
        name_network(session, tab.member, name=name, animator_person_id=person_id)
        return True

    if act(tab, do):
        flash(tab, _("The card of the network is saved."))
        st.rerun()
