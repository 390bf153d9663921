"""The forms of the welcome page: proving one installed this network, its first administrator, the demonstration."""

import hmac

import streamlit as st

from core.access.actions import create_first_administrator
from core.demo.beside import making
from core.i18n.words import LANGUAGES
from core.web.set_up import is_this_machine, may_demonstrate, set_up_code, start_demonstration
from pages._parts.acting import act
from pages._parts.tab import Tab, leave_for

_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_PROVEN = "navette.set_up_proven"


def may_set_up(tab: Tab) -> bool:
    """Say whether this visitor installed the network: they sit at its machine, or know the code of its terminal."""
    _ = tab.words
    if is_this_machine(st.context.ip_address, st.context.headers) or st.session_state.get(_PROVEN):
        return True
    with st.form("welcome.code", width=420):
        st.write(_("Whoever installs this network reads its set-up code in the terminal where it was started."))
        code = st.text_input(_("Set-up code"), autocomplete="off")
        if st.form_submit_button(_("Go on"), type="primary"):
            if hmac.compare_digest(code.strip().encode(), set_up_code().encode()):
                st.session_state[_PROVEN] = True
                st.rerun()
            st.error(_("This is not the code. It changes each time Navette starts: read it again."))
    return False


def draw_first_administrator(tab: Tab) -> None:
    """Draw the form that creates the first administrator."""
    _ = tab.words
    st.subheader(_("Open your network"))
    st.write(_("You will be its first administrator: you invite the others, who choose their own passwords."))
    with st.form("welcome.first"):
        name = st.text_input(_("Your name"), max_chars=120)
        email = st.text_input(_("E-mail"), max_chars=254, autocomplete="username")
        password = st.text_input(
            _("Password"),
            type="password",
            autocomplete="new-password",
            help=_("At least 12 characters: four words that have nothing to do with each other."),
        )
        language = st.radio(
            _("Language"),
            LANGUAGES,
            LANGUAGES.index(_.language),
            format_func=_LANGUAGE_NAMES.__getitem__,
            horizontal=True,
        )
        wanted = st.form_submit_button(_("Open the network"), type="primary")
    if not wanted:
        return
    person_id = act(
        tab,
        lambda session: create_first_administrator(
            session, name=name, email=email, password=password, language=str(language)
        ),
    )
    if person_id is not None:
        leave_for("/connexion")


def draw_demonstration(tab: Tab) -> None:
    """Offer the demonstration network."""
    _ = tab.words
    st.subheader(_("Look around first"))
    st.write(
        _(
            "The demonstration network: invented partners in real places of the Bas-Saint-Laurent and the Côte-Nord, "
            "two years of runs, a season to fill. It is made in less than a minute, in a file of its own."
        )
    )
    if not may_demonstrate():
        st.caption(_("To see it, start Navette with NAVETTE_DEMO=1."))
    elif st.button(_("Load the demonstration network")):
        start_demonstration()
        st.rerun()


def draw_making(tab: Tab) -> bool:
    """Draw how far the demonstration network is, until it is done; return whether it is being made."""
    under_way = making()
    if under_way is None or not (under_way.is_running or under_way.has_failed):
        return False
    _ = tab.words
    if under_way.has_failed:
        st.error(_("The demonstration network could not be made. The terminal says why; then load it again."))
        return False
    st.subheader(_("The demonstration network is being made"))
    _draw_progress(tab)
    return True


@st.fragment(run_every=1)
def _draw_progress(tab: Tab) -> None:
    _ = tab.words
    under_way = making()
    if under_way is None or not under_way.is_running:
        st.rerun()
        return
    progress = under_way.progress
    st.progress(progress.percent / 100 if progress else 0.0, text=_(progress.step) if progress else _("Starting"))
    st.caption(_("You may leave this page and come back."))
