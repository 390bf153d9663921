"""The stops of a driver's day, one card each, with a copy for the printer."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.routes.views import DriverSheet, SheetLoad, SheetRun, SheetStopRow
from pages._parts.plain_text import plain
from pages._parts.screen import on_a_phone
from pages._parts.tour_words import quantity_said


def run_said(_: Words, run: SheetRun) -> str:
    """Return how a run stands in the list of a day's runs."""
    said = f"{_.clock(run.starts_at)} · {run.line_name} · {run.vehicle_name}"
    return f"{said} ({_('not planned yet')})" if run.awaits_plan else said


def draw_run(_: Words, sheet: DriverSheet) -> None:
    """Draw which run this is, and the button that opens the copy to print."""
    run = sheet.chosen
    if run is None:
        return
    loads = sum(len(stop.to_load) for stop in sheet.stops)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{_.day(sheet.service_date)} · {_.clock(run.starts_at)} – {_.clock(run.ends_at)}**  \n"
            + " · ".join(
                [
                    plain(run.vehicle_name),
                    plain(run.driver_name) or _("driver to be named"),
                    _.km(sheet.metres),
                    _.many("%(count)s load", "%(count)s loads", loads),
                ]
            )
        )
        st.link_button(_("Print"), f"/feuille/{run.departure_id}", type="primary")
    if run.awaits_plan:
        st.warning(_("This flexible tour is not planned yet: its stops and hours will change once a plan is accepted."))
    st.caption(_("Times and distances are estimates; check the roads and the ferry before leaving."))


def draw_stops(_: Words, stops: Sequence[SheetStopRow]) -> None:
    """Draw each stop: hours, place, dock note, what to unload and what to load."""
    for stop in stops:
        if stop.number > 1:
            ferry = [_("ferry %(name)s", name=stop.ferry)] if stop.ferry else []
            st.caption("↓ " + " · ".join([_.km(stop.metres), *ferry]))
        with st.container(border=True, gap="small"):
            _stop(_, stop)


def _stop(_: Words, stop: SheetStopRow) -> None:
    where, unload, load = [st.container()] * 3 if on_a_phone() else st.columns([4, 5, 5])
    hours = f"{_.clock(stop.arrives_at)} – {_.clock(stop.leaves_at)}"
    with where:
        st.markdown(f"**{stop.number} · {hours}**  \n**{plain(stop.site_name)}**, {plain(stop.town)}")
        st.caption(
            _(
                "open from %(opens)s to %(closes)s",
                opens=_.minute_of_day(stop.opens_minute),
                closes=_.minute_of_day(stop.closes_minute),
            )
        )
        notes = [plain(note) for note in (stop.dock_note, stop.contact_phone) if note]
        if notes:
            st.markdown("  \n".join(notes))
    with unload:
        _loads(_, _("Unload"), [(each, _("from %(place)s", place=each.other_place)) for each in stop.to_unload])
    with load:
        _loads(_, _("Load"), [(each, _("for %(place)s", place=each.other_place)) for each in stop.to_load])


def _loads(_: Words, title: str, loads: Sequence[tuple[SheetLoad, str]]) -> None:
    if not loads:
        return
    lines = [f"**{title}**"]
    for load, way in loads:
        goods = f"{quantity_said(_, load.quantity)} {_.label(load.temperature)}"
        details = " · ".join(
            each for each in (load.number, load.partner_name, way, load.compartment, load.note) if each
        )
        lines.append(f"- **{goods}**  \n  {plain(details)}")
    st.markdown("\n".join(lines))
