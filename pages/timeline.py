"""Vehicles and storage on one timeline: what runs when, what is at rest, how full places are; departures move here."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.lines.timeline_views import vehicle_timeline
from core.seasons.views import season
from core.storage.use_views import storage_use
from pages._parts.leaving import link_to
from pages._parts.tab import signed_in_member
from pages._parts.timeline_absences import draw_absence_buttons
from pages._parts.timeline_bars import Shown
from pages._parts.timeline_choice import View, draw_mover, read_choice
from pages._parts.timeline_grid import draw_grid
from pages._parts.timeline_list import draw_list

tab = signed_in_member(Right.coordinator)
_ = tab.words

choice = read_choice()
with reading() as session:
    timeline = vehicle_timeline(session, tab.member, first_day=choice.first_day, last_day=choice.last_day)
    weeks = season(session, first_week=choice.first_day, last_week=choice.last_day)
    storage = storage_use(session, tab.member, first_day=choice.first_day, last_day=choice.last_day)
shown = Shown(timeline, weeks, tuple(storage))

st.title(_("Vehicles and storage"), anchor=False)
if not timeline.vehicles:
    st.info(
        _("Vehicles stand here with their departures, their days at rest and the storage around them. Add a first one.")
    )
    link_to("network", _("Add a vehicle"), tab="vehicles")
    st.stop()

draw_mover(_, choice)
if choice.view is View.list:
    draw_list(tab, choice, shown)
else:
    draw_grid(tab, choice, shown)
    st.caption(
        _(
            "Drag a departure to another hour, day or vehicle: you confirm before anything changes. Click a bar to "
            "open it; with the keyboard, use “List”."
        )
    )
if not timeline.runs:
    st.info(_("No departure on these days. Generate them in “Partners, sites and vehicles”, or look at other days."))
draw_absence_buttons(tab)
