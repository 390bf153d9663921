"""The question of the reserve page: places, quantity, temperature and days, kept in the address as a link."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from core.database.doors import reading
from core.lines.views import DepartureDetail, departure_detail
from core.partners.views import SiteRow, sites
from core.reservations.views import Wish
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from pages._parts.tab import Tab

_WEEKS_AHEAD = 4
_TEMPERATURES = {each.value: each for each in TemperatureClass}


@dataclass(frozen=True, slots=True)
class _Start:
    """What the form shows first: the link's words, else the departure it names, else the partner's own places."""

    from_site_id: int | None
    to_site_id: int | None
    kg: int | None
    pallets: float | None
    temperature: TemperatureClass
    first_day: date
    last_day: date


def ask_wish(tab: Tab, partner_id: int) -> Wish | None:
    """Draw the form and return what was asked; None until it is complete."""
    _ = tab.words
    departure = _departure_in_link()
    with reading() as session:
        places = {row.id: row for row in sites(session) if row.is_active}
    start = _start(places, partner_id, departure)
    if departure is not None:
        st.caption(_("For “%(line)s”, %(day)s.", line=departure.line_name, day=_.day(departure.service_date)))
    sent = _form(tab, places, start)
    if sent is not None:
        st.query_params.from_dict(_as_link(sent, departure))
        start = sent
    if start.from_site_id is None or start.to_site_id is None or start.kg is None:
        if sent is not None:
            st.warning(_("Say from where, to where and how many kilograms; the departures that fit appear here."))
        return None
    return Wish(
        partner_id=partner_id,
        from_site_id=start.from_site_id,
        to_site_id=start.to_site_id,
        quantity=Quantity(start.kg, round(100 * (start.pallets or 0))),
        temperature=start.temperature,
        first_day=start.first_day,
        last_day=start.last_day,
    )


def _form(tab: Tab, places: dict[int, SiteRow], start: _Start) -> _Start | None:
    _ = tab.words
    ids = sorted(places, key=lambda each: (places[each].town, places[each].name))
    temperatures = list(TemperatureClass)

    def said(each: int) -> str:
        return f"{places[each].name} · {places[each].town}"

    def at(each: int | None) -> int | None:
        return ids.index(each) if each in ids else None

    with st.form("reserve.wish"):
        left, right = st.columns(2)
        hint = _("Type a town or a name")
        start_id = left.selectbox(_("From"), ids, index=at(start.from_site_id), format_func=said, placeholder=hint)
        end_id = right.selectbox(_("To"), ids, index=at(start.to_site_id), format_func=said, placeholder=hint)
        weight, floor, cold = st.columns(3)
        kg = weight.number_input(_("Weight (kg)"), min_value=1, max_value=40_000, step=1, value=start.kg)
        pallets = floor.number_input(
            _("Pallets"),
            min_value=0.0,
            max_value=40.0,
            step=0.25,
            value=start.pallets,
            help=_("A quarter of a pallet is 0.25; leave blank for a few boxes."),
        )
        temperature = cold.selectbox(
            _("Temperature"), temperatures, index=temperatures.index(start.temperature), format_func=_.label
        )
        first, last = st.columns(2)
        first_day = first.date_input(_("Between"), value=start.first_day, min_value=clock.today(), format="YYYY-MM-DD")
        last_day = last.date_input(_("and"), value=start.last_day, min_value=clock.today(), format="YYYY-MM-DD")
        if not st.form_submit_button(_("See the departures"), type="primary"):
            return None
    return _Start(start_id, end_id, kg, pallets, temperature, first_day, max(first_day, last_day))


def _departure_in_link() -> DepartureDetail | None:
    said = st.query_params.get("departure", "")
    if not said.isdecimal():
        return None
    try:
        with reading() as session:
            return departure_detail(session, int(said))
    except Refusal:
        return None


def _start(places: dict[int, SiteRow], partner_id: int, departure: DepartureDetail | None) -> _Start:
    link = st.query_params
    today = clock.today()
    own = next((each for each in places if places[each].partner_id == partner_id), None)
    begins, ends = own, None
    first, last = today + timedelta(days=1), today + timedelta(weeks=_WEEKS_AHEAD)
    if departure is not None:
        stops = [stop.site_id for stop in departure.stops]
        begins, ends = _along(stops, own)
        first = last = max(today, departure.service_date)
    first = max(today, _day(link.get("first_day", ""), first))
    return _Start(
        from_site_id=_number(link.get("from", "")) or begins,
        to_site_id=_number(link.get("to", "")) or ends,
        kg=_number(link.get("kg", "")),
        pallets=(_number(link.get("pallet_hundredths", "")) or 0) / 100 or None,
        temperature=_TEMPERATURES.get(link.get("temperature", ""), TemperatureClass.chilled),
        first_day=first,
        last_day=max(first, _day(link.get("last_day", ""), last)),
    )


def _along(stops: list[int], own: int | None) -> tuple[int | None, int | None]:
    """Return ends of the departure that suit a partner's own place: from it, or to it, else the whole way."""
    if len(stops) < 2 or stops[0] == stops[-1]:
        return own, None
    if own in stops[:-1]:
        return own, stops[-1]
    return stops[0], own if own in stops[1:] else stops[-1]


def _as_link(wish: _Start, departure: DepartureDetail | None) -> dict[str, str]:
    said = {
        "departure": departure.id if departure is not None else None,
        "from": wish.from_site_id,
        "to": wish.to_site_id,
        "kg": wish.kg,
        "pallet_hundredths": round(100 * wish.pallets) if wish.pallets else None,
        "temperature": wish.temperature.value,
        "first_day": wish.first_day.isoformat(),
        "last_day": wish.last_day.isoformat(),
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _day(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return otherwise
