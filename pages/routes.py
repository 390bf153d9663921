"""The tours of a day: its loads, the plan the optimiser proposes, what it saves, and a person's yes (R11)."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.routes.views import day_board, plan_of_day, planned_days, tour_days
from core.shared.errors import Refusal
from core.shared.settings import PROJECT
from pages._parts.acting import show_refusal
from pages._parts.tab import signed_in_member
from pages._parts.tour_asking import draw_asking, draw_loads, draw_search, show_failure
from pages._parts.tour_choice import asked_day, asked_number, choose_day
from pages._parts.tour_plan import draw_acceptance, draw_plan

tab = signed_in_member()
_ = tab.words
plans_tours = tab.member.has(Right.coordinator)
job_id = st.query_params.get("job", "") if plans_tours else ""

st.title(_("Routes of the day"), anchor=False)
show_failure()
try:
    with reading() as session:
        loads = tour_days(session) if plans_tours else {}
        days = list(loads) if plans_tours else planned_days(session)
        day = asked_day() or (days[0] if days else None)
        board = day_board(session, day) if plans_tours and day else None
        plan = None
        if day and not job_id:
            plan = plan_of_day(session, tab.member, service_date=day, plan_id=asked_number("plan"), board=board)
except Refusal as refusal:
    show_refusal(tab, refusal)
    st.page_link(PROJECT / "pages" / "routes.py", label=_("Back to the tours of the day"))
    st.stop()

if day is None:
    st.info(
        _(
            "No load waits for a flexible tour. When partners ask for a place in one, its day appears here, "
            "to be planned."
        )
        if plans_tours
        else _("No tour is planned yet. Once a plan is accepted, its stops and your loads appear here.")
    )
    st.stop()

choice, asking = st.columns([3, 9], gap="medium", vertical_alignment="bottom")
with choice:
    choose_day(_, days, day, loads)
with asking:
    if job_id:
        draw_search(tab, job_id)
    elif board is not None and board.loads:
        draw_asking(tab, board, again=plan is not None)

if plan is not None:
    draw_acceptance(tab, plan, plans_tours=plans_tours)
    draw_plan(tab, plan)
elif board is None or not board.loads:
    st.info(
        _("No load asks for a tour on %(day)s. Choose another day.", day=_.day(day))
        if plans_tours
        else _("No plan is accepted for %(day)s. Choose another day.", day=_.day(day))
    )
if board is not None and board.loads:
    draw_loads(tab, board, opened=plan is None)
