"""Storage: where pallets can stay, between which days and for how much; one's own stays; what one's places offer."""

import streamlit as st

from core.database.doors import reading
from core.shared.errors import N_, Refusal
from core.storage.views import find_storage, offers_of, places_to_offer, stays_of
from pages._parts.acting import show_refusal
from pages._parts.choosing import choose_one
from pages._parts.storage_confirm import show_done
from pages._parts.storage_found import draw_found
from pages._parts.storage_offers import draw_offers
from pages._parts.storage_stays import draw_stays
from pages._parts.storage_wish import ask
from pages._parts.tab import leave_for, public, sign_in_address

tab = public()
_ = tab.words

VIEWS = {"find": N_("Find room"), "stays": N_("My stays"), "offers": N_("Our offers")}

st.title(_("Storage"), anchor=False)
show_done(tab)

view = "find"
if not tab.member.is_visitor:
    asked_view = st.query_params.get("view", "")
    view = choose_one(
        _("Look at"),
        list(VIEWS),
        default=asked_view if asked_view in VIEWS else "find",
        format_func=lambda each: _(VIEWS[each]),
        key="storage.view",
    )
    st.query_params["view"] = view

if view == "stays":
    if tab.partner_id is None:
        st.info(_("Choose at the top of the page for which partner you act; its stays then appear here."))
        st.stop()
    with reading() as session:
        stays = stays_of(session, tab.member, partner_id=tab.partner_id)
    draw_stays(tab, stays)
    st.stop()

if view == "offers":
    with reading() as session:
        places, offers = places_to_offer(session, tab.member), offers_of(session, tab.member)
    draw_offers(tab, places, offers)
    st.stop()

wish = ask(_)
try:
    with reading() as session:
        options = find_storage(session, wish)
except Refusal as refusal:
    show_refusal(tab, refusal)
    st.stop()

if tab.member.is_visitor:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("Partners of the network reserve room here. Free room and prices are open to everybody."))
        if st.button(_("Sign in to reserve"), key="storage.sign_in"):
            leave_for(sign_in_address())
elif tab.partner_id is None:
    st.caption(_("Choose at the top of the page for which partner you act, to reserve."))

if options:
    draw_found(tab, wish, options)
else:
    st.info(
        _(
            "No place offers storage at this temperature between %(first)s and %(last)s. Try other dates or another "
            "temperature; places with room to spare offer it under “Our offers”.",
            first=_.day(wish.first_day),
            last=_.day(wish.last_day),
        )
    )
