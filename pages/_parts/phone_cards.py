"""On a phone a table becomes cards: a name and a figure on one line, the rest below, the first of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.i18n.words import Words
from pages._parts.plain_text import plain

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a table as a phone shows it; what people typed may stand in it, it is shown as typed."""

    name: str
    figure: str = ""
    under: str = ""


def draw_cards(_: Words, cards: Sequence[Card], *, key: str) -> None:
    """Draw the first cards, and the button that shows as many more."""
    shown: int = st.session_state.get(f"{key}.shown", AT_ONCE)
    for card in cards[:shown]:
        with st.container(border=True, gap="xxsmall"):
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.markdown(f"**{plain(card.name)}**", width="stretch")
                if card.figure:
                    st.markdown(plain(card.figure), width="content")
            if card.under:
                st.caption(plain(card.under))
    if len(cards) > shown:
        st.button(_("Show more"), type="tertiary", key=f"{key}.more", on_click=_show_more, args=(f"{key}.shown",))


def _show_more(key: str) -> None:
    st.session_state[key] = st.session_state.get(key, AT_ONCE) + AT_ONCE
