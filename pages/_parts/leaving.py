"""Going from a page to a plain address of ours (sign-in, language) in the same browser tab.

Streamlit's links open a new tab. Its own sign-in uses a message that moves the browser; so do we.
"""

from urllib.parse import quote, urlsplit

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx


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
