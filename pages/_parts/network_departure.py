"""One departure as a coordinator handles it: its stops, its driver, done, or called off."""

from collections.abc import Mapping

import streamlit as st

from core.database.doors import WriteSession, reading
from core.i18n.words import Words
from core.lines.actions import mark_done, set_driver
from core.lines.kinds import DepartureState
from core.lines.views import DepartureDetail, departure_detail, drivers
from core.reservations.actions import cancel_departure
from core.shared import clock
from core.shared.errors import NotFound
from core.shared.settings import PAGES
from pages._parts.acting import act, flash, show_refusal
from pages._parts.network_choice import Section, back_to_list, draw_form_heading, form_of
from pages._parts.network_moving import draw_moving
from pages._parts.tab import Tab


def draw_departure(tab: Tab, departure_id: int) -> None:
    """Draw one departure and what may be done about it."""
    _ = tab.words
    try:
        with reading() as session:
            departure, who_drive = departure_detail(session, departure_id), drivers(session)
    except NotFound as refusal:
        show_refusal(tab, refusal)
        return
    form = form_of(Section.departures, str(departure_id), departure.version)
    title = f"{departure.line_name} — {_.day_and_year(departure.service_date)}"
    draw_form_heading(_, title, form, departure.version)
    st.markdown(_state_said(_, departure))
    stops_side, acts_side = st.columns([3, 2])
    with stops_side:
        _draw_stops(_, departure)
    with acts_side:
        if departure.state is DepartureState.planned:
            _draw_driver(tab, departure, who_drive, form.key("driver"))
            _draw_done(tab, departure, form.key("done"))
            if departure.starts_at > clock.now():
                draw_moving(tab, departure, form.key("move"), form.version)
                _draw_rearranging(_, departure)
            else:
                _draw_cancelling(tab, departure, form.key("cancel"))


def _state_said(_: Words, departure: DepartureDetail) -> str:
    said = [
        _.label(departure.state).capitalize(),
        f"{_.clock(departure.starts_at)} – {_.clock(departure.ends_at)}",
        departure.vehicle_name,
        _("load %(share)s", share=_.percent(departure.load_percent / 100)),
        _("reservations close on %(moment)s", moment=_.value(departure.closes_at)),
    ]
    return " · ".join(said)


def _draw_stops(_: Words, departure: DepartureDetail) -> None:
    used = {leg.position: leg for leg in departure.legs}
    st.dataframe(
        [
            {
                "arrives": _.clock(stop.arrives_at),
                "place": stop.site_name,
                "town": stop.town,
                "carried": _.kg(used[stop.position].used_kg) if stop.position in used else "",
                "ferry": used[stop.position].ferry if stop.position in used else "",
            }
            for stop in departure.stops
        ],
        column_config={
            "arrives": st.column_config.TextColumn(_("Arrives"), width="small"),
            "place": st.column_config.TextColumn(_("Place"), width="medium"),
            "town": st.column_config.TextColumn(_("Town"), width="small"),
            "carried": st.column_config.TextColumn(_("Carried on"), width="small"),
            "ferry": st.column_config.TextColumn(_("Then by ferry"), width="small"),
        },
        hide_index=True,
        alt=_("Stops of this departure"),
    )


def _draw_driver(tab: Tab, departure: DepartureDetail, who_drive: Mapping[int, str], key: str) -> None:
    _ = tab.words
    names = dict(who_drive)
    if departure.driver_id is not None:
        names.setdefault(departure.driver_id, departure.driver_name)
    ids = list(names)
    with st.form(key):
        person_id = st.selectbox(
            _("Driver"),
            ids,
            index=ids.index(departure.driver_id) if departure.driver_id in ids else None,
            format_func=names.__getitem__,
            key=f"{key}.person",
            placeholder=_("Nobody yet"),
        )
        if not ids:
            st.caption(_("Nobody holds the right “driver” yet: an administrator gives it in “People and rights”."))
        if not st.form_submit_button(_("Save the driver")):
            return

    def do(session: WriteSession) -> bool:
        set_driver(session, tab.member, departure_id=departure.id, person_id=person_id)
        return True

    if act(tab, do):
        flash(tab, _("The driver of this departure is saved."))
        back_to_list()


def _draw_done(tab: Tab, departure: DepartureDetail, key: str) -> None:
    _ = tab.words
    if departure.starts_at > clock.now() or not st.button(_("Mark as done"), key=key):
        return

    def do(session: WriteSession) -> bool:
        mark_done(session, tab.member, departure.id)
        return True

    if act(tab, do):
        flash(tab, _("“%(line)s” is done.", line=departure.line_name))
        back_to_list()


def _draw_rearranging(_: Words, departure: DepartureDetail) -> None:
    """Lead to the one act that calls a departure off and offers each of its loads another one."""
    st.page_link(
        PAGES / "rearrange.py",
        label=_("Call it off or move its loads"),
        query_params={"departure": str(departure.id)},
        help=_("See who would go where, then confirm: each load is offered another departure, and everyone is told."),
    )


def _draw_cancelling(tab: Tab, departure: DepartureDetail, key: str) -> None:
    """Call off a departure whose hour is past and that never left: there is nothing to offer instead any more."""
    _ = tab.words
    with st.expander(_("Call this departure off")), st.form(key, border=False):
        st.write(_("Its reservations end, and their partners are told why. This cannot be undone."))
        reason = st.text_input(_("Reason"), key=f"{key}.reason")
        if not st.form_submit_button(_("Call it off")):
            return
    ended = act(tab, lambda session: cancel_departure(session, tab.member, departure_id=departure.id, reason=reason))
    if ended is None:
        return
    flash(
        tab,
        _.many(
            "The departure is called off; %(count)s reservation ends and its partner is told.",
            "The departure is called off; %(count)s reservations end and their partners are told.",
            len(ended),
        ),
    )
    back_to_list()
