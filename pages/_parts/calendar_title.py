"""The head of the calendar: what it is, and the address under which any calendar program can follow it."""

from urllib.parse import urlsplit

import streamlit as st

from core.i18n.words import Words
from core.shared.settings import settings
from core.web.calendar_link import feed_address
from pages._parts.calendar_choice import Choice


def draw_title(_: Words, choice: Choice) -> None:
    """Draw the title and one sentence; on a desk the button to subscribe as well."""
    if choice.is_narrow:
        st.header(_("Shared transport calendar"), anchor=False)
        st.caption(_("The network's trucks, their hours and the room that is left. Choose a departure to reserve."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        with st.container(width="content", gap="xsmall"):
            st.title(_("Shared transport calendar"), anchor=False)
            st.caption(_("The network's trucks, their hours and the room that is left. Choose a departure to reserve."))
        draw_subscription(_, choice)


def draw_subscription(_: Words, choice: Choice) -> None:
    """Draw the button that shows the address, ready to copy."""
    with st.popover(_("Subscribe (ICS)")):
        st.markdown(
            _(
                "Copy this address into your own calendar (“subscribe by URL”). It follows the filters chosen here and "
                "stays up to date by itself."
            )
        )
        address = feed_address(_origin(), choice.wanted, language=_.language)
        st.code(address, language=None, wrap_lines=True)
        st.link_button(_("Open in my calendar"), "webcal://" + address.partition("://")[2])


def _origin() -> str:
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else settings().public_url
