"""Welcome: the first screen of an empty network. Create its first administrator, or load the demonstration."""

import streamlit as st

from core.access.views import is_set_up
from core.database.doors import reading
from pages._parts.leaving import link_to
from pages._parts.tab import leave_for, public
from pages._parts.welcome_forms import draw_demonstration, draw_first_administrator, draw_making, may_set_up

tab = public()
_ = tab.words

st.title(_("Welcome to Navette"))
if draw_making(tab):
    st.stop()

with reading() as session:
    done = is_set_up(session)
if done:
    st.write(_("This network is open."))
    link_to("transport_calendar", _("Go to the calendar"))
    if tab.member.is_visitor and st.button(_("Sign in"), type="primary", key="welcome.sign_in"):
        leave_for("/connexion")
    st.stop()

st.markdown(
    _(
        "The shared transport calendar of your food network: what runs, where there is room, "
        "who drives, and what is owed to whom."
    )
)
if not may_set_up(tab):
    st.stop()

create, load = st.columns(2, gap="large")
with create:
    draw_first_administrator(tab)
with load:
    draw_demonstration(tab)
