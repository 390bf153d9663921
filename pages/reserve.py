"""Reserve: from where, to where, how much, between which days → the departures that fit, best first."""

import streamlit as st

from core.database.doors import reading
from core.reservations.views import find_departures
from core.shared.errors import Refusal
from core.shared.settings import PAGES
from pages._parts.acting import show_refusal
from pages._parts.reserve_confirm import show_done
from pages._parts.reserve_hold import leave_room
from pages._parts.reserve_options import draw_options
from pages._parts.reserve_remedies import draw_nearby
from pages._parts.reserve_ways import draw_ways, offer_ways
from pages._parts.reserve_wish import ask, look_further
from pages._parts.season_plan import draw_season, offer_season, season_asked
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words
FURTHER_WEEKS = 6

leave_room(tab)  # whoever is back on the page has left the dialog

st.title(_("Reserve"), anchor=False)
show_done(tab)

if tab.partner_id is None:
    st.info(_("Choose at the top of the page for which partner you act; its places and prices then apply."))
    st.stop()

asked = ask(tab, tab.partner_id)
wish = asked.wish(tab.partner_id)
if wish is None:
    st.markdown(
        _(
            "The departures that join your two places appear here, the best first: those with room, then the cheapest. "
            "Weeks with room to spare cost less."
        )
    )
    st.page_link(PAGES / "troughs.py", label=_("See the troughs"))
    st.stop()

if season_asked():
    draw_season(tab, wish, way=asked.way)
    st.stop()

try:
    with reading() as session:
        options = find_departures(session, tab.member, wish)
except Refusal as refusal:
    show_refusal(tab, refusal)
    st.stop()

if options:
    offer_season(tab, options)
    draw_options(tab, wish, options, way=asked.way, departure_id=asked.departure_id)
    if not any(option.fits for option in options):
        offer_ways(tab, wish)
elif not draw_ways(tab, wish):
    st.info(
        _(
            "No departure joins these two places between %(first)s and %(last)s. "
            "Try other dates, or a stop nearby: the calendar shows where each line goes.",
            first=_.day(wish.first_day),
            last=_.day(wish.last_day),
        )
    )
    draw_nearby(tab, wish)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Look %(weeks)s weeks further", weeks=_.number(FURTHER_WEEKS)), type="primary"):
            look_further(asked, weeks=FURTHER_WEEKS)
            st.rerun()
        st.page_link(PAGES / "transport_calendar.py", label=_("See the calendar"))
