"""The line above every page: for whom one acts, notices, account, language, sign-in and sign-out."""

from pathlib import Path

import streamlit as st

from core.access.session_actions import sign_out
from core.database.doors import write
from core.i18n.words import LANGUAGES
from pages._parts.leaving import here
from pages._parts.tab import Tab, leave_for, sign_in_address

_HERE = Path(__file__).parent
_NAMES = {"fr": "Français", "en": "English"}


def draw_logo() -> None:
    """Draw the mark and name of Navette in the corner."""
    dark = getattr(st.context.theme, "type", "light") == "dark"
    st.logo(str(_HERE / ("navette-dark.svg" if dark else "navette-light.svg")), size="large")


def draw_header(tab: Tab) -> None:
    """Draw the line."""
    _ = tab.words
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="medium"):
        if not tab.member.is_visitor:
            st.caption(tab.member.name)
        for language in LANGUAGES:
            if language != _.language and st.button(_NAMES[language], type="tertiary", key="navette.language"):
                leave_for(f"/langue/{language}?retour={here()}")
        if tab.member.is_visitor:
            if st.button(_("Sign in"), type="primary", key="navette.sign_in"):
                leave_for(sign_in_address())
        elif st.button(_("Sign out"), type="tertiary", key="navette.sign_out"):
            write(lambda session: sign_out(session, token_sha256=tab.session_sha256))
            leave_for("/")
