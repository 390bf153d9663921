"""Is the sharing working? The committee's review of a period, and its decisions, large enough for a projector."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.steering.headline import headline
from core.steering.indicators import Indicator
from core.steering.meeting_views import meetings
from core.steering.views import review
from pages._parts.committee_charts import draw_carriers, draw_costs, draw_vehicles, draw_weeks
from pages._parts.committee_decisions import draw_follow_ups, draw_record
from pages._parts.committee_figures import COSTS, FILLING, GOODS, PRICES, SHARING, draw_figures
from pages._parts.committee_people import draw_heartbeat, draw_spread
from pages._parts.committee_period import draw_period, span_said
from pages._parts.committee_words import (
    carriers_said,
    cost_said,
    fill_said,
    headline_said,
    vehicles_said,
)
from pages._parts.tab import signed_in_member

tab = signed_in_member(Right.committee)
_ = tab.words

kind, span = draw_period(_)
with reading() as session:
    found = review(session, tab.member, first_day=span.first_day, last_day=span.last_day)
    held = meetings(session, tab.member)

said = headline(
    found.troughs,
    saved_over_a_year=found.saved_over_a_year,
    delivered_kg=found.figure(Indicator.delivered).value,
)
st.title(headline_said(_, said), anchor=False)
review_of = _("Committee review — %(period)s.", period=span_said(_, kind, span))
if found.periods.is_running:
    measured = _(
        "Measured up to %(day)s; the other periods are cut to as many days.",
        day=_.day_and_year(found.periods.this.last_day),
    )
    review_of = f"{review_of} {measured}"
st.caption(review_of)

picture, follow_ups = st.columns([5, 2], gap="large")
with picture:
    if found.is_empty:
        st.info(
            _(
                "Here the committee will see how full the trucks ran, what pooling saved and how evenly the effort is "
                "shared, against the period before and last year. It fills in as departures run: choose a period in "
                "which some did."
            )
        )
    else:
        st.subheader(fill_said(_, found), anchor=False)
        draw_weeks(_, found.weeks)
with follow_ups:
    draw_follow_ups(tab, held)

if not found.is_empty:
    draw_figures(_, found, FILLING)
    by_vehicle, costs = st.columns(2, gap="large")
    with by_vehicle:
        st.subheader(vehicles_said(_, found), anchor=False)
        draw_vehicles(_, found.vehicles)
    with costs:
        together, alone = (found.figure(price) for price in PRICES)
        st.subheader(cost_said(_, together, alone), anchor=False)
        draw_costs(_, together, alone)
        st.subheader(carriers_said(_, found), anchor=False)
        draw_carriers(_, found.carriers)
    draw_figures(_, found, COSTS, drawn=PRICES)
    draw_figures(_, found, GOODS)

if found.pulses:
    st.header(_("Is it evenly shared?"), anchor=False)
    draw_spread(_, found)
    draw_figures(_, found, SHARING)
    st.header(_("Who uses what, and when"), anchor=False)
    draw_heartbeat(_, found)
draw_record(tab, held, [(each.partner_id, each.name) for each in found.effort])
