"""Doing something from a page: one transaction, a sentence when the rules say no, a notice when it is done."""

from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

import streamlit as st

from core.database.doors import WriteSession, write
from core.shared.errors import Refusal
from pages._parts.tab import Tab

R = TypeVar("R")
_NOTICES = "navette.notices"


def act(tab: Tab, do: Callable[[WriteSession], R]) -> R | None:
    """Run `do` in one transaction and return its result; on a refusal show its sentence and return None.

    Who is asking is looked up again inside the transaction, so that a page left open cannot act with rights that
    were taken back. Nothing is drawn inside the transaction.
    """

    def confirmed(session: WriteSession) -> R:
        tab.confirm(session)
        return do(session)

    try:
        return write(confirmed)
    except Refusal as refusal:
        show_refusal(tab, refusal)
        return None


def show_refusal(tab: Tab, refusal: Refusal) -> None:
    """Say a refusal where the person is looking."""
    st.error(tab.words.refusal(refusal))


def flash(tab: Tab, sentence: str) -> None:
    """Keep a sentence (already in the reader's words) to be shown at the top of the next run of any page."""
    st.session_state.setdefault(_NOTICES, []).append(sentence)


def show_flashed() -> None:
    """Show what was kept by `flash`; the entry script calls this above every page."""
    for sentence in st.session_state.pop(_NOTICES, []):
        st.success(sentence)


def request_id(name: str) -> str:
    """Return the id of the request that the form `name` will make; the same until `renew_request_id(name)`."""
    key = f"navette.request.{name}"
    kept: str = st.session_state.setdefault(key, uuid4().hex)
    return kept


def renew_request_id(name: str) -> None:
    """Forget the request id of a form once its act was accepted, so that the next one is another request."""
    st.session_state.pop(f"navette.request.{name}", None)
