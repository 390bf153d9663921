"""The tours of a plan on the map: a colour and a letter per vehicle, numbered stops, ferries drawn thin."""

from collections.abc import Iterator, Sequence

from core.i18n.words import Words
from core.routes.views import PlanStop, TourRow
from core.shared.places import Point
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
from pages._parts.tour_words import aboard_said, colour, leg_said, letter, loads_said, stop_said

_INK_ON_DARK, _INK_ON_LIGHT = (22, 32, 29), (255, 255, 255)


def draw_tour_map(_: Words, tours: Sequence[TourRow], *, chosen: int | None, height: int) -> None:
    """Draw the tours; with one `chosen` (by its index), only that one."""
    dark = dark_mode()
    shown = [(index, tour) for index, tour in enumerate(tours) if chosen in (None, index)]
    points = [stop.point for _index, tour in shown for stop in tour.stops]
    layers = [
        path_layer([leg for index, tour in shown for leg in _legs(_, index, tour, dark=dark)], dark=dark),
        site_layer([site for index, tour in shown for site in _sites(_, index, tour, dark=dark)], dark=dark),
        label_layer(
            [label for index, tour in shown for label in _labels(index, tour, dark=dark)],
            dark=dark,
            size=11,
            plate=False,
        ),
    ]
    deck = network_deck(layers, dark=dark, around=points, size=(440, height))
    said = "; ".join(f"{letter(index)} {tour.vehicle_name}" for index, tour in shown)
    show_map(
        _,
        deck,
        key=f"tours.map.{chosen}",
        alt=_("Map of the tours, stops numbered in order. %(vehicles)s. The timetable says the same.", vehicles=said),
        height=height,
    )


def _legs(_: Words, index: int, tour: TourRow, *, dark: bool) -> Iterator[MapPath]:
    for leg, start, end in zip(tour.legs, tour.stops, tour.stops[1:], strict=False):
        yield MapPath(
            (start.point, end.point),
            f"{letter(index)} · {start.site_name} → {end.site_name}",
            (leg_said(_, leg), aboard_said(_, leg), _(leg.how)),
            colour(index, dark=dark),
            width_pixels=1.5 if leg.ferry else 3.5,
        )


def _sites(_: Words, index: int, tour: TourRow, *, dark: bool) -> Iterator[MapSite]:
    for stop in _numbered(tour):
        yield MapSite(
            stop.point,
            f"{stop_said(index, stop)} · {stop.site_name}",
            (f"{_.clock(stop.arrives_at)} – {_.clock(stop.leaves_at)}", *loads_said(_, stop)),
            colour(index, dark=dark),
            radius_pixels=12,
        )


def _labels(index: int, tour: TourRow, *, dark: bool) -> Iterator[MapLabel]:
    for stop in _numbered(tour):
        ink = _INK_ON_DARK if dark else _INK_ON_LIGHT
        yield MapLabel(stop.point, stop_said(index, stop), up_pixels=0, colour=ink)


def _numbered(tour: TourRow) -> Sequence[PlanStop]:
    """Return the stops to draw: a place visited again keeps its first number on top, the return is not drawn."""
    first: dict[Point, PlanStop] = {}
    for stop in tour.stops:
        first.setdefault(stop.point, stop)
    return list(first.values())
