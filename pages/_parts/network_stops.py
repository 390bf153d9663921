"""The stops of a line as its form asks for them: from one place to the next, the time on the road and at the dock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from core.i18n.words import Words
from core.lines.actions import StopCard
from core.lines.views import LineRow
from core.partners.views import SiteRow
from core.routes.distances import road
from pages._parts.base_map import (
    MapLabel,
    MapPath,
    MapSite,
    dark_mode,
    label_layer,
    network_deck,
    path_layer,
    show_map,
    site_layer,
)
from pages._parts.network_choice import OpenForm
from pages._parts.network_fields import number
from pages._parts.network_rows import draw_add, draw_row_buttons, rows_of

_NAME = "stops"


@dataclass(frozen=True, slots=True)
class TypedStop:
    """A stop as it is typed: blank fields are None."""

    site_id: int | None
    road_minutes: Any
    kilometres: Any
    dwell_minutes: Any
    ferry: str


def draw_stops(
    _: Words, form: OpenForm, row: LineRow | None, places: Sequence[SiteRow], starts_minute: int
) -> tuple[StopCard, ...]:
    """Draw one row per stop with the time it is reached, and the way on the map; return the stops."""
    there = _typed_before(row)
    by_id = {each.id: each for each in places if each.is_active or any(each.id == stop.site_id for stop in there)}
    st.markdown(f"**{_('Stops')}**")
    numbers = rows_of(form, _NAME, max(2, len(there)))
    typed: list[TypedStop] = []
    arrives = 0
    for place, each in enumerate(numbers):
        before = there[each] if each < len(there) else TypedStop(None, None, None, 10, "")
        stop, arrives = _draw_stop(_, form, each, before, by_id, arrives, starts_minute, number_of=place + 1)
        typed.append(stop)
    with st.container(horizontal=True):
        draw_add(_, form, _NAME, _("Add a stop"))
        st.button(
            _("Estimate blank times and distances"),
            key=form.key("estimate"),
            on_click=_estimate,
            args=(form, by_id),
            help=_("From straight lines and known detours, ferries included; a driver's own figures are better."),
        )
    _draw_way(_, form, [by_id[stop.site_id] for stop in typed if stop.site_id in by_id])
    return _cards(typed)


def _typed_before(row: LineRow | None) -> list[TypedStop]:
    stops: list[TypedStop] = []
    left_at = 0
    for stop in row.stops if row else ():
        stops.append(
            TypedStop(
                site_id=stop.site_id,
                road_minutes=stop.arrives_after_minutes - left_at,
                kilometres=stop.metres_from_previous / 1000,
                dwell_minutes=stop.dwell_minutes,
                ferry=stop.ferry,
            )
        )
        left_at = stop.arrives_after_minutes + stop.dwell_minutes
    return stops


def _draw_stop(
    _: Words,
    form: OpenForm,
    each: int,
    before: TypedStop,
    places: Mapping[int, SiteRow],
    left_at: int,
    starts_minute: int,
    *,
    number_of: int,
) -> tuple[TypedStop, int]:
    """Draw one row; return it and the minutes after the start at which the stop is left."""
    where, road_side, km_side, dwell_side, buttons = st.columns([5, 2, 2, 2, 2], vertical_alignment="bottom")
    is_first = number_of == 1
    minutes: Any = 0 if is_first else st.session_state.get(form.key(f"{_NAME}.{each}.road"), before.road_minutes)
    arrives = left_at + int(minutes or 0)
    hour = _.minute_of_day(starts_minute + arrives)
    ids = list(places)
    site_id = where.selectbox(
        _("Stop %(number)s · %(hour)s", number=number_of, hour=hour),
        ids,
        index=ids.index(before.site_id) if before.site_id in ids else None,
        format_func=lambda site: f"{places[site].name} ({places[site].town})",
        key=form.key(f"{_NAME}.{each}.site"),
        placeholder=_("Choose"),
    )
    kilometres: Any = 0
    if not is_first:
        with road_side:
            minutes = number(_("Road (min)"), form, f"{_NAME}.{each}.road", before.road_minutes)
        with km_side:
            kilometres = number(_("Road (km)"), form, f"{_NAME}.{each}.km", before.kilometres, step=1.0)
    with dwell_side:
        dwell = number(_("At the dock (min)"), form, f"{_NAME}.{each}.dwell", before.dwell_minutes)
    with buttons:
        draw_row_buttons(_, form, _NAME, each, moves=True)
    ferry = "" if is_first else _draw_ferry(_, form, each, before)
    return TypedStop(site_id, minutes, kilometres, dwell, ferry), arrives + int(dwell or 0)


def _draw_ferry(_: Words, form: OpenForm, each: int, before: TypedStop) -> str:
    key = form.key(f"{_NAME}.{each}.ferry")
    if not st.session_state.get(key, before.ferry):
        return ""
    return st.text_input(_("Ferry"), value=before.ferry, key=key, width=420)


def _estimate(form: OpenForm, places: Mapping[int, SiteRow]) -> None:
    """Fill the blank times and distances, from each stop to the next."""
    state = st.session_state
    for before, after in pairwise(state[form.key(_NAME)]):
        here = places.get(state.get(form.key(f"{_NAME}.{before}.site")) or 0)
        there = places.get(state.get(form.key(f"{_NAME}.{after}.site")) or 0)
        if here is None or there is None:
            continue
        found = road(here.point, there.point)
        for field, value in (("road", found.minutes), ("km", round(found.metres / 1000, 1)), ("ferry", found.ferry)):
            key = form.key(f"{_NAME}.{after}.{field}")
            if state.get(key) is None:
                state[key] = value


def _draw_way(_: Words, form: OpenForm, places: Sequence[SiteRow]) -> None:
    if len(places) < 2:
        return
    dark = dark_mode()
    points = tuple(place.point for place in places)
    discs = [
        MapSite(place.point, f"{count}. {place.name}", (place.town,)) for count, place in enumerate(places, start=1)
    ]
    passes: dict[str, list[int]] = {}
    for count, place in enumerate(places, start=1):
        passes.setdefault(place.town, []).append(count)
    towns = {place.town: place.point for place in places}
    labels = [MapLabel(towns[town], f"{', '.join(map(str, counts))} {town}") for town, counts in passes.items()]
    layers = [
        path_layer([MapPath(points, _("The stops in order"))], dark=dark),
        site_layer(discs, dark=dark),
        label_layer(labels, dark=dark),
    ]
    deck = network_deck(layers, dark=dark, around=points, size=(1000, 280))
    show_map(_, deck, key=form.key("way"), alt=_("The stops of the line, joined in order"), height=280)


def _cards(typed: Sequence[TypedStop]) -> tuple[StopCard, ...]:
    cards = []
    left_at: Any = 0
    for stop in typed:
        arrives: Any = _sum(left_at, stop.road_minutes)
        metres: Any = None if stop.kilometres is None else round(stop.kilometres * 1000)
        cards.append(StopCard(stop.site_id or 0, arrives, stop.dwell_minutes, metres, stop.ferry))
        left_at = _sum(arrives, stop.dwell_minutes)
    return tuple(cards)


def _sum(one: Any, other: Any) -> Any:
    """Add two typed numbers; what is blank stays blank, for the rules to judge."""
    return None if one is None or other is None else one + other
