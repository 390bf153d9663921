"""The timeline as a list, day after day: for a phone, for the keyboard, and to be read out."""

from datetime import date, timedelta

import streamlit as st

from core.lines.timeline_views import VehicleRun
from pages._parts.plain_text import plain
from pages._parts.tab import Tab
from pages._parts.timeline_absences import open_driver_absence, open_vehicle_absence
from pages._parts.timeline_bars import Shown, closed_on, run_said, storage_said
from pages._parts.timeline_choice import KEY, Choice
from pages._parts.timeline_run import open_run
from pages._parts.timeline_storage import open_storage


@st.fragment
def draw_list(tab: Tab, choice: Choice, shown: Shown) -> None:
    """Draw each day with its departures and who or what is away, then the places that store."""
    for offset in range(choice.days):
        _draw_day(tab, shown, choice.first_day + timedelta(days=offset))
    if not shown.storage:
        return
    _ = tab.words
    st.subheader(_("Storage"), anchor=False)
    for lane in shown.storage:
        said = f"{plain(lane.site_name)} · {plain(storage_said(_, lane))}"
        if st.button(said, key=f"{KEY}.store.{lane.offer_id}", type="tertiary"):
            open_storage(tab, lane)


def _draw_day(tab: Tab, shown: Shown, day: date) -> None:
    _, closures = tab.words, shown.timeline.closures
    runs = [run for run in shown.timeline.runs if run.service_date == day]
    at_rest = [each for each in closures.vehicles if each.covers(day)]
    away = [each for each in closures.drivers if each.covers(day)]
    why = closed_on(_, shown, day)
    if not (runs or at_rest or away or why):
        return
    st.subheader(_.day(day), anchor=False)
    if why:
        st.markdown(f"✕ {plain(why)}")
    for run in runs:
        _draw_run(tab, shown, run)
    for rest in at_rest:
        said = f"✕ {plain(rest.vehicle)} · {plain(rest.reason)}"
        if st.button(said, key=f"{KEY}.home.{rest.id}.{day}", type="tertiary"):
            open_vehicle_absence(tab, rest)
    for absent in away:
        said = _("✕ %(driver)s is away", driver=plain(absent.person))
        if st.button(said, key=f"{KEY}.away.{absent.id}.{day}", type="tertiary"):
            open_driver_absence(tab, absent)


def _draw_run(tab: Tab, shown: Shown, run: VehicleRun) -> None:
    _ = tab.words
    who = plain(run.driver_name) or _("no driver yet")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{run_said(_, shown, run)}** · {plain(run.line_name)}  \n{plain(run.vehicle_name)} · {who}",
            width="stretch",
        )
        label = _("Move…") if run.may_move else _("Open")
        if st.button(label, key=f"{KEY}.run.{run.id}"):
            open_run(tab, run.id, shown.vehicle_names())
