"""Who looks at this page, in which language, for which partner: every page begins by asking one of two guards.

`public()` lets everybody in. `signed_in_member()` lets in whoever is signed in, with a right when one is named;
to anybody else it says how to come in, and the page ends there. The session is looked up in the database at each
run, so signing out in one browser tab ends all of them.
"""

from dataclasses import dataclass

import streamlit as st

from core.access.refusals import RightsChanged
from core.access.rights import VISITOR, Member, Right, require
from core.access.views import signed_in
from core.database.doors import ReadSession, reading
from core.i18n.words import Words, words
from core.shared.errors import NotAllowed, SignInNeeded
from pages._parts.leaving import here, send_browser_to

_ARRIVED = "navette.arrived"
_ACTING_FOR = "navette.acting_for"


@dataclass(frozen=True, slots=True)
class Tab:
    """One run of a page, in one browser tab."""

    member: Member
    words: Words
    partner_id: int | None
    session_sha256: str = ""

    def confirm(self, session: ReadSession) -> None:
        """Check, inside a transaction, that the person is still signed in with the same rights.

        Raises:
            SignInNeeded: the session has ended since the page was drawn.
            RightsChanged: their rights or partners are not those the page was drawn with.
        """
        if self.member.is_visitor:
            return
        still = signed_in(session, self.session_sha256)
        if still is None:
            raise SignInNeeded
        if (still.member.rights, still.member.partner_ids) != (self.member.rights, self.member.partner_ids):
            raise RightsChanged


def arrive() -> Tab:
    """Look up who is here and keep it for the page that the entry script runs next, which takes it once."""
    tab = _look_up()
    st.session_state[_ARRIVED] = tab
    return tab


def public() -> Tab:
    """Let everybody in."""
    arrived: Tab | None = st.session_state.pop(_ARRIVED, None)
    return arrived or _look_up()


def signed_in_member(right: Right | None = None) -> Tab:
    """Let in whoever is signed in (and holds `right`); stop the page for anybody else with a way to come in."""
    tab = public()
    _ = tab.words
    if tab.member.is_visitor:
        st.info(_("This page is for partners. Sign in to open it."))
        if st.button(_("Sign in"), type="primary", key="navette.sign_in_here"):
            leave_for(sign_in_address())
        st.stop()
    if right is not None:
        try:
            require(tab.member, right)
        except NotAllowed as refusal:
            st.warning(
                _(
                    "This page needs the right “%(right)s”. Ask your network's animator for it.",
                    right=_.label(Right(refusal.needed)),
                )
            )
            st.stop()
    return tab


def act_for(partner_id: int) -> None:
    """Remember, in this browser tab, the partner for whom the person acts."""
    st.session_state[_ACTING_FOR] = partner_id


def _look_up() -> Tab:
    session_sha256 = str(st.user.get("session") or "")
    member = VISITOR
    if session_sha256:
        with reading() as session:
            found = signed_in(session, session_sha256)
        member = found.member if found is not None else VISITOR
    language = str(st.user.get("language") or member.language)
    return Tab(member, words(language), _partner_of(member), session_sha256 if not member.is_visitor else "")


def _partner_of(member: Member) -> int | None:
    chosen: int | None = st.session_state.get(_ACTING_FOR)
    if chosen is not None and member.may_act_for(chosen):
        return chosen
    return member.partner_ids[0] if member.partner_ids else None


def leave_for(address: str) -> None:
    """Leave the pages for a plain address of ours, in the same browser tab, then end this run."""
    send_browser_to(address)
    st.stop()


def sign_in_address() -> str:
    """Return the sign-in address that comes back to this page."""
    return f"/connexion?retour={here()}"
