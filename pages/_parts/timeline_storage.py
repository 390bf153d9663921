"""How full one place is over the days shown."""

import streamlit as st

from core.storage.use_views import StorageLane
from pages._parts.leaving import link_to
from pages._parts.plain_text import plain
from pages._parts.tab import Tab
from pages._parts.timeline_bars import storage_said, use_said
from pages._parts.word_table import draw_words


def open_storage(tab: Tab, lane: StorageLane) -> None:
    """Open one offer with its spans of days."""
    st.dialog(lane.site_name, width="medium")(draw_storage)(tab, lane)


def draw_storage(tab: Tab, lane: StorageLane) -> None:
    """Draw how full an offer is, span after span, and the way to its stays."""
    _ = tab.words
    st.caption(plain(storage_said(_, lane)))
    rows = [(_.days(span.first_day, span.last_day), use_said(_, span)) for span in lane.spans]
    draw_words((_("Days"), _("Taken")), rows)
    link_to("storage", _("See its stays"), view="offers")
