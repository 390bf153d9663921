"""Going elsewhere: to another page, or to a plain address of ours (sign-in, language) in the same browser tab.

Streamlit's links to plain addresses open a new tab. Its own sign-in uses a message that moves the browser; so do we.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.navigation.page import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.shared.settings import settings

_PAGES = Path(__file__).resolve().parents[1]
_KNOWN = "navette.pages"


def know_pages(pages: Iterable[Page]) -> None:
    """Keep the pages of this run, so that links to them need not look for their files; for the entry script."""
    st.session_state[_KNOWN] = {page.url_path: page for page in pages}


def link_to(page: str, label: str, **query: str) -> None:
    """Draw a link to another page by its name; nothing where that page is not part of this installation."""
    known: Mapping[str, Page] = st.session_state.get(_KNOWN, {})
    try:
        st.page_link(known.get(page) or _PAGES / f"{page}.py", label=label, query_params=query or None)
    except StreamlitAPIException:
        return


def send_browser_to(address: str) -> None:
    """Make the browser open `address`, one of our own (it begins with a single slash)."""
    if not address.startswith("/") or address.startswith("//"):
        raise ValueError(f"not an address of ours: {address}")
    context = get_script_run_ctx()
    if context is None:
        return
    message = ForwardMsg()
    message.auth_redirect.url = address
    context.enqueue(message)


def here() -> str:
    """Return the present page with its filters, ready to stand inside another address."""
    parts = urlsplit(st.context.url or "/")
    asked = "&".join(f"{quote(name)}={quote(value)}" for name, value in st.query_params.items())
    return quote((parts.path or "/") + (f"?{asked}" if asked else ""), safe="/")


def own_origin() -> str:
    """Return how people reach this installation: as the browser does now, else as the settings say."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else settings().public_url
