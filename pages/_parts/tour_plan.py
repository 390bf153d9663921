"""A plan for people: what it changes in one sentence, its figures beside each partner alone, and what it leaves out."""

from collections.abc import Callable

import streamlit as st

from core.access.rights import Right
from core.i18n.words import Words
from core.routes.actions import accept_plan
from core.routes.tables import PlanState
from core.routes.views import DayPlan, PlanFigures, UnservedRow
from core.shared.settings import PROJECT
from pages._parts.acting import act, flash
from pages._parts.plain_text import dollars, plain
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab
from pages._parts.tour_map import draw_tour_map
from pages._parts.tour_timetable import choose_tour, draw_timetable
from pages._parts.tour_words import gas_said, owned_load_said, reason_said
from pages._parts.word_table import draw_words


def draw_acceptance(tab: Tab, plan: DayPlan, *, plans_tours: bool) -> None:
    """Say where the plan is in its life; a draft that still answers the day has the button that accepts it."""
    _ = tab.words
    if plan.changed:
        st.warning(
            _.many(
                "%(count)s load changed since this plan was made. Optimise again before you accept.",
                "%(count)s loads changed since this plan was made. Optimise again before you accept.",
                plan.changed,
            )
        )
    if plan.state is PlanState.accepted and plan.accepted_at is not None:
        st.success(_("This plan was accepted %(moment)s.", moment=_.value(plan.accepted_at)))
        if plans_tours or tab.member.has(Right.driver):
            st.page_link(
                PROJECT / "pages" / "driver_sheet.py",
                label=_("Driver sheets of this day"),
                query_params={"day": plan.service_date.isoformat()},
            )
    elif plans_tours and not plan.changed and plan.tours:
        with st.container(horizontal=True, vertical_alignment="center"):
            accepts = st.button(_("Accept the plan"), type="primary", key="tours.accept")
            st.caption(_("The departures take these stops and hours, the loads are confirmed, and partners are told."))
        if accepts:
            _accept(tab, plan)


def _accept(tab: Tab, plan: DayPlan) -> None:
    _ = tab.words
    placed = act(tab, lambda session: accept_plan(session, tab.member, plan_id=plan.plan_id))
    if placed is not None:
        said = _.many(
            "Plan accepted: %(count)s load has its place.", "Plan accepted: %(count)s loads have their place.", placed
        )
        flash(tab, said)
        st.query_params.from_dict({"day": plan.service_date.isoformat()})
        st.rerun()


def draw_plan(tab: Tab, plan: DayPlan) -> None:
    """Draw everything this person may see of a plan."""
    _ = tab.words
    _headline(_, plan)
    _figures(_, plan.together, plan.alone)
    _left_out(_, plan.unserved)
    chosen = choose_tour(_, plan.tours)
    if on_a_phone():
        draw_timetable(_, plan.tours, chosen=chosen)
        draw_tour_map(_, plan.tours, chosen=chosen, height=360)
    else:
        where, when = st.columns([5, 7], gap="medium")
        with where:
            draw_tour_map(_, plan.tours, chosen=chosen, height=520)
        with when:
            draw_timetable(_, plan.tours, chosen=chosen)
    _alone(_, plan)
    st.caption(
        _(
            "Distances and times are estimates (straight line × 1.20 to 1.30, ferries and bridges named, 85 km/h on "
            "the open road): check the roads and the ferry before leaving."
        )
    )


def _headline(_: Words, plan: DayPlan) -> None:
    loads = sum(tour.loads for tour in plan.tours)
    carried = _.many("%(count)s load", "%(count)s loads", loads)
    trucks = _.many("%(count)s vehicle", "%(count)s vehicles", len(plan.tours))
    if not plan.tours:
        st.subheader(_("No load could be placed. The reasons are below."), anchor=False)
    elif plan.together.metres < plan.alone.metres:
        less = 1 - plan.together.metres / plan.alone.metres
        st.subheader(
            _(
                "%(loads)s in %(vehicles)s: %(less)s fewer kilometres than each alone",
                loads=carried,
                vehicles=trucks,
                less=_.percent(less),
            ),
            anchor=False,
        )
    else:
        st.subheader(_("%(loads)s in %(vehicles)s", loads=carried, vehicles=trucks), anchor=False)


def _figures(_: Words, together: PlanFigures, alone: PlanFigures) -> None:
    sides: list[tuple[str, Callable[[int], str], int, int]] = []
    if together.cost_cents is not None and alone.cost_cents is not None:
        sides.append((_("Cost"), _.money, together.cost_cents, alone.cost_cents))
    sides += [
        (_("Distance"), _.km, together.metres, alone.metres),
        (_("Time"), _.duration, together.minutes, alone.minutes),
        (_("Greenhouse gases"), lambda each: gas_said(_, each), together.emissions_grams, alone.emissions_grams),
    ]
    if on_a_phone():
        lines = [
            f"- {_('%(name)s: %(figure)s', name=name, figure=f'**{plain(written(ours))}**')}  \n"
            f"  {plain(_compared(_, written, ours, theirs))}"
            for name, written, ours, theirs in sides
        ]
        st.markdown("\n".join(lines))
        return
    with st.container(horizontal=True, gap="large"):
        for name, written, ours, theirs in sides:
            compared = _compared(_, written, ours, theirs)
            same = written(ours) == written(theirs)
            st.metric(
                name,
                written(ours),
                delta=compared or None,
                delta_color="off" if same else "inverse",
                delta_arrow="off" if same else "auto",
                width="content",
            )


def _compared(_: Words, written: Callable[[int], str], ours: int, theirs: int) -> str:
    """Return `−35 % · each alone: 732 km`, or nothing to compare with."""
    if not theirs:
        return ""
    if written(ours) == written(theirs):
        return _("as much as each alone")
    sign = "+" if ours > theirs else ""
    return f"{sign}{_.percent((ours - theirs) / theirs)} · {_('each alone: %(figure)s', figure=written(theirs))}"


def _left_out(_: Words, unserved: tuple[UnservedRow, ...]) -> None:
    if not unserved:
        return
    said = _.many("%(count)s load without a tour", "%(count)s loads without a tour", len(unserved))
    lines = []
    for each in unserved:
        way = f"{each.load.from_name} → {each.load.to_name}"
        said_load = f"- **{plain(owned_load_said(_, each.load))}**, {plain(way)}"
        lines.append(f"{said_load}  \n  {plain(reason_said(_, each.reason))}")
    st.warning("\n".join([f"**{said}**", "", *lines]))


def _alone(_: Words, plan: DayPlan) -> None:
    if not plan.alone_rows:
        return
    with st.expander(_("What each partner would drive alone")):
        titles = [_("Partner"), _("Loads"), _("Distance (km)"), _("Time"), _("CO₂e (kg)")]
        rows = [
            [
                plain(row.partner_name),
                _.number(row.loads),
                _.number(row.metres / 1000),
                _.duration(row.minutes),
                _.number(row.emissions_grams / 1000),
            ]
            for row in plan.alone_rows
        ]
        if plan.alone.cost_cents is not None:  # amounts are for those who see them above
            titles.append(_("Cost"))
            for cells, row in zip(rows, plan.alone_rows, strict=True):
                cells.append(dollars(_.money(row.cost_cents)))
        draw_words(titles, rows, right=range(1, len(titles)))
        st.caption(_(plan.alone_method))
        st.caption(_(plan.emissions_source))
