"""Reserve: from where, to where, how much, between which days → the departures that fit, best first."""

import streamlit as st

from core.database.doors import reading
from core.reservations.views import find_departures
from core.shared.errors import Refusal
from pages._parts.acting import show_refusal
from pages._parts.reservation_partner import choose_partner
from pages._parts.reserve_confirm import show_done
from pages._parts.reserve_options import draw_options
from pages._parts.reserve_wish import ask_wish
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words

st.title(_("Reserve"))
show_done(tab)

partner_id = choose_partner(tab, key="reserve.partner")
if partner_id is None:
    st.info(_("You act for no partner yet. Ask your network's animator to add you to one."))
    st.stop()

wish = ask_wish(tab, partner_id)
if wish is None:
    st.stop()

try:
    with reading() as session:
        options = find_departures(session, tab.member, wish)
except Refusal as refusal:
    show_refusal(tab, refusal)
    st.stop()

draw_options(tab, wish, options)
