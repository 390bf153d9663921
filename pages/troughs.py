"""The empty weeks ahead: how full each line was and will be, where there is room, who usually ships then."""

from datetime import timedelta

import streamlit as st

from core.database.doors import reading
from core.shared import clock
from core.shared.errors import N_
from core.shared.periods import week_start
from core.troughs.views import trough_board
from pages._parts import periods as period_signs
from pages._parts.choosing import choose_one
from pages._parts.screen import on_a_phone
from pages._parts.tab import public
from pages._parts.troughs_balance import draw_balance
from pages._parts.troughs_chart import draw_board
from pages._parts.troughs_line import asked_line, draw_line
from pages._parts.troughs_list import draw_empty_weeks
from pages._parts.troughs_words import summary_said

tab = public()
_ = tab.words

VIEWS = {"weeks": N_("Empty weeks"), "line": N_("One line"), "balance": N_("Fill the troughs")}
HORIZONS = (8, 16, 26)
PAST_WEEKS = 8
ON_A_PHONE = (1, 5)

st.title(_("Troughs"), anchor=False)
asked_view, asked_weeks = st.query_params.get("view", ""), st.query_params.get("weeks", "")
with st.container(horizontal=True, horizontal_alignment="distribute"):
    view = choose_one(
        _("Look at"),
        list(VIEWS),
        default=asked_view if asked_view in VIEWS else "weeks",
        format_func=lambda each: _(VIEWS[each]),
        key="troughs.view",
    )
    ahead = choose_one(
        _("Weeks ahead"),
        HORIZONS,
        default=int(asked_weeks) if asked_weeks in map(str, HORIZONS) else HORIZONS[1],
        format_func=lambda weeks: _("%(weeks)s weeks", weeks=weeks),
        key="troughs.weeks",
    )
st.query_params.update({"view": view, "weeks": str(ahead)})
if view == "balance":
    draw_balance(tab, ahead)
    st.stop()

this_week = week_start(clock.today())
with reading() as session:
    board = trough_board(
        session,
        first_week=this_week - timedelta(weeks=PAST_WEEKS),
        last_week=this_week + timedelta(weeks=ahead - 1),
        line_id=asked_line() if view == "line" else None,
    )

if not board.cells:
    st.info(
        _(
            "Here you will see how full each line is, week by week, and the weeks with room to spare. It fills in as "
            "soon as a coordinator has made a line and its departures."
        )
    )
    st.stop()

st.subheader(summary_said(_, board.empty_weeks, board.weeks[-1] + timedelta(days=6)), anchor=False)
period_signs.legend(_)
if view == "line":
    draw_line(tab, board)
elif on_a_phone():
    draw_empty_weeks(_, board.empty_weeks)
    back, forth = ON_A_PHONE
    draw_board(_, board, first_week=this_week - timedelta(weeks=back), last_week=this_week + timedelta(weeks=forth - 1))
else:
    draw_board(_, board, first_week=board.weeks[0], last_week=board.weeks[-1])
    draw_empty_weeks(_, board.empty_weeks)

if view == "weeks" and not board.empty_weeks:
    st.info(_("Every coming week is normal or at its peak. Look further ahead, or open the calendar to find room."))
if not any(cell.forecast for cell in board.cells):
    st.info(_("Not enough history yet: forecasts begin once a line has run in the same weeks of a past year."))
with st.expander(_("Where do these figures come from?")):
    st.markdown(
        _(
            "**Load**: what is reserved over the room there is, each times the kilometres of its leg, by weight or by "
            "floor space, whichever is fuller. **Expected**: the line's own seasons and growth, learned from up "
            "to three years, recent weeks counting more; never less than what is booked. Without a past season "
            "there is no forecast; how good it has been stands under “One line”. **Period**: each line's own "
            "thresholds on what is booked and on past seasons, or a coordinator's word; so a trough may be "
            "expected to fill. **Who usually ships**: kinds of partners with reservations or requests in the same "
            "weeks of past years. Flexible tours are left out: their room is given once the requests are in."
        )
    )
