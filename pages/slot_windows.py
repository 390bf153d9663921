"""Season requests: partners say what they need of a season, what they received and why; coordinators open and share."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.shared.errors import N_
from core.slot_windows.kinds import WindowStage
from core.slot_windows.sharing_views import sharing_board
from core.slot_windows.views import outcomes, own_slots, slot_windows
from pages._parts.choosing import choose_one
from pages._parts.slots_declare import draw_declaring
from pages._parts.slots_own import draw_own
from pages._parts.slots_sharing import draw_outcomes, draw_sharing
from pages._parts.slots_words import choose_window, draw_window
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words

VIEWS = {"windows": N_("Requests"), "own": N_("Ask for a partner"), "new": N_("Open a window")}

st.title(_("Season requests"), anchor=False)
coordinates, view = tab.member.has(Right.coordinator), "own"
if coordinates:
    asked = st.query_params.get("view", "")
    view = choose_one(
        _("Look at"),
        list(VIEWS),
        default=asked if asked in VIEWS else "windows",
        format_func=lambda each: _(VIEWS[each]),
        key="slots.view",
    )
    st.query_params["view"] = view
    if view == "new":
        draw_declaring(tab)
        st.stop()

with reading() as session:
    windows = slot_windows(session, tab.member)
window = choose_window(_, windows)
if window is None:
    st.info(
        _(
            "Before a busy season, the coordinator opens a window here: each partner says which dates and how much it "
            "needs, without hurrying, and what is short is shared evenly. You are told when one opens for you."
        )
        if not coordinates
        else _(
            "No window yet. Open one before a busy season: producers say which dates and how much they need, without "
            "hurrying, and what is short is shared evenly, with the reason told to each."
        )
    )
    st.stop()

if view == "own":
    if tab.partner_id is None:
        st.info(_("Choose at the top of the page for which partner you act; its request then appears here."))
        st.stop()
    with reading() as session:
        own = own_slots(session, tab.member, window=window, partner_id=tab.partner_id)
    draw_window(_, window, dates=len(own.dates))
    draw_own(tab, tab.partner_id, window, own)
elif window.stage is WindowStage.shared:
    with reading() as session:
        found = outcomes(session, tab.member, window_id=window.id)
    draw_window(_, window, dates=0)
    draw_outcomes(_, window, found)
else:
    with reading() as session:
        board = sharing_board(session, tab.member, window=window)
    draw_window(_, window, dates=len(board.dates))
    draw_sharing(tab, window, board)
