"""What is known of the screen a page is drawn on."""

import streamlit as st


def on_a_phone() -> bool:
    """Say whether the browser calls itself a mobile one."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
