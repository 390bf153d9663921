"""What closes days: notes, vehicles and drivers away, the thaw; the ones ahead, and the form of another."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import streamlit as st

from core.access.rights import Member
from core.database.doors import WriteSession, reading
from core.fleet.views import VehicleRow, vehicles
from core.i18n.words import Words
from core.lines.closure_actions import (
    end_driver_absence,
    end_vehicle_absence,
    keep_driver_home,
    keep_vehicle_home,
    note_day,
    remove_note,
)
from core.lines.closures import Closures
from core.lines.generation_actions import Remade
from core.lines.views import LineRow, drivers, lines, said_of_days
from core.reservations.actions import end_thaw, set_thaw
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.network_choice import KEY
from pages._parts.network_list import escaped
from pages._parts.tab import Tab

_AHEAD = timedelta(days=730)


def draw_closures(tab: Tab) -> None:
    """Draw the four kinds, each with what is ahead and its form."""
    today = clock.today()
    with reading() as session:
        said = said_of_days(session, tab.member, first_day=today, last_day=today + _AHEAD)
        trucks, who_drive, every_line = vehicles(session), drivers(session), lines(session)
    _ = tab.words
    st.caption(_("Everybody reads these reasons in the calendar; of a driver away, only that nobody drives."))
    with st.expander(_("Notes of a day"), expanded=True):
        _draw_notes(tab, said, every_line)
    with st.expander(_("Vehicle not available")):
        _draw_vehicles(tab, said, trucks)
    with st.expander(_("Driver away")):
        _draw_drivers(tab, said, who_drive)
    with st.expander(_("Spring thaw")):
        _draw_thaws(tab, said)


def _draw_notes(tab: Tab, said: Closures, every_line: list[LineRow]) -> None:
    _ = tab.words
    names = {line.id: line.name for line in every_line}
    for note in said.notes:
        whose = names.get(note.line_id or 0, _("all lines"))
        kind = _("nothing runs") if note.closes else _("for information")
        text = f"{_.day(note.first_day)} — {note.reason} ({whose}, {kind})"
        _draw_row(tab, f"note.{note.id}", text, remove_note, note_id=note.id)
    with st.form(f"{KEY}.note"):
        day = st.date_input(_("Day"), value=clock.today(), key=f"{KEY}.note.day", format="YYYY-MM-DD")
        text = st.text_input(_("Note"), key=f"{KEY}.note.text")
        line_id = st.selectbox(
            _("Line"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("all lines").capitalize(),
            key=f"{KEY}.note.line",
        )
        closes = st.toggle(_("Nothing runs that day"), key=f"{KEY}.note.closes")
        if not st.form_submit_button(_("Add the note")):
            return
    done = act(
        tab,
        lambda s: note_day(s, tab.member, day=day or clock.today(), text=text, closes=closes, line_id=line_id),
    )
    if done is not None:
        _say(tab, done.departures)


def _draw_vehicles(tab: Tab, said: Closures, trucks: list[VehicleRow]) -> None:
    _ = tab.words
    for absent in said.vehicles:
        text = f"{absent.vehicle} — {_.days(absent.first_day, absent.last_day)} ({absent.reason})"
        _draw_row(
            tab,
            f"vehicle.{absent.id}",
            text,
            end_vehicle_absence,
            absence_id=absent.id,
        )
    names = {each.id: each.name for each in trucks}
    with st.form(f"{KEY}.away"):
        vehicle_id = _choose(_, _("Vehicle"), names, "away.vehicle")
        first, last = _draw_span(_, "away")
        reason = st.text_input(_("Reason"), key=f"{KEY}.away.reason")
        if not st.form_submit_button(_("Take out of the calendar")):
            return
    done = act(
        tab,
        lambda s: keep_vehicle_home(
            s, tab.member, vehicle_id=vehicle_id or 0, first_day=first, last_day=last, reason=reason
        ),
    )
    if done is not None:
        _say(tab, done.departures)


def _draw_drivers(tab: Tab, said: Closures, who_drive: Mapping[int, str]) -> None:
    _ = tab.words
    for absent in said.drivers:
        stands_in = who_drive.get(absent.substitute_id or 0, _("nobody"))
        who = _("%(driver)s, replaced by %(substitute)s", driver=absent.person, substitute=stands_in)
        text = f"{who} — {_.days(absent.first_day, absent.last_day)}"
        _draw_row(
            tab,
            f"driver.{absent.id}",
            text,
            end_driver_absence,
            absence_id=absent.id,
        )
    with st.form(f"{KEY}.home"):
        person_id = _choose(_, _("Driver"), who_drive, "home.person")
        substitute_id = _choose(_, _("Replaced by"), who_drive, "home.substitute")
        first, last = _draw_span(_, "home")
        reason = st.text_input(_("Reason (for coordinators)"), key=f"{KEY}.home.reason")
        if not st.form_submit_button(_("Note the absence")):
            return
    done = act(
        tab,
        lambda s: keep_driver_home(
            s,
            tab.member,
            person_id=person_id or 0,
            first_day=first,
            last_day=last,
            substitute_id=substitute_id,
            reason=reason,
        ),
    )
    if done is not None:
        _say(tab, done.departures)


def _draw_thaws(tab: Tab, said: Closures) -> None:
    _ = tab.words
    for thaw in said.thaws:
        share = _.percent(thaw.keeps_percent / 100)
        text = f"{_.days(thaw.first_day, thaw.last_day)} — {_('payload kept: %(value)s', value=share)} {thaw.reason}"
        _draw_row(tab, f"thaw.{thaw.id}", text, _end_thaw, thaw_id=thaw.id)
    with st.form(f"{KEY}.thaw"):
        st.caption(_("Heavy vehicles (4 500 kg and more) carry less on these days; dates and share are yours to set."))
        first, last = _draw_span(_, "thaw")
        kept = st.number_input(
            _("Share of the payload kept (per cent)"), value=82, step=1, key=f"{KEY}.thaw.kept", width=240
        )
        note = st.text_input(_("Note"), key=f"{KEY}.thaw.note")
        if not st.form_submit_button(_("Set the thaw")):
            return
    done = act(
        tab,
        lambda s: set_thaw(s, tab.member, first_day=first, last_day=last, keeps_percent=kept, note=note),
    )
    if done is None:
        return
    flash(
        tab,
        _.many(
            "The thaw is set: %(count)s departure carries less.",
            "The thaw is set: %(count)s departures carry less.",
            len(done.room.cut),
        ),
    )
    if done.room.held:
        flash(tab, held_said(_, len(done.room.held)))
    st.rerun()


def _end_thaw(session: WriteSession, member: Member, *, thaw_id: int) -> Remade:
    end_thaw(session, member, thaw_id=thaw_id)
    return Remade()


def held_said(_: Words, count: int) -> str:
    """Say how many departures are booked above what their truck may now carry."""
    return _.many(
        "%(count)s departure is booked above its truck: choose who moves, in “Trucks booked too full”.",
        "%(count)s departures are booked above their truck: choose who moves, in “Trucks booked too full”.",
        count,
    )


def _draw_row(tab: Tab, key: str, text: str, take_away: Callable[..., Remade], **which: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escaped(text), width="content")
        if not st.button(tab.words("Take away"), key=f"{KEY}.{key}", type="tertiary"):
            return
    done = act(tab, lambda session: take_away(session, tab.member, **which))
    if done is not None:
        _say(tab, done)


def _say(tab: Tab, done: Remade) -> None:
    """Tell what happened to departures, and draw the page again."""
    say_remade(tab, done)
    st.rerun()


def say_remade(tab: Tab, done: Remade) -> None:
    """Tell what happened to departures."""
    _ = tab.words
    flash(
        tab,
        _(
            "Saved. Departures made: %(made)s; removed: %(removed)s.",
            made=_.number(done.made),
            removed=_.number(done.removed),
        ),
    )
    if done.kept_departure_ids:
        flash(
            tab,
            _.many(
                "%(count)s reserved departure stays as it is: see “Departures to decide on”.",
                "%(count)s reserved departures stay as they are: see “Departures to decide on”.",
                len(done.kept_departure_ids),
            ),
        )


def _choose(_: Words, label: str, names: Mapping[int, str], key: str) -> int | None:
    return st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=f"{KEY}.{key}",
        placeholder=_("Choose"),
    )


def _draw_span(_: Words, key: str) -> tuple[date, date]:
    with st.container(horizontal=True):
        first = st.date_input(_("First day"), value=clock.today(), key=f"{KEY}.{key}.first", format="YYYY-MM-DD")
        last = st.date_input(_("Last day"), value=clock.today(), key=f"{KEY}.{key}.last", format="YYYY-MM-DD")
    return first or clock.today(), last or clock.today()
