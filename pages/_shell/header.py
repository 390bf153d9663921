"""The line above every page: for whom one acts, notices, one's account, the language, signing in and out."""

from pathlib import Path

import streamlit as st

from core.access.rights import Right
from core.access.session_actions import sign_out
from core.database.doors import reading, write
from core.i18n.words import LANGUAGES
from core.notices.views import unread_count
from core.partners.views import partners
from pages._parts.leaving import here, link_to
from pages._parts.tab import Tab, act_for, leave_for, sign_in_address

_HERE = Path(__file__).parent
_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_CHOICE = "navette.acting_for_choice"


def draw_logo() -> None:
    """Draw the mark and name of Navette in the corner."""
    name = "navette-dark.png" if st.context.theme.type == "dark" else "navette-light.png"
    st.logo(str(_HERE / name), size="large")


def draw_header(tab: Tab, *, awaits_set_up: bool) -> None:
    """Draw the line; nobody can sign in to a network that is still being set up."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="medium"):
        if tab.member.is_visitor:
            _draw_language(tab)
            if not awaits_set_up and st.button(tab.words("Sign in"), type="primary", key="navette.sign_in"):
                leave_for(sign_in_address())
            return
        _draw_acting_for(tab)
        _draw_bell(tab)
        _draw_language(tab)
        _draw_person(tab)


def _draw_acting_for(tab: Tab) -> None:
    """Let a person of several partners, or a coordinator, say for whom they act."""
    _, member = tab.words, tab.member
    on_behalf = member.has(Right.coordinator)
    if not on_behalf and len(member.partner_ids) < 2:
        return
    with reading() as session:
        names = {
            each.id: each.name
            for each in partners(session)
            if each.is_active and (on_behalf or each.id in member.partner_ids)
        }
    if not names:
        return
    st.selectbox(
        _("For whom"),
        list(names),
        index=list(names).index(tab.partner_id) if tab.partner_id in names else None,
        format_func=names.__getitem__,
        placeholder=_("For which partner?"),
        label_visibility="collapsed",
        width=240,
        key=_CHOICE,
        on_change=_choose_partner,
    )


def _choose_partner() -> None:
    act_for(st.session_state[_CHOICE])


def _draw_bell(tab: Tab) -> None:
    _ = tab.words
    with reading() as session:
        new = unread_count(session, tab.member)
    said = f"**{_.many('%(count)s new notice', '%(count)s new notices', new)}**" if new else _("Notices")
    link_to("notices", said)


def _draw_language(tab: Tab) -> None:
    for language in LANGUAGES:
        if language != tab.words.language and st.button(
            _LANGUAGE_NAMES[language], type="tertiary", key="navette.language"
        ):
            leave_for(f"/langue/{language}?retour={here()}")


def _draw_person(tab: Tab) -> None:
    _ = tab.words
    with st.popover(tab.member.name, type="tertiary"):
        link_to("account", _("My account"))
        if st.button(_("Sign out"), key="navette.sign_out", width="stretch"):
            write(lambda session: sign_out(session, token_sha256=tab.session_sha256))
            leave_for("/")
