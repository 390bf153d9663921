"""One departure in full: its stops on the map and by the clock, the room on each leg, the price, how to reserve."""

from itertools import pairwise

import streamlit as st

from core.database.doors import ReadSession, reading
from core.i18n.words import Words
from core.lines.kinds import DepartureKind
from core.lines.views import DepartureDetail, StopRow, departure_detail
from core.reservations.priority import Priority
from core.reservations.priority_views import asked_and_kept
from core.seasons.views import WeekPeriod
from core.seasons.views import periods as read_periods
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity
from core.shared.settings import PROJECT
from core.tariffs.price_list import PriceList
from core.tariffs.pricing import Reductions, trough_percent
from core.tariffs.pricing import quote as quote_load
from pages._parts import periods as period_signs
from pages._parts.base_map import (
    MapLabel,
    MapPath,
    MapSite,
    dark_mode,
    label_layer,
    network_deck,
    path_layer,
    rgb,
    show_map,
    site_layer,
)
from pages._parts.calendar_room import draw_room
from pages._parts.calendar_words import Periods, hours_said, is_open, quantity_said, room_said, state_said
from pages._parts.kept_words import kept_said
from pages._parts.map_view import heights_apart, view_of
from pages._parts.plain_text import dollars, plain
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab
from pages._parts.word_table import draw_words

RESERVE_PAGE = PROJECT / "pages" / "reserve.py"
TYPICAL_LOADS = (Quantity(60, 50), Quantity(250, 100), Quantity(750, 300))
_MAP_HEIGHT = 260
_HALF_PAGE, _DRAWER, _PHONE = 500, 620, 320  # about how wide a drawing comes out, in pixels
_ROOM_FOR_NAMES = 76  # half the longest town name, so that none is cut at the edge
_NORMAL_WEEK = WeekPeriod(Period.normal, 0.0, None, is_overridden=False, note="")


def open_departure(tab: Tab, departure_id: int, periods: Periods) -> None:
    """Open the departure in a drawer beside the calendar."""
    try:
        with reading() as session:
            departure = departure_detail(session, departure_id)
            prices, kept = _asked(session, departure)
    except Refusal as refusal:
        st.error(tab.words.refusal(refusal))
        return
    drawer = st.dialog(departure.line_name, width="medium", position="right")
    drawer(_drawer)(tab, departure, _week(departure, periods), prices, kept)


def _asked(session: ReadSession, departure: DepartureDetail) -> tuple[PriceList, Priority]:
    return asked_and_kept(
        session, line_id=departure.line_id, service_date=departure.service_date, closes_at=departure.closes_at
    )


def _drawer(tab: Tab, departure: DepartureDetail, week: WeekPeriod, prices: PriceList, kept: Priority) -> None:
    _ = tab.words
    draw_departure(tab, departure, week, prices, kept, wide=False)
    st.page_link(
        PROJECT / "pages" / "transport_calendar.py",
        label=_("Open on a page of its own (a link to send)"),
        query_params={"departure": str(departure.id)},
    )


def draw_departure_page(tab: Tab, departure_id: int) -> None:
    """Draw the departure as a page of its own: what a link to it opens."""
    _ = tab.words
    st.page_link(PROJECT / "pages" / "transport_calendar.py", label=_("← The whole calendar"))
    try:
        with reading() as session:
            departure = departure_detail(session, departure_id)
            monday = week_start(departure.service_date)
            periods = read_periods(session, first_week=monday, last_week=monday, line_id=departure.line_id)
            prices, kept = _asked(session, departure)
    except Refusal as refusal:
        st.error(_.refusal(refusal))
        return
    st.title(departure.line_name, anchor=False)
    draw_departure(tab, departure, _week(departure, periods), prices, kept, wide=True)


def draw_departure(
    tab: Tab, departure: DepartureDetail, week: WeekPeriod, prices: PriceList, kept: Priority, *, wide: bool
) -> None:
    """Draw everything the public may know of a departure, what people ask first at the top."""
    _ = tab.words
    awaits_plan = departure.kind is DepartureKind.flexible and departure.tour_plan_id is None
    distance = [] if awaits_plan else [_.km(departure.metres)]
    facts = [f"**{_.day(departure.service_date)}**", hours_said(_, departure), *distance, departure.vehicle_name]
    st.markdown("\u2003".join(facts))
    _say_period(_, departure, week)
    _offer_to_reserve(tab, departure)
    if awaits_plan:
        _say_tour_to_plan(_, departure)
        return
    width = _PHONE if on_a_phone() else _HALF_PAGE if wide else _DRAWER
    where, what = st.columns(2, gap="large") if wide else (st.container(), st.container())
    with where:
        _draw_map(_, departure, week.period, width=width)
        _draw_stops(_, departure)
    with what:
        draw_room(_, departure, width=width, kept=kept_said(_, kept))
        _draw_prices(_, departure, week, prices)
        if departure.note:
            st.caption(departure.note)


def _say_tour_to_plan(_: Words, departure: DepartureDetail) -> None:
    st.info(
        _(
            "Flexible tour: stops and hours are planned once requests are in, after %(moment)s.",
            moment=_.value(departure.closes_at),
        )
    )
    st.subheader(_("Room on board"), anchor=False)
    st.markdown("  \n".join(room_said(_, room) for room in departure.rooms))
    if departure.note:
        st.caption(departure.note)


