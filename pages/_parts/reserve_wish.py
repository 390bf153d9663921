"""The question of the reserve page: places, quantity, temperature and days, kept in the address as a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.lines.views import DepartureDetail, departure_detail
from core.partners.kinds import PartnerKind
from core.partners.views import SiteRow, sites
from core.reservations.views import Wish
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from pages._parts.plain_text import plain
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab

_WEEKS_AHEAD = 4
_MOST_KG, _MOST_PALLETS = 40_000, 40.0
_KG_PER_PALLET, _QUARTER = 400, 25
_TEMPERATURES = {each.value: each for each in TemperatureClass}
_RECEIVERS = frozenset({PartnerKind.food_bank, PartnerKind.grocer, PartnerKind.institution})


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as far as it is filled in; None where it is not yet."""

    from_site_id: int | None
    to_site_id: int | None
    kg: int | None
    pallet_hundredths: int | None
    temperature: TemperatureClass
    first_day: date
    last_day: date
    departure_id: int | None
    way: str = ""

    def wish(self, partner_id: int) -> Wish | None:
        """Return the wish once the places and the weight are known."""
        if self.from_site_id is None or self.to_site_id is None or self.kg is None:
            return None
        floor = estimated_floor(self.kg) if self.pallet_hundredths is None else self.pallet_hundredths
        return Wish(
            partner_id=partner_id,
            from_site_id=self.from_site_id,
            to_site_id=self.to_site_id,
            quantity=Quantity(self.kg, floor),
            temperature=self.temperature,
            first_day=self.first_day,
            last_day=self.last_day,
        )


