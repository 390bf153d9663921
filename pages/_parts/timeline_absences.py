"""Days on which a vehicle is at rest or a driver is away: the forms that write them down, and how to take them away."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.database.doors import WriteSession, reading
from core.fleet.views import vehicles
from core.lines.closure_actions import (
    Closed,
    end_driver_absence,
    end_vehicle_absence,
    keep_driver_home,
    keep_vehicle_home,
)
from core.lines.closures import DriverAbsent, VehicleAbsent
from core.lines.generation_actions import Remade
from core.lines.views import drivers
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

_KEY = "timeline.absence"


def draw_absence_buttons(tab: Tab) -> None:
    """Draw the two buttons; each opens its form."""
    _ = tab.words
    with st.container(horizontal=True):
        if st.button(_("Put a vehicle at rest…"), key=f"{_KEY}.vehicle"):
            st.dialog(_("Put a vehicle at rest"))(_vehicle_form)(tab)
        if st.button(_("Note a driver's absence…"), key=f"{_KEY}.driver"):
            st.dialog(_("Note a driver's absence"))(_driver_form)(tab)


def open_vehicle_absence(tab: Tab, absent: VehicleAbsent) -> None:
    """Open the days at rest of a vehicle."""
    said = f"{_days(tab, absent)} · {plain(absent.reason)}"
    end = partial(end_vehicle_absence, member=tab.member, absence_id=absent.id)
    st.dialog(absent.vehicle)(_draw_absence)(tab, said, end)


def open_driver_absence(tab: Tab, away: DriverAbsent) -> None:
    """Open the absence of a driver."""
    said = " · ".join(filter(None, [_days(tab, away), plain(away.reason)]))
    end = partial(end_driver_absence, member=tab.member, absence_id=away.id)
    st.dialog(away.person)(_draw_absence)(tab, said, end)


def _days(tab: Tab, span: VehicleAbsent | DriverAbsent) -> str:
    return f"**{tab.words.days(span.first_day, span.last_day)}**"


def _draw_absence(tab: Tab, said: str, end: Callable[[WriteSession], Remade]) -> None:
    _ = tab.words
    st.markdown(said)
    st.caption(_("Once it is taken away, the departures it kept from being made come back."))
    if not st.button(_("Take away"), key=f"{_KEY}.end"):
        return
    done = act(tab, end)
    if done is not None:
        flash(tab, _.many("%(count)s departure comes back.", "%(count)s departures come back.", done.made))
        st.rerun()


def _vehicle_form(tab: Tab) -> None:
    _ = tab.words
    with reading() as session:
        names = {each.id: each.name for each in vehicles(session) if each.is_active}
    with st.form(f"{_KEY}.vehicle.form", border=False):
        vehicle_id = st.selectbox(_("Vehicle"), list(names), None, names.__getitem__, placeholder=_("Choose"))
        with st.container(horizontal=True):
            first = st.date_input(_("First day"), value=clock.today(), format="YYYY-MM-DD")
            last = st.date_input(_("Last day"), value=clock.today(), format="YYYY-MM-DD")
        reason = st.text_input(_("Reason (maintenance, inspection…)"), max_chars=200)
        if not st.form_submit_button(_("Put at rest"), type="primary"):
            return
    done = act(
        tab,
        lambda session: keep_vehicle_home(
            session,
            tab.member,
            vehicle_id=vehicle_id or 0,
            first_day=first or clock.today(),
            last_day=last or clock.today(),
            reason=reason,
        ),
    )
    _say(tab, done)


def _driver_form(tab: Tab) -> None:
    _ = tab.words
    with reading() as session:
        names = drivers(session)
    with st.form(f"{_KEY}.driver.form", border=False):
        person_id = st.selectbox(_("Driver"), list(names), None, names.__getitem__, placeholder=_("Choose"))
        with st.container(horizontal=True):
            first = st.date_input(_("First day"), value=clock.today(), format="YYYY-MM-DD")
            last = st.date_input(_("Last day"), value=clock.today(), format="YYYY-MM-DD")
        other = st.selectbox(_("Replaced by"), list(names), None, names.__getitem__, placeholder=_("Nobody"))
        reason = st.text_input(_("Reason (coordinators read it)"), max_chars=200)
        if not st.form_submit_button(_("Note the absence"), type="primary"):
            return
    done = act(
        tab,
        lambda session: keep_driver_home(
            session,
            tab.member,
            person_id=person_id or 0,
            first_day=first or clock.today(),
            last_day=last or clock.today(),
            substitute_id=other,
            reason=reason,
        ),
    )
    _say(tab, done)


def _say(tab: Tab, done: Closed | None) -> None:
    if done is None:
        return
    _, kept = tab.words, len(done.departures.kept_departure_ids)
    said = _.many(
        "It is noted; %(count)s departure without reservation is taken out.",
        "It is noted; %(count)s departures without reservation are taken out.",
        done.departures.removed,
    )
    flash(tab, said)
    if kept:
        flash(
            tab,
            _.many(
                "%(count)s departure with reservations stays: move it, or call it off.",
                "%(count)s departures with reservations stay: move them, or call them off.",
                kept,
            ),
        )
    st.rerun()
