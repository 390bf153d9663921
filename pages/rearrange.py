"""A truck does not run, or carries less: who would go where, then one click that offers it and tells everyone."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.fleet.views import vehicles
from core.reservations.rearranging_views import rearrangement
from core.shared.errors import Refusal
from core.shared.settings import PAGES
from pages._parts.acting import show_refusal
from pages._parts.choosing import choose_one
from pages._parts.plain_text import plain
from pages._parts.rearranging import CALL_OFF, LESS, choose_truck, confirm, draw_plan
from pages._parts.tab import signed_in_member
from pages._parts.tour_choice import asked_number

tab = signed_in_member(Right.coordinator)
_ = tab.words

st.title(_("Rearrange a departure"), anchor=False)
departure_id = asked_number("departure")
if departure_id is None:
    st.info(_("Open a departure in “Partners, sites and vehicles”: from there, you offer its loads other departures."))
    st.page_link(PAGES / "network.py", label=_("See the departures"), query_params={"tab": "departures"})
    st.stop()

WHAT, WHO = "rearrange.what", f"rearrange.chosen.{departure_id}"
titles = {CALL_OFF: _("It does not run"), LESS: _("It carries less")}
runs_not = st.session_state.get(WHAT, CALL_OFF) == CALL_OFF
try:
    with reading() as session:
        plan = rearrangement(
            session,
            tab.member,
            departure_id=departure_id,
            reservation_ids=None if runs_not else st.session_state.get(WHO, []),
        )
        trucks = [] if runs_not else vehicles(session)
except Refusal as refusal:
    show_refusal(tab, refusal)
    st.stop()

st.markdown(f"**{plain(plan.line_name)}** · {_.day_and_year(plan.service_date)}, {_.clock(plan.starts_at)}")
if not plan.is_ahead:
    st.info(_("This departure has left, or was called off: nobody is left to move."))
    st.stop()

choose_one(
    _("What happens"),
    list(titles),
    default=CALL_OFF,
    format_func=titles.__getitem__,
    key=WHAT,
    label_visibility="visible",
)
vehicle_id = None
if not runs_not:
    vehicle_id = choose_truck(tab, plan, trucks)
    movable = {each.row.id: each.row for each in plan.rows if each.may_move}
    chosen = st.multiselect(
        _("Who leaves this truck"),
        list(movable),
        format_func=lambda each: (
            f"{movable[each].number} · {movable[each].partner_name} · {_.kg(movable[each].quantity.kg)}"
        ),
        placeholder=_("Choose"),
        key=WHO,
    )
    if not chosen:
        st.caption(_("Choose the loads that must leave: the others stay, and what is freed goes to whoever waits."))
        st.stop()

draw_plan(_, plan, runs_not=runs_not)
confirm(tab, plan, runs_not=runs_not, vehicle_id=vehicle_id)