def _week(departure: DepartureDetail, periods: Periods) -> WeekPeriod:
    return periods.get((departure.line_id, week_start(departure.service_date)), _NORMAL_WEEK)


def _say_period(_: Words, departure: DepartureDetail, week: WeekPeriod) -> None:
    said = period_signs.shown(_, week.period)
    reserved = _.percent(departure.load_percent / 100)
    if week.period is Period.trough and departure.trough_discount_percent:
        discount = _.percent(departure.trough_discount_percent / 100)
        sentence = _("Trough week: this departure is %(reserved)s reserved. Price reduced by %(discount)s.")
        st.markdown(f"**{said}**\u2003" + sentence % {"reserved": reserved, "discount": discount})
    else:
        st.markdown(f"**{said}**\u2003" + _("This departure is %(reserved)s reserved.", reserved=reserved))
    if week.note:
        st.caption(_("Declared by a coordinator: %(reason)s", reason=week.note))


def _offer_to_reserve(tab: Tab, departure: DepartureDetail) -> None:
    _ = tab.words
    now = clock.now()
    if not is_open(departure, now):
        st.warning(_("%(state)s. Choose another departure in the calendar.", state=state_said(_, departure, now)))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Reserve"), type="primary", key=f"calendar.reserve.{departure.id}"):
            st.switch_page(RESERVE_PAGE, query_params={"departure": str(departure.id)})
        st.caption(_("Reservations close %(moment)s", moment=_.value(departure.closes_at)))


def _draw_map(_: Words, departure: DepartureDetail, period: Period, *, width: int) -> None:
    dark = dark_mode()
    size = (width, _MAP_HEIGHT)
    colour = rgb(period_signs.colour(period, dark=dark))
    points = tuple(stop.point for stop in departure.stops)
    legs = [
        MapPath(
            (before.point, after.point),
            f"{before.town} → {after.town}",
            (_.km(leg.metres), *([leg.ferry] if leg.ferry else [])),
            colour,
            width_pixels=2 if leg.ferry else 4,
        )
        for (before, after), leg in zip(pairwise(departure.stops), departure.legs, strict=False)
    ]
    sites = [
        MapSite(stop.point, f"{stop.position + 1}. {stop.site_name}", (_.clock(stop.arrives_at),), colour, 7)
        for stop in departure.stops
    ]
    layers = [
        path_layer(legs, dark=dark),
        site_layer(sites, dark=dark),
        label_layer(_town_labels(departure, size), dark=dark),
    ]
    show_map(
        _,
        network_deck(layers, dark=dark, around=points, size=size, margin_pixels=_ROOM_FOR_NAMES),
        key=f"calendar.map.{departure.id}",
        alt=_("Map of the stops: %(towns)s", towns=" → ".join(departure.stop_names)),
        height=_MAP_HEIGHT,
    )


def _town_labels(departure: DepartureDetail, size: tuple[int, int]) -> list[MapLabel]:
    """Name each town once, with the numbers of its stops, no name over another."""
    numbers: dict[str, list[str]] = {}
    for stop in departure.stops:
        numbers.setdefault(stop.town, []).append(str(stop.position + 1))
    points = {stop.town: stop.point for stop in reversed(departure.stops)}
    named = [(f"{'·'.join(own)} {town}", points[town]) for town, own in numbers.items()]
    zoom = view_of([stop.point for stop in departure.stops], size=size, margin_pixels=_ROOM_FOR_NAMES)[1]
    return [MapLabel(point, said, up) for (said, point), up in zip(named, heights_apart(named, zoom), strict=True)]


def _draw_stops(_: Words, departure: DepartureDetail) -> None:
    st.subheader(_("Stops"), anchor=False)
    draw_words(
        (_("Place"), _("Arrives"), _("Leaves")),
        [(_place_said(stop), _.clock(stop.arrives_at), _.clock(stop.leaves_at)) for stop in departure.stops],
        right=(1, 2),
    )


def _place_said(stop: StopRow) -> str:
    """Return `3. Entrepôt du Comptoir, Amqui`; a name that tells the town does not tell it twice."""
    town = "" if stop.town in stop.site_name else f", {stop.town}"
    return f"{stop.position + 1}\\. {plain(stop.site_name + town)}"


def _draw_prices(_: Words, departure: DepartureDetail, week: WeekPeriod, prices: PriceList) -> None:
    tariff = prices.on(departure.service_date)
    if tariff.tariff_id is None or not departure.metres:
        return
    reductions = Reductions(trough_percent(week.period, discount_percent=departure.trough_discount_percent))
    st.subheader(_("Price from the first stop to the last"), anchor=False)
    rows = []
    for load in TYPICAL_LOADS:
        quote = quote_load(tariff.formula, load, metres=departure.metres, reductions=reductions, taxes=tariff.taxes)
        saving = _.money(quote.saving_cents) if quote.saving_cents else "–"
        rows.append((quantity_said(_, load), dollars(_.bill(quote.bill)), dollars(saving)))
    draw_words((_("Typical load"), _("Price"), _("Trough saving")), rows, right=(1, 2))
    st.caption(
        _("Shorter trips cost less, and some partners have a solidarity rate: the exact price shows as you reserve.")
    )
