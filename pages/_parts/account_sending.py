"""What is sent to me: which notices come by e-mail, and the secret address of my own calendar."""

from datetime import datetime

import streamlit as st

from core.access.feed_actions import close_feed_address, make_feed_address
from core.notices.letter_actions import choose_letters
from core.notices.letter_tables import LettersWanted
from core.shared.clock import local
from core.shared.settings import settings
from core.web.own_feed import own_feed_address
from pages._parts.acting import act, flash
from pages._parts.tab import Tab

_SECRET = "account.calendar_secret"  # noqa: S105 - the name of a place in the tab's memory


def choose_what_is_mailed(tab: Tab, present: LettersWanted) -> None:
    """Draw the choice of e-mails and write it."""
    _ = tab.words
    st.subheader(_("E-mails"))
    wanted = st.segmented_control(
        _("Notices that also come by e-mail"),
        list(LettersWanted),
        default=present,
        required=True,
        format_func=_.label,
        help=_("Important: what is reserved, changed, cancelled or offered, and the reminder the day before."),
    )
    if wanted != present and act(
        tab, lambda session: choose_letters(session, tab.member, wanted=LettersWanted(wanted))
    ):
        flash(tab, _("Your choice of e-mails is kept."))
        st.rerun()


def keep_calendar_address(tab: Tab, made_at: datetime | None) -> None:
    """Draw the address of the private calendar: made, shown once, replaced, closed."""
    _ = tab.words
    st.subheader(_("My reservations in my calendar"))
    st.write(_("Give this secret address to your calendar program: it follows your partners' reservations by itself."))
    secret = st.session_state.pop(_SECRET, None)
    if secret is not None:
        st.code(own_feed_address(settings().public_url, secret), language=None, wrap_lines=True)
        st.caption(_("It is shown this once. Whoever has it reads your reservations: keep it to yourself."))
    elif made_at is not None:
        st.caption(_("Your present address was made on %(day)s.", day=_.day(local(made_at).date())))
    said = _("Make my address") if made_at is None else _("Replace my address")
    if st.button(said, key="account.make_address"):
        made = act(tab, lambda session: make_feed_address(session, tab.member))
        if made is not None:
            st.session_state[_SECRET] = made
            st.rerun()
    closes = made_at is not None and st.button(_("Close my address"), key="account.close_address", type="tertiary")
    if closes and act(tab, lambda session: close_feed_address(session, tab.member)):
        flash(tab, _("Your address opens nothing more."))
        st.rerun()
