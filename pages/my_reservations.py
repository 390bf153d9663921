"""My reservations: what is coming, what waits for room, and what was carried; change a quantity, or cancel."""

import streamlit as st

from core.database.doors import reading
from core.reservations.states import ReservationState
from core.reservations.views import reservations_of
from core.shared.settings import PAGES
from pages._parts.reservation_card import draw_card
from pages._parts.reservation_partner import choose_partner
from pages._parts.reservation_past import draw_past
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words

with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.container():
        st.title(_("My reservations"))
        st.caption(_("Change a quantity or cancel until the line's cut-off: freed room goes at once to whoever waits."))
    st.page_link(PAGES / "reserve.py", label=_("Reserve"), width="content")

partner_id = choose_partner(tab, key="my_reservations.partner")
if partner_id is None:
    st.info(_("You act for no partner yet. Ask your network's animator to add you to one."))
    st.stop()

with reading() as session:
    rows = reservations_of(session, tab.member, partner_id=partner_id)

OPEN = {ReservationState.confirmed, ReservationState.requested}
ahead = [row for row in rows if not row.has_left and not row.was_called_off]
offers = [row for row in ahead if row.state == ReservationState.offered]
coming = [row for row in ahead if row.state in OPEN]
waiting = [row for row in ahead if row.state == ReservationState.waiting]
past = [row for row in rows if row not in offers and row not in coming and row not in waiting]

if not rows:
    st.info(_("Your reservations will appear here. Start with the empty weeks: there is room, at a reduced price."))
    st.page_link(PAGES / "troughs.py", label=_("See the troughs"))

for title, found in (
    (_("Room offered to you"), offers),
    (_("Coming"), coming),
    (_("On the waiting list"), waiting),
):
    if found:
        st.subheader(f"{title} · {_.number(len(found))}")
        for row in found:
            draw_card(tab, row)

draw_past(tab, past)
