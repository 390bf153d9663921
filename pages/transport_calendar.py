"""The public calendar: which trucks run, when, with how much room; from here to one departure and to reserving."""

import streamlit as st

from core.database.doors import reading
from core.lines.views import closed_days, departures_between
from core.seasons.views import season
from pages._parts.calendar_choice import View, read_choice
from pages._parts.calendar_closures import draw_closures
from pages._parts.calendar_departure import draw_departure_page
from pages._parts.calendar_empty import draw_no_departure, draw_no_line
from pages._parts.calendar_grid import draw_grid
from pages._parts.calendar_list import draw_list
from pages._parts.calendar_season import draw_season
from pages._parts.calendar_title import draw_subscription, draw_title
from pages._parts.calendar_toolbar import draw_filters, draw_mover
from pages._parts.tab import public

tab = public()
_ = tab.words

asked = st.query_params.get("departure", "")
if asked.isdecimal():
    draw_departure_page(tab, int(asked))
    st.stop()

choice = read_choice()
with reading() as session:
    weeks = season(
        session,
        first_week=choice.first_day,
        last_week=choice.last_day,
        line_id=choice.wanted.line_id,
        territory=choice.wanted.territory,
        one_by_one=False,
    )
    closed = closed_days(session, first_day=choice.first_day, last_day=choice.last_day, wanted=choice.wanted)
    departures = (
        []
        if choice.view is View.season
        else departures_between(session, first_day=choice.first_day, last_day=choice.last_day, wanted=choice.wanted)
    )

draw_title(_, choice)
if not weeks.lines:
    draw_no_line(tab)
    st.stop()
draw_filters(_, weeks.lines, choice)
draw_mover(_, choice)
draw_closures(_, closed, choice)

if choice.view is View.season:
    shown = [line for line in weeks.lines if choice.wanted.territory in (None, line.territory)]
    draw_season(_, shown, weeks.periods, choice)
elif not departures:
    draw_no_departure(_, choice)
elif choice.view is View.list:
    draw_list(tab, departures, weeks.periods)
else:
    draw_grid(tab, choice, departures, weeks.periods, closed)
if choice.is_narrow:
    draw_subscription(_, choice)
