"""The forms of “People and rights”: inviting somebody, changing rights, sending a link, closing an account."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.access.actions import (
    add_person,
    change_rights,
    deactivate,
    invite,
    reactivate,
    reset,
    sign_out_of_everywhere,
)
from core.access.rights import Right
from core.access.views import PersonRow
from core.database.doors import WriteSession
from core.i18n.words import LANGUAGES
from pages._parts.acting import act, flash
from pages._parts.leaving import own_origin
from pages._parts.phone_cards import Card, draw_cards
from pages._parts.tab import Tab

_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_LINK = "people.link"


def draw_invitation(tab: Tab, partner_names: Mapping[int, str]) -> None:
    """Draw the form that adds a person and makes their link."""
    _ = tab.words
    with st.form("people.invite", border=False):
        name = st.text_input(_("Name"), max_chars=120)
        email = st.text_input(_("E-mail"), max_chars=254)
        partner_ids = st.multiselect(
            _("Acts for"), list(partner_names), format_func=partner_names.__getitem__, placeholder=_("No partner")
        )
        rights = st.multiselect(_("Rights"), list(Right), format_func=_.label, placeholder=_("No right"))
        st.caption(_("No right is needed to reserve for one's own partner."))
        language = st.radio(_("Language"), LANGUAGES, format_func=_LANGUAGE_NAMES.__getitem__, horizontal=True)
        if not st.form_submit_button(_("Invite"), type="primary"):
            return

    def add_and_invite(session: WriteSession) -> str:
        person_id = add_person(
            session,
            tab.member,
            name=name,
            email=email,
            rights=frozenset(rights),
            partner_ids=tuple(partner_ids),
            language=str(language),
        )
        return invite(session, tab.member, person_id=person_id)

    token = act(tab, add_and_invite)
    if token is not None:
        _keep_link(name, token)
        st.rerun()


def pick_on_a_phone(tab: Tab, everybody: Sequence[PersonRow], state_of: Callable[[PersonRow], str]) -> list[int]:
    """Let one person be chosen by name, above a card for each; return the place of the one chosen."""
    _ = tab.words
    chosen = st.selectbox(
        _("Person"),
        list(range(len(everybody))),
        index=None,
        format_func=lambda place: everybody[place].name,
        placeholder=_("Choose somebody to change their rights or send a link"),
    )
    if chosen is not None:
        return [chosen]
    cards = [
        Card(each.name, state_of(each), " · ".join((each.email, *(_.label(right) for right in sorted(each.rights)))))
        for each in everybody
    ]
    draw_cards(_, cards, key="people.cards")
    return []


def draw_person(tab: Tab, person: PersonRow, partner_names: Mapping[int, str]) -> None:
    """Draw what may be changed about one person."""
    _ = tab.words
    st.subheader(person.name)
    with st.form(f"people.rights.{person.id}"):
        partner_ids = st.multiselect(
            _("Acts for"),
            list(partner_names),
            default=list(person.partner_ids),
            format_func=partner_names.__getitem__,
            placeholder=_("No partner"),
        )
        rights = st.multiselect(
            _("Rights"),
            list(Right),
            default=sorted(person.rights),
            format_func=_.label,
            placeholder=_("No right"),
        )
        if st.form_submit_button(_("Save"), type="primary") and act(
            tab,
            lambda session: change_rights(
                session,
                tab.member,
                person_id=person.id,
                rights=frozenset(rights),
                partner_ids=tuple(partner_ids),
            ),
        ):
            flash(tab, _("The rights of %(name)s are saved.", name=person.name))
            st.rerun()
    with st.container(horizontal=True):
        _draw_links(tab, person)
        _draw_closing(tab, person)


def show_link(tab: Tab) -> None:
    """Show the link that was just made: once, because only its fingerprint is kept."""
    _ = tab.words
    kept: tuple[str, str] | None = st.session_state.pop(_LINK, None)
    if kept is None:
        return
    name, token = kept
    with st.container(border=True):
        st.markdown(f"**{_('Send this link to %(name)s', name=name)}**")
        st.code(f"{own_origin()}/lien/{token}", language=None, wrap_lines=True)
        st.caption(_("It works once and is shown only now. By it, they choose their own password."))


def _draw_links(tab: Tab, person: PersonRow) -> None:
    _ = tab.words
    if not person.is_active:
        return
    make = reset if person.has_password else invite
    said = _("Make a link for a new password") if person.has_password else _("Make a new invitation link")
    if st.button(said, key=f"people.link.{person.id}"):
        token = act(tab, lambda session: make(session, tab.member, person_id=person.id))
        if token is not None:
            _keep_link(person.name, token)
            st.rerun()
    if st.button(_("Sign out everywhere"), key=f"people.out.{person.id}") and act(
        tab, lambda session: sign_out_of_everywhere(session, tab.member, person_id=person.id)
    ):
        flash(tab, _("%(name)s is signed out everywhere.", name=person.name))
        st.rerun()


def _draw_closing(tab: Tab, person: PersonRow) -> None:
    _ = tab.words
    if not person.is_active:
        if st.button(_("Open the account again"), key=f"people.open.{person.id}") and act(
            tab, lambda session: reactivate(session, tab.member, person_id=person.id)
        ):
            st.rerun()
        return
    with st.popover(_("Close the account")):
        st.write(_("%(name)s will be signed out and unable to come back in. What they did stays.", name=person.name))
        if st.button(_("Close the account of %(name)s", name=person.name), key=f"people.close.{person.id}") and act(
            tab, lambda session: deactivate(session, tab.member, person_id=person.id)
        ):
            flash(tab, _("The account of %(name)s is closed.", name=person.name))
            st.rerun()


def _keep_link(name: str, token: str) -> None:
    st.session_state[_LINK] = (name, token)
