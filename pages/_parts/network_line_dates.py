"""One line's own dates: seasonal timetables, and single dates skipped or added, each with its reason."""

from datetime import timedelta
from functools import partial
from typing import Any

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.lines.cards import StopCard, slower
from core.lines.closures import DateChange
from core.lines.kinds import DateChangeKind
from core.lines.pattern_actions import (
    PatternCard,
    add_date,
    put_pattern,
    remove_pattern,
    skip_date,
    take_back_decision,
)
from core.lines.views import LineRow, PatternRow, lines, patterns, said_of_days
from core.shared import clock
from pages._parts.acting import act
from pages._parts.network_choice import KEY, OpenForm, Section
from pages._parts.network_closures import say_remade
from pages._parts.network_fields import minutes_of, number, time_of
from pages._parts.network_list import escaped
from pages._parts.network_rule import draw_preview, draw_rule
from pages._parts.tab import Tab

_AHEAD = timedelta(days=730)


def draw_line_dates(tab: Tab) -> None:
    """Draw the choice of a line, its timetables and the dates decided one by one."""
    _ = tab.words
    today = clock.today()
    with reading() as session:
        every_line = {line.id: line for line in lines(session)}
        line_id = _choose_line(_, every_line)
        if line_id is None:
            return
        said = said_of_days(session, tab.member, first_day=today, last_day=today + _AHEAD)
        own = patterns(session, line_id=line_id)
    line = every_line[line_id]
    st.subheader(_("Seasonal timetables"), anchor=False)
    _draw_patterns(tab, line, own)
    st.subheader(_("Single dates"), anchor=False)
    _draw_changes(tab, said.changes_of(line_id))
    _draw_change_form(tab, line)


def _choose_line(_: Words, every_line: dict[int, LineRow]) -> int | None:
    if not every_line:
        st.info(_("No line yet. Add one in “Lines”: its timetables and dates are kept here."))
        return None
    ids = list(every_line)
    chosen: int | None = st.selectbox(
        _("Line"), ids, format_func=lambda each: every_line[each].name, key=f"{KEY}.dates.line", width=420
    )
    return chosen


def _draw_patterns(tab: Tab, line: LineRow, own: list[PatternRow]) -> None:
    _ = tab.words
    if not own:
        st.caption(_("One timetable all year. Add another for summer or winter: its days, hour and time on the road."))
    for each in own:
        with st.container(horizontal=True, vertical_alignment="center"):
            hour = _.minute_of_day(each.starts_minute)
            st.markdown(escaped(f"{each.name} — {_.days(each.first_day, each.last_day)} · {hour}"), width="content")
            if st.button(_("Take away"), key=f"{KEY}.pattern.{each.id}", type="tertiary"):
                done = act(tab, partial(remove_pattern, member=tab.member, pattern_id=each.id))
                if done is not None:
                    say_remade(tab, done)
                    st.rerun()
    with st.expander(_("Add a timetable")):
        _draw_pattern_form(tab, line)


def _draw_pattern_form(tab: Tab, line: LineRow) -> None:
    _ = tab.words
    form = OpenForm(Section.days, str(line.id), None, line.id)
    key = f"pattern{st.session_state.get(f'{KEY}.patterns', 0)}."
    name = st.text_input(_("Name"), key=form.key(f"{key}name"), placeholder=_("Winter timetable"))
    with st.container(horizontal=True):
        first = st.date_input(_("First day"), value=clock.today(), key=form.key(f"{key}first"), format="YYYY-MM-DD")
        last = st.date_input(_("Last day"), value=clock.today(), key=form.key(f"{key}last"), format="YYYY-MM-DD")
        starts = st.time_input(
            _("Leaves at"), value=time_of(line.starts_minute), key=form.key(f"{key}starts"), step=300
        )
    rule = draw_rule(_, form, line.rrule, prefix=key)
    more = number(
        _("More time on the road (per cent)"), form, f"{key}slower", 0, said=_("In winter, 10 to 15 per cent.")
    )
    first_day, last_day = first or clock.today(), last or clock.today()
    draw_preview(_, form, rule, line_id=line.id, first_day=first_day, last_day=last_day, prefix=key)
    if not st.button(_("Save the timetable"), type="primary", key=form.key(f"{key}save")):
        return
    usual = [
        StopCard(s.site_id, s.arrives_after_minutes, s.dwell_minutes, s.metres_from_previous, s.ferry)
        for s in line.stops
    ]
    stops = slower(usual, int(more)) if more and 0 < more <= 100 else ()
    card = PatternCard(name, first_day, last_day, rule, minutes_of(starts) % (24 * 60) if starts else -1, stops)
    done = act(tab, lambda session: put_pattern(session, tab.member, line_id=line.id, card=card))
    if done is not None:
        st.session_state[f"{KEY}.patterns"] = st.session_state.get(f"{KEY}.patterns", 0) + 1
        say_remade(tab, done.departures)
        st.rerun()


def _draw_changes(tab: Tab, changes: list[DateChange]) -> None:
    _ = tab.words
    if not changes:
        st.caption(_("Every date follows the rule. Skip one, or add one, and say why: people read the reason."))
    for each in changes:
        where = f" → {_.day(each.to_day)}" if each.to_day else ""
        text = f"{_.day(each.day)}{where} — {_.label(each.kind)} {f'({each.reason})' if each.reason else ''}"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escaped(text), width="content")
            is_moved = each.kind is DateChangeKind.moved
            if not is_moved and st.button(_("Take away"), key=f"{KEY}.change.{each.id}", type="tertiary"):
                done = act(tab, partial(take_back_decision, member=tab.member, exception_id=each.id))
                if done is not None:
                    say_remade(tab, done)
                    st.rerun()


def _draw_change_form(tab: Tab, line: LineRow) -> None:
    _ = tab.words
    with st.form(f"{KEY}.change.{line.id}"):
        kind = st.segmented_control(
            _("This date is"),
            [DateChangeKind.skipped, DateChangeKind.added],
            default=DateChangeKind.skipped,
            format_func=_.label,
            key=f"{KEY}.change.kind",
            required=True,
        )
        with st.container(horizontal=True):
            day = st.date_input(_("Day"), value=clock.today(), key=f"{KEY}.change.day", format="YYYY-MM-DD")
            starts = st.time_input(
                _("Leaves at (if added)"), value=time_of(line.starts_minute), key=f"{KEY}.change.starts", step=300
            )
        reason = st.text_input(_("Reason"), key=f"{KEY}.change.reason")
        st.caption(_("To move a date, open its departure in “Departures”."))
        if not st.form_submit_button(_("Save the date")):
            return
    chosen: dict[str, Any] = {"line_id": line.id, "day": day or clock.today(), "reason": reason}
    minute = minutes_of(starts) % (24 * 60) if starts else None
    done = act(
        tab,
        lambda session: (
            add_date(session, tab.member, **chosen, starts_minute=minute)
            if kind is DateChangeKind.added
            else skip_date(session, tab.member, **chosen)
        ),
    )
    if done is not None:
        say_remade(tab, done.departures)
        st.rerun()
