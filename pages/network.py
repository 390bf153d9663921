"""The network as its coordinators keep it: partners, sites, vehicles, lines, and departures generated ahead."""

import streamlit as st

from core.access.rights import Right
from pages._parts.network_choice import Section, draw_sections, opened
from pages._parts.network_days import draw_days
from pages._parts.network_departures import draw_departures
from pages._parts.network_lines import draw_lines
from pages._parts.network_partners import draw_partners
from pages._parts.network_sites import draw_sites
from pages._parts.network_tariffs import draw_tariffs
from pages._parts.network_vehicles import draw_vehicles
from pages._parts.tab import signed_in_member

tab = signed_in_member(Right.coordinator)
_ = tab.words

DRAWN_BY = {
    Section.partners: draw_partners,
    Section.sites: draw_sites,
    Section.vehicles: draw_vehicles,
    Section.lines: draw_lines,
    Section.departures: draw_departures,
    Section.days: draw_days,
    Section.tariffs: draw_tariffs,
}

st.title(_("Partners, sites and vehicles"), anchor=False)
st.caption(_("What the network is made of. Lines join sites; each line gives its departures, and these the calendar."))
section = draw_sections(_)
DRAWN_BY[section](tab, opened())
