"""The line above every page: notices, the language, for whom one acts, one's account, signing in and out."""

from base64 import b64encode
from functools import cache
from pathlib import Path

import streamlit as st

from core.access.session_actions import sign_out
from core.database.doors import reading, write
from core.i18n.words import LANGUAGES
from core.partners.views import standing
from pages._parts.leaving import here, link_to
from pages._parts.tab import Tab, act_for, leave_for, sign_in_address

_HERE = Path(__file__).parent
_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_CHOICE = "navette.acting_for_choice"


@cache
def picture(name: str) -> str:
    """Return a small picture of the shell as an address that holds it whole.

    Given a file, Streamlit reads, opens and hashes it anew at every run of every page.
    """
    return f"data:image/png;base64,{b64encode((_HERE / f'{name}.png').read_bytes()).decode()}"


def draw_logo() -> None:
    """Draw the mark and name of Navette in the corner."""
    st.logo(picture("navette-dark" if st.context.theme.type == "dark" else "navette-light"), size="large")


def draw_header(tab: Tab, *, awaits_set_up: bool) -> None:
    """Draw the line; nobody can sign in to a network that is still being set up."""
    _ = tab.words
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
        if tab.member.is_visitor:
            _draw_language(tab)
            if not awaits_set_up and st.button(_("Sign in"), type="primary", key="navette.sign_in"):
                leave_for(sign_in_address())
            return
        with reading() as session:
            mine = standing(session, tab.member)
        said = _("Notices (%(count)s)", count=mine.unread)
        link_to("notices", f"**{said}**" if mine.unread else _("Notices"))
        _draw_language(tab)
        with st.popover(mine.partner_names.get(tab.partner_id or 0, tab.member.name), type="tertiary"):
            _draw_person(tab, mine.partner_names)


def _draw_language(tab: Tab) -> None:
    for language in LANGUAGES:
        if language != tab.words.language and st.button(
            _LANGUAGE_NAMES[language], type="tertiary", key="navette.language"
        ):
            leave_for(f"/langue/{language}?retour={here()}")


def _draw_person(tab: Tab, names: dict[int, str]) -> None:
    _ = tab.words
    st.markdown(f"**{tab.member.name}**")
    _draw_acting_for(tab, names)
    link_to("account", _("My account"))
    if st.button(_("Sign out"), key="navette.sign_out", width="stretch"):
        write(lambda session: sign_out(session, token_sha256=tab.session_sha256))
        leave_for("/")


def _draw_acting_for(tab: Tab, names: dict[int, str]) -> None:
    """Let a person of several partners, or a coordinator, say for whom they act."""
    _, choices = tab.words, list(names)
    if len(choices) < 2:
        return
    st.selectbox(
        _("I act for"),
        choices,
        index=choices.index(tab.partner_id) if tab.partner_id in choices else None,
        format_func=names.__getitem__,
        placeholder=_("For which partner?"),
        key=_CHOICE,
        on_change=_choose_partner,
    )


def _choose_partner() -> None:
    act_for(st.session_state[_CHOICE])
