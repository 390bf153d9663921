"""What would do where a departure lacks room, each a click that fills the search in again."""

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.reservations.nearby_views import NearbyStop, nearby_stops
from core.reservations.remedies import End, OtherStop
from core.reservations.views import Option, Wish
from pages._parts.tab import Tab


def draw_remedies(_: Words, wish: Wish, option: Option) -> None:
    """Draw the remedies of one departure: less, another day, another stop."""
    remedies = _remedies(_, wish, option)
    if not remedies:
        return
    with st.container(horizontal=True, gap="small"):
        for name, (said, link) in remedies.items():
            if st.button(f"→ {said}", key=f"reserve.{name}.{option.departure_id}", type="tertiary"):
                _search_again(wish, link)


def _remedies(_: Words, wish: Wish, option: Option) -> dict[str, tuple[str, dict[str, str]]]:
    found: dict[str, tuple[str, dict[str, str]]] = {}
    if option.most.kg:
        less = {"kg": str(option.most.kg), "pallet_hundredths": str(option.most.pallet_hundredths)}
        found["less"] = (_("Look for %(kg)s instead", kg=_.quantity(option.most)), less)
    if option.next_day is not None:
        day = option.next_day.isoformat()
        found["day"] = (
            _("On %(day)s, all of it rides", day=_.day(option.next_day)),
            {"first_day": day, "last_day": max(day, wish.last_day.isoformat())},
        )
    if option.other_stop is not None:
        field = "from" if option.other_stop.end is End.start else "to"
        found["stop"] = (_stop_said(_, option.other_stop), {field: str(option.other_stop.site_id)})
    return found


def _stop_said(_: Words, other: OtherStop) -> str:
    if other.end is End.start:
        return _("From %(place)s, %(km)s along the line, all of it rides", place=other.site_name, km=_.km(other.metres))
    return _("To %(place)s, %(km)s along the line, all of it rides", place=other.site_name, km=_.km(other.metres))


def draw_nearby(tab: Tab, wish: Wish) -> None:
    """Where no departure joins the places, draw the stops near one of them that are joined to the other."""
    _ = tab.words
    with reading() as session:
        stops = nearby_stops(session, tab.member, wish)
    for stop in stops:
        if st.button(f"→ {_nearby_said(_, stop)}", key=f"reserve.nearby.{stop.end}.{stop.site_id}", type="tertiary"):
            _search_again(wish, {"from" if stop.end is End.start else "to": str(stop.site_id)})


def _nearby_said(_: Words, stop: NearbyStop) -> str:
    runs = _.many("%(count)s departure", "%(count)s departures", stop.departures)
    facts = {"place": f"{stop.site_name} ({stop.town})", "km": _.km(stop.metres), "runs": runs}
    if stop.end is End.start:
        return _("From %(place)s, about %(km)s away: %(runs)s from %(day)s on", **facts, day=_.day(stop.first_day))
    return _("To %(place)s, about %(km)s away: %(runs)s from %(day)s on", **facts, day=_.day(stop.first_day))


def _search_again(wish: Wish, link: dict[str, str]) -> None:
    """Write the search with what changes in the address, and draw the page again."""
    asked = {
        "from": str(wish.from_site_id),
        "to": str(wish.to_site_id),
        "kg": str(wish.quantity.kg),
        "pallet_hundredths": str(wish.quantity.pallet_hundredths),
        "temperature": wish.temperature.value,
        "first_day": wish.first_day.isoformat(),
        "last_day": wish.last_day.isoformat(),
    }
    st.query_params.from_dict(asked | link)
    st.rerun()
