"""Asking for a plan: the day's loads and vehicles, then the search, which goes on when the page is left."""

from collections.abc import Sequence

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.jobs.queue import wake
from core.reservations.requests import number
from core.routes.actions import ask_for_plan
from core.routes.views import DayBoard
from core.shared.errors import Refusal
from core.shared.quantities import NOTHING
from core.work.actions import ask_cancel
from core.work.tables import JobState
from core.work.views import JobRow, job
from pages._parts.acting import act, flash, show_refusal
from pages._parts.plain_text import plain
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab
from pages._parts.tour_words import NO_BREAK_HYPHEN, quantity_said
from pages._parts.word_table import draw_words

_FAILURE = "navette.tours.failure"


def draw_asking(tab: Tab, board: DayBoard, *, again: bool) -> None:
    """Draw the choice of vehicles and the button that starts the search."""
    _ = tab.words
    free = {each.vehicle.id: each for each in board.vehicles if not each.has_left}
    if not free:
        st.info(_("Every tour of this day has left. Choose another day."))
        return
    with (
        st.form(f"tours.ask.{board.service_date}", border=False),
        st.container(horizontal=not on_a_phone(), vertical_alignment="bottom"),
    ):
        chosen = st.pills(
            _("Vehicles that may drive"),
            list(free),
            selection_mode="multi",
            default=list(free),
            format_func=lambda vehicle_id: free[vehicle_id].vehicle.name,
            wrap=True,
            width="content",
        )
        asked = st.form_submit_button(
            _("Optimise again") if again else _("Optimise"), type="secondary" if again else "primary"
        )
    if asked:
        job_id = act(
            tab,
            lambda session: ask_for_plan(session, tab.member, service_date=board.service_date, vehicle_ids=chosen),
        )
        if job_id is not None:
            wake(job_id)
            st.query_params.from_dict({"day": board.service_date.isoformat(), "job": job_id})
            st.rerun()


def draw_loads(tab: Tab, board: DayBoard, *, opened: bool) -> None:
    """Draw the list of the day's loads."""
    _ = tab.words
    sites = board.places.sites
    total = sum((load.quantity for load in board.loads), NOTHING)
    said = _.many("%(count)s load", "%(count)s loads", len(board.loads))
    with st.expander(f"{said} · {quantity_said(_, total)}", expanded=opened):
        rows = [
            (
                number(load.reservation_id).replace("-", NO_BREAK_HYPHEN),
                plain(load.partner_name),
                plain(sites[load.from_site_id].name),
                plain(sites[load.to_site_id].name),
                _.number(load.quantity.kg),
                _.number(load.quantity.pallet_hundredths / 100, 2),
                _.label(load.temperature).replace(" ", "\u00a0"),
                _.label(load.state),
            )
            for load in board.loads
        ]
        if on_a_phone():
            _load_cards(_, rows)
        else:
            titles = _("No."), _("Partner"), _("From where"), _("To where"), _("Weight (kg)"), _("Pallets")
            draw_words((*titles, _("Temperature"), _("State")), rows, right=(4, 5))


def _load_cards(_: Words, rows: Sequence[Sequence[str]]) -> None:
    """Say each load on three lines."""
    for name, partner, start, end, kg, pallets, temperature, state in rows:
        quantity = f"{kg}\u00a0kg · {pallets}\u00a0{_('pal.')}"
        st.markdown(f"**{name}** · {state}  \n**{start} → {end}**  \n{quantity} · {temperature} · {partner}")


def show_failure() -> None:
    """Say why the last search ended without a plan, once."""
    failure = st.session_state.pop(_FAILURE, "")
    if failure:
        st.error(failure)


def draw_search(tab: Tab, job_id: str) -> None:
    """Follow a search until it ends, then open its plan."""
    st.fragment(_search, run_every=1)(tab, job_id)


def _search(tab: Tab, job_id: str) -> None:
    _ = tab.words
    try:
        with reading() as session:
            found = job(session, tab.member, job_id)
    except Refusal as refusal:
        show_refusal(tab, refusal)
        st.query_params.pop("job", None)
        return
    if found.is_over:
        _end(tab, found)
        return
    waiting = found.state is JobState.queued
    st.progress(
        found.progress_percent / 100,
        _("Waiting for the worker…")
        if waiting
        else _("Searching for the best tours: %(percent)s", percent=_.percent(found.progress_percent / 100)),
    )
    st.caption(_("You may leave this page: the plan will be here when you come back."))
    if st.button(_("Stop the search"), disabled=found.is_stopping, key="tours.stop"):
        act(tab, lambda session: ask_cancel(session, tab.member, job_id=job_id))
        st.rerun(scope="fragment")


def _end(tab: Tab, found: JobRow) -> None:
    """Leave the search: to its plan, or with the reason why there is none."""
    _ = tab.words
    st.query_params.pop("job", None)
    if found.state is JobState.done and found.result is not None:
        st.query_params["plan"] = str(found.result["plan_id"])
    elif found.state is JobState.cancelled:
        flash(tab, _("The search was stopped. Nothing was changed."))
    else:
        st.session_state[_FAILURE] = found.why(_)
    st.rerun()
