"""The driver's day: stops in order, what to unload and load at each, what to know at the dock; one button to print."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.routes.views import driver_sheet, next_sheet_day, sheet_of
from core.shared.errors import Refusal
from pages._parts.acting import show_refusal
from pages._parts.delivery_form import draw_deliveries, loads_to_deliver
from pages._parts.tab import signed_in_member
from pages._parts.tour_choice import asked_day, asked_number
from pages._parts.tour_sheet import draw_run, draw_stops, run_said

tab = signed_in_member()
_ = tab.words

st.title(_("Driver sheet"), anchor=False)
try:
    with reading() as session:
        day, departure = asked_day(), asked_number("departure")
        if day is None and departure is not None:
            sheet = sheet_of(session, tab.member, departure)
        else:
            day = day or next_sheet_day(session, tab.member)
            sheet = driver_sheet(session, tab.member, service_date=day, departure_id=departure)
        day = sheet.service_date
        loads = loads_to_deliver(session, tab, sheet.chosen)
except Refusal as refusal:
    show_refusal(tab, refusal)
    st.stop()

choice, run_choice = st.columns([1, 2], vertical_alignment="bottom")
with choice:
    chosen_day = st.date_input(_("Day"), day, format="YYYY-MM-DD", key=f"sheet.day.{day}")
if chosen_day != day:
    st.query_params.from_dict({"day": chosen_day.isoformat()})
    st.rerun()
if sheet.chosen is None:
    st.info(_("No truck runs on %(day)s. Choose another day.", day=_.day(day)))
    st.stop()

runs = {run.departure_id: run for run in sheet.runs}
with run_choice:
    departure_id = st.selectbox(
        _("Run"),
        list(runs),
        index=list(runs).index(sheet.chosen.departure_id),
        format_func=lambda each: run_said(_, runs[each]),
        key=f"sheet.run.{day}.{sheet.chosen.departure_id}",
    )
if departure_id != sheet.chosen.departure_id:
    st.query_params.from_dict({"day": day.isoformat(), "departure": str(departure_id)})
    st.rerun()

draw_run(_, sheet)
draw_stops(_, sheet.stops)
draw_deliveries(tab, loads)
if tab.member.has(Right.coordinator) and not any(stop.to_load for stop in sheet.stops):
    st.caption(
        _("Nothing is to be loaded yet: loads appear once they are reserved or once the day's plan is accepted.")
    )