def estimated_floor(kg: int) -> int:
    """Return the floor space a load usually takes, in hundredths of a pallet: 400 kg a pallet, in whole quarters."""
    return -(-kg * 100 // (_KG_PER_PALLET * _QUARTER)) * _QUARTER


def ask(tab: Tab, partner_id: int) -> Asked:
    """Draw the form and return what is looked for, as the address says it; sending the form writes the address."""
    _ = tab.words
    departure = _departure_in_link()
    with reading() as session:
        places = {row.id: row for row in sites(session) if row.is_active}
    start = _start(places, partner_id, departure)
    if departure is not None:
        st.caption(_("For “%(line)s”, %(day)s", line=plain(departure.line_name), day=_.day(departure.service_date)))
    said = _said(_, places, start)
    if said and on_a_phone():
        with st.expander(said):
            sent = _form(_, places, start)
    else:
        sent = _form(_, places, start)
    if sent is None:
        return start
    st.query_params.from_dict(_as_link(sent))
    if sent.wish(partner_id) is None:
        st.warning(_("Say from where, to where and how many kilograms; the departures that fit appear here."))
    elif on_a_phone():
        st.rerun()  # the form folds, the answers come into sight
    return sent


def look_further(asked: Asked, *, weeks: int) -> None:
    """Move the end of the search, in the address."""
    st.query_params["last_day"] = (asked.last_day + timedelta(weeks=weeks)).isoformat()


def _said(_: Words, places: Mapping[int, SiteRow], asked: Asked) -> str:
    """Return the search in one line once it is complete, else nothing."""
    if not asked.way or asked.kg is None:
        return ""
    return f"{plain(asked.way)} · {_.kg(asked.kg)} · {_.label(asked.temperature)}"


def _way(places: Mapping[int, SiteRow], start_id: int | None, end_id: int | None) -> str:
    """Return the two places as people read them, once both are known."""
    start, end = (places.get(each) if each else None for each in (start_id, end_id))
    return f"{start.name} → {end.name}" if start and end else ""


def _form(_: Words, places: Mapping[int, SiteRow], start: Asked) -> Asked | None:
    ids = sorted(places, key=lambda each: (places[each].town, places[each].name))
    temperatures = list(TemperatureClass)

    def said(each: int) -> str:
        return f"{places[each].name} · {places[each].town}"

    def at(each: int | None) -> int | None:
        return ids.index(each) if each in ids else None

    with st.form("reserve.wish"):
        left, right = st.columns(2)
        hint = _("Type a town or a name")
        start_id = left.selectbox(
            _("From where"), ids, index=at(start.from_site_id), format_func=said, placeholder=hint
        )
        end_id = right.selectbox(_("To where"), ids, index=at(start.to_site_id), format_func=said, placeholder=hint)
        load, days = st.columns(2)
        with load.container(horizontal=True):
            kg = st.number_input(_("Weight (kg)"), 1, _MOST_KG, start.kg, 1, width=120)
            pallets = st.number_input(
                _("Pallets"),
                0.0,
                _MOST_PALLETS,
                None if start.pallet_hundredths is None else start.pallet_hundredths / 100,
                0.25,
                placeholder=_("estimated"),
                help=_("Left blank, one pallet is counted for 400 kg. Boxes that ride on other loads take 0."),
                width=120,
            )
            temperature = st.selectbox(
                _("Temperature"),
                temperatures,
                index=temperatures.index(start.temperature),
                format_func=_.label,
                width=160,
            )
        with days.container(horizontal=True, vertical_alignment="bottom"):
            today = clock.today()
            first_day = st.date_input(_("Between"), start.first_day, today, format="YYYY-MM-DD", width=150)
            last_day = st.date_input(_("and"), start.last_day, today, format="YYYY-MM-DD", width=150)
            sent = st.form_submit_button(_("See the departures"), type="primary")
    if not sent:
        return None
    floor = None if pallets is None else round(100 * pallets)
    until = max(first_day, last_day)
    way = _way(places, start_id, end_id)
    return Asked(start_id, end_id, kg, floor, temperature, first_day, until, start.departure_id, way)


def _departure_in_link() -> DepartureDetail | None:
    said = st.query_params.get("departure", "")
    if _number(said) is None or "kg" in st.query_params:
        return None
    try:
        with reading() as session:
            return departure_detail(session, int(said))
    except Refusal:
        return None


def _start(places: Mapping[int, SiteRow], partner_id: int, departure: DepartureDetail | None) -> Asked:
    link = st.query_params
    today = clock.today()
    begins, ends = _usual_ends(places, partner_id, departure)
    first, last = today + timedelta(days=1), today + timedelta(weeks=_WEEKS_AHEAD)
    if departure is not None:
        first = last = max(today, departure.service_date)
    first = max(today, _day(link.get("first_day", ""), first))
    asked_from, asked_to = (_place(places, link.get(name, "")) for name in ("from", "to"))
    start_id, end_id = (asked_from, asked_to) if asked_from or asked_to else (begins, ends)
    return Asked(
        from_site_id=start_id,
        to_site_id=end_id,
        kg=_number(link.get("kg", ""), most=_MOST_KG) or None,
        pallet_hundredths=_number(link.get("pallet_hundredths", ""), most=round(_MOST_PALLETS * 100)),
        temperature=_TEMPERATURES.get(link.get("temperature", ""), TemperatureClass.chilled),
        first_day=first,
        last_day=max(first, _day(link.get("last_day", ""), last)),
        departure_id=_number(link.get("departure", "")),
        way=_way(places, start_id, end_id),
    )


def _usual_ends(
    places: Mapping[int, SiteRow], partner_id: int, departure: DepartureDetail | None
) -> tuple[int | None, int | None]:
    """Return the places to begin with: one's own, at the end where this kind of partner usually is."""
    own = [places[each] for each in sorted(places) if places[each].partner_id == partner_id]
    if departure is not None and departure.stops:
        stops = {stop.site_id for stop in departure.stops}
        own = [each for each in own if each.id in stops]
    if not own:
        return None, None
    return (None, own[0].id) if own[0].partner_kind in _RECEIVERS else (own[0].id, None)


def _as_link(asked: Asked) -> dict[str, str]:
    said = {
        "departure": asked.departure_id,
        "from": asked.from_site_id,
        "to": asked.to_site_id,
        "kg": asked.kg,
        "pallet_hundredths": asked.pallet_hundredths,
        "temperature": asked.temperature.value,
        "first_day": asked.first_day.isoformat(),
        "last_day": asked.last_day.isoformat(),
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def _place(places: Mapping[int, SiteRow], said: str) -> int | None:
    number = _number(said)
    return number if number in places else None


def _number(said: str, *, most: int = 10**9) -> int | None:
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    return number if number is None or number <= most else None


def _day(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return otherwise
