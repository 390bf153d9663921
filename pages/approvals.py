"""To approve: reservations on lines that ask for a coordinator's yes, the first to depart first."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.reservations.views import reservations_to_approve
from pages._parts.approval_card import draw_card
from pages._parts.tab import signed_in_member

tab = signed_in_member(Right.coordinator)
_ = tab.words

st.title(_("To approve"), anchor=False)
st.caption(
    _(
        "On lines that ask for it, a reservation takes its room at once and waits for your answer. Without one before "
        "the cut-off, its room is free again and its partner is told."
    )
)

with reading() as session:
    rows = reservations_to_approve(session, tab.member)

if not rows:
    st.info(
        _(
            "Nothing waits for your answer. A line asks for approval in “Partners, sites and vehicles”, under its "
            "reservation terms."
        )
    )
for row in rows:
    draw_card(tab, row)
