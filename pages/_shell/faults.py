"""When a page stops on a fault: a number for the person, the whole story for the log."""

import logging
import secrets

import streamlit as st

from core.i18n.words import words

log = logging.getLogger("navette.pages")


def on_fault(fault: Exception) -> bool:
    """Log a fault under an incident number and tell the person what to do; nothing of the fault itself is shown."""
    incident = secrets.token_hex(4)
    log.error("incident %s", incident, exc_info=fault)
    _ = words(str(st.user.get("language") or "fr"))
    st.error(
        _(
            "This page stopped on a fault of ours. What was confirmed is kept. "
            "Reload the page; if it happens again, tell your animator this number: %(incident)s.",
            incident=incident,
        )
    )
    return True
