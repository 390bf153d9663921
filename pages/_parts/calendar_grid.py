"""The month and the week of the calendar: one block a departure, its period by sign and colour."""

import math
from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.lines.kinds import DepartureKind
from core.lines.views import ClosedDays, DepartureRow
from core.shared import clock
from core.shared.clock import local
from pages._parts import periods as period_signs
from pages._parts.base_map import dark_mode
from pages._parts.calendar_choice import Choice, View
from pages._parts.calendar_closures import closure_events
from pages._parts.calendar_departure import open_departure
from pages._parts.calendar_words import (
    Periods,
    hours_said,
    is_open,
    period_of,
    room_said,
    route_said,
    state_said,
)
from pages._parts.full_calendar import CalendarEvent, full_calendar, has_weekends
from pages._parts.tab import Tab

MOST_A_DAY = 3
LETTERS_A_LINE = 23
EMPTY_WEEK = 64
LEAST_HEIGHT = 320


@st.fragment
def draw_grid(
    tab: Tab, choice: Choice, departures: Sequence[DepartureRow], periods: Periods, closed: ClosedDays
) -> None:
    """Draw the month or the week; a block opens its departure without drawing the page again."""
    dark = dark_mode()
    in_month = choice.view is View.month
    events = closure_events(tab.words, closed, dark=dark)
    events += [_event(tab, each, periods, in_month=in_month, dark=dark) for each in departures]
    clicked = full_calendar(
        tab.words,
        events,
        key="calendar.grid",
        first_day=choice.first_day,
        weeks=choice.weeks,
        dark=dark,
        height=_height(events, choice),
        most_a_day=MOST_A_DAY if in_month else None,
    )
    chosen = next((each for each in departures if str(each.id) == clicked), None)
    if chosen is not None:
        open_departure(tab, chosen.id, periods)


def _event(tab: Tab, departure: DepartureRow, periods: Periods, *, in_month: bool, dark: bool) -> CalendarEvent:
    _ = tab.words
    period = period_of(departure, periods)
    now = clock.now()
    sign = period_signs.SIGNS[period]
    closed = state_said(_, departure, now)
    rooms = [closed] if closed else [room_said(_, room) for room in departure.rooms]
    says_route = not in_month or departure.kind is DepartureKind.flexible
    route = [route_said(_, departure)] if says_route else []
    return CalendarEvent(
        id=str(departure.id),
        starts_at=departure.starts_at,
        ends_at=departure.ends_at,
        lines=(f"{sign} {hours_said(_, departure)}", departure.line_name, *route, *rooms),
        colour=period_signs.colour(period, dark=dark),
        is_muted=not is_open(departure, now),
    )


def _height(events: Sequence[CalendarEvent], choice: Choice) -> int:
    """Return the height in pixels that shows every block without scrolling inside the frame."""
    letters = LETTERS_A_LINE if has_weekends(events) else LETTERS_A_LINE * 7 // 5
    days: dict[date, list[int]] = {}
    for event in events:
        lines = sum(math.ceil(len(line) / letters) for line in event.lines)
        days.setdefault(local(event.starts_at).date(), []).append(13 + 17 * lines)
    weeks = [EMPTY_WEEK] * choice.weeks
    for day, blocks in days.items():
        shown = blocks[:MOST_A_DAY] if choice.view is View.month else blocks
        week = min(max(0, (day - choice.first_day).days // 7), choice.weeks - 1)
        weeks[week] = max(weeks[week], 44 + sum(shown))
    return max(50 + sum(weeks), LEAST_HEIGHT)
