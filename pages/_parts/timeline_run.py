"""One departure of the timeline: the facts, and the form that moves it; a drag fills it in and asks to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import streamlit as st

from core.database.doors import WriteSession, reading
from core.i18n.words import Words
from core.lines.actions import assign_driver
from core.lines.kinds import DepartureState
from core.lines.moving_refusals import TourIsPlanned
from core.lines.views import DepartureDetail, departure_detail, drivers
from core.reservations.actions import move_departure
from core.reservations.views import reservations_on
from core.shared import clock
from core.shared.errors import Refusal
from pages._parts.acting import act, flash, show_refusal
from pages._parts.leaving import link_to
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

_FIVE_MINUTES = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """Where somebody dragged a departure."""

    starts_at: datetime
    vehicle_id: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """A departure, who rides on it, who may drive it, and the vehicles there are."""

    departure: DepartureDetail
    riders: tuple[str, ...]
    drivers: Mapping[int, str]
    vehicles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The form as it was sent."""

    starts_at: datetime
    vehicle_id: int
    driver_id: int | None
    reason: str


def open_run(tab: Tab, departure_id: int, vehicles: Mapping[int, str], wish: Wish | None = None) -> None:
    """Open a departure; `wish` is where it was dragged."""
    _ = tab.words
    try:
        with reading() as session:
            departure = departure_detail(session, departure_id)
            riders = [row.partner_name for row in reservations_on(session, tab.member, departure_id=departure_id)]
            who_drive = dict(drivers(session))
    except Refusal as refusal:
        show_refusal(tab, refusal)
        return
    names = {departure.vehicle_id: departure.vehicle_name, **vehicles}
    if departure.driver_id is not None:
        who_drive.setdefault(departure.driver_id, departure.driver_name)
    title = departure.line_name if wish is None else _("Move “%(line)s”?", line=departure.line_name)
    dialog = st.dialog(title, width="medium")
    dialog(_draw)(tab, _Opened(departure, tuple(riders), who_drive, names), wish)


def _draw(tab: Tab, opened: _Opened, wish: Wish | None) -> None:
    _, departure = tab.words, opened.departure
    if wish is not None:
        st.markdown(_change_said(_, opened, wish))
    else:
        st.markdown(_facts_said(_, departure))
    st.markdown(_riders_said(_, opened.riders))
    fixed = _why_fixed(_, departure)
    if fixed:
        st.info(fixed)
    else:
        _draw_form(tab, opened, wish)
    link_to("network", _("Open the departure: stops, driver, done"), tab="departures", open=str(departure.id))
    if not fixed:
        link_to("rearrange", _("Call it off or move its loads"), departure=str(departure.id))


def _facts_said(_: Words, departure: DepartureDetail) -> str:
    hours = f"{_.clock(departure.starts_at)} – {_.clock(departure.ends_at)}"
    said = [
        f"**{_.day_and_year(departure.service_date)}, {hours}**",
        plain(departure.vehicle_name),
        plain(departure.driver_name) or _("no driver yet"),
        _("load %(share)s", share=_.percent(departure.load_percent / 100)),
        _.label(departure.state),
    ]
    return " · ".join(said)


def _change_said(_: Words, opened: _Opened, wish: Wish) -> str:
    departure = opened.departure
    said = []
    if wish.starts_at != departure.starts_at:
        said.append(f"{_.value(departure.starts_at)} → **{_.value(wish.starts_at)}**")
    if wish.vehicle_id != departure.vehicle_id:
        other = opened.vehicles.get(wish.vehicle_id, "")
        said.append(f"{plain(departure.vehicle_name)} → **{plain(other)}**")
    return "  \n".join(said)


def _riders_said(_: Words, riders: tuple[str, ...]) -> str:
    if not riders:
        return _("Nobody has reserved on it: nobody else is concerned.")
    return _.many(
        "%(count)s reservation keeps its place; its partner is told of a new hour: %(names)s.",
        "%(count)s reservations keep their place; their partners are told of a new hour: %(names)s.",
        len(riders),
        names=plain(", ".join(dict.fromkeys(riders))),
    )


def _why_fixed(_: Words, departure: DepartureDetail) -> str:
    if departure.state is not DepartureState.planned or departure.starts_at <= clock.now():
        return _("This departure has left, or is done: it stays where it was.")
    if departure.tour_plan_id is not None:
        return _.refusal(TourIsPlanned(line=departure.line_name, day=departure.service_date))
    return ""


def _draw_form(tab: Tab, opened: _Opened, wish: Wish | None) -> None:
    _, departure = tab.words, opened.departure
    wall = clock.local(wish.starts_at if wish is not None else departure.starts_at)
    vehicles, people = list(opened.vehicles), list(opened.drivers)
    chosen = wish.vehicle_id if wish is not None and wish.vehicle_id in vehicles else departure.vehicle_id
    key = f"timeline.run.{departure.id}.{departure.version}.{wall.isoformat()}.{chosen}"
    with st.form(key, border=False):
        day_side, time_side = st.columns(2)
        day: date | None = day_side.date_input(_("Day"), value=wall.date(), format="YYYY-MM-DD", key=f"{key}.day")
        at: time | None = time_side.time_input(_("Leaves at"), value=wall.time(), step=_FIVE_MINUTES, key=f"{key}.at")
        vehicle_id = st.selectbox(
            _("Vehicle"), vehicles, vehicles.index(chosen), opened.vehicles.__getitem__, key=f"{key}.vehicle"
        )
        driver_id = st.selectbox(
            _("Driver"),
            people,
            people.index(departure.driver_id) if departure.driver_id in people else None,
            opened.drivers.__getitem__,
            placeholder=_("Nobody yet"),
            key=f"{key}.driver",
        )
        reason = st.text_input(_("Reason (everyone concerned reads it)"), max_chars=200, key=f"{key}.reason")
        if not st.form_submit_button(_("Move the departure"), type="primary"):
            return
    day, at = day or wall.date(), at or wall.time()
    starts_at = clock.at_local(day, at.hour * 60 + at.minute)
    _do(tab, opened, _Asked(starts_at, vehicle_id, driver_id, reason))


def _do(tab: Tab, opened: _Opened, asked: _Asked) -> None:
    _, departure = tab.words, opened.departure
    stays = (asked.starts_at, asked.vehicle_id) == (departure.starts_at, departure.vehicle_id)
    if stays and asked.driver_id == departure.driver_id:
        st.info(_("Nothing changes: choose another day, hour, vehicle or driver."))
        return

    def do(session: WriteSession) -> bool:
        if stays:
            assign_driver(
                session,
                tab.member,
                departure_id=departure.id,
                driver_id=asked.driver_id,
                version=departure.version,
            )
        else:
            move_departure(
                session,
                tab.member,
                departure_id=departure.id,
                starts_at=asked.starts_at,
                vehicle_id=asked.vehicle_id,
                driver_id=asked.driver_id,
                version=departure.version,
                reason=asked.reason,
            )
        return True

    if act(tab, do):
        vehicle = opened.vehicles[asked.vehicle_id]
        said = {"line": departure.line_name, "moment": _.value(asked.starts_at), "vehicle": vehicle}
        flash(tab, _("“%(line)s” leaves on %(moment)s with “%(vehicle)s”.", **said))
        st.rerun()
