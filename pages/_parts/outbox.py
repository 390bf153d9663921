"""The outbox: each e-mail in full, with how far it got; without a mail server, what would be sent."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.i18n.words import Words, words
from core.notices.letter import subject_of, text_of
from core.notices.letter_tables import LetterState
from core.notices.letter_views import LetterRow
from core.shared.clock import local
from core.shared.settings import settings

_COLOURS = {LetterState.sent: "green", LetterState.failed: "orange", LetterState.given_up: "red"}


def say_whether_mail_leaves(_: Words) -> None:
    """Say, above the outbox, why nothing leaves, where nothing does."""
    if settings().demonstration:
        st.info(_("A demonstration sends no e-mail: here is what would be sent."))
    elif not settings().sends_mail:
        st.info(
            _(
                "No mail server is set up: here is what would be sent. Whoever runs Navette sets NAVETTE_SMTP_URL and "
                "NAVETTE_MAIL_FROM."
            )
        )


def draw_letters(_: Words, rows: Sequence[LetterRow], names: Mapping[int, str]) -> None:
    """Draw each letter as its reader receives it."""
    for row in rows:
        theirs = words(row.language)
        with st.container(border=True, gap="xsmall"):
            badge = f":{_COLOURS.get(row.state, 'gray')}-badge[{_.label(row.state)}]"
            st.markdown(f"**{_.label(row.kind)}** {badge}")
            st.text(subject_of(theirs, row.kind, row.facts))
            st.text(text_of(theirs, row.kind, row.facts, origin=settings().public_url))
            if row.error:
                st.text(_(row.error))
            at = local(row.sent_at or row.made_at)
            st.caption(f"{_.day(at.date())}, {_.clock(at)} · {row.address} · {names.get(row.partner_id, '')}")
