"""Our own map of southern Québec, under every map of Navette: no tile server, no request to anybody else.

`network_deck(layers, …)` puts land, water, boundaries and town names under a page's layers; `site_layer`,
`path_layer` and `label_layer` make those layers; `show_map` draws the result with its credit. What is said on
hover is plain text (never HTML), one line per item.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydeck as pdk
import streamlit as st

from core.i18n.words import Words
from core.shared.places import Point
from pages._parts.map_view import town_labels, view_of

Colour = tuple[int, int, int]

FONT = pdk.types.String("Source Sans, Arial, sans-serif")
_WHOLE_EARTH = [[[-179, -80], [179, -80], [179, 84], [-179, 84], [-179, -80]]]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the base map in one theme."""

    water: Colour
    land: Colour
    boundary: Colour
    town: Colour
    text: Colour
    halo: Colour
    accent: Colour


LIGHT = Palette(
    water=(207, 222, 226),
    land=(246, 244, 236),
    boundary=(172, 178, 168),
    town=(92, 104, 98),
    text=(23, 35, 31),
    halo=(251, 250, 246),
    accent=(27, 107, 87),
)
DARK = Palette(
    water=(14, 22, 24),
    land=(35, 47, 43),
    boundary=(84, 98, 92),
    town=(160, 174, 167),
    text=(238, 242, 238),
    halo=(22, 32, 29),
    accent=(111, 208, 179),
)


@dataclass(frozen=True, slots=True)
class MapSite:
    """A disc on the map. `lines` are said under the name on hover; `reference` comes back when it is picked."""

    point: Point
    name: str
    lines: tuple[str, ...] = ()
    colour: Colour | None = None
    radius_pixels: float = 6.0
    reference: int | str = ""


@dataclass(frozen=True, slots=True)
class MapPath:
    """A broken line on the map through `points`."""

    points: tuple[Point, ...]
    name: str
    lines: tuple[str, ...] = ()
    colour: Colour | None = None
    width_pixels: float = 3.0
    reference: int | str = ""


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A word on the map, `up_pixels` above its point (0 puts it on the point, as the number of a stop)."""

    point: Point
    text: str
    up_pixels: int = 14
    colour: Colour | None = None


def dark_mode() -> bool:
    """Say whether this browser shows the dark theme."""
    return st.context.theme.type == "dark"


def palette(*, dark: bool) -> Palette:
    """Return the colours of the base map in a theme."""
    return DARK if dark else LIGHT


def rgb(hexadecimal: str) -> Colour:
    """Return the three parts of a colour written `#1B6B57`."""
    digits = hexadecimal.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def network_deck(
    layers: Sequence[pdk.Layer],
    *,
    centre: Point | None = None,
    zoom: float | None = None,
    dark: bool,
    around: Sequence[Point] = (),
    size: tuple[int, int] = (900, 480),
    towns: bool = True,
) -> pdk.Deck:
    """Put our base map under `layers`; without `centre` and `zoom` the view fits the points `around`.

    `size` is about what the map will take on the page, in pixels: it decides which towns are named. The points
    `around` are kept clear of town names, for they carry labels of their own.
    """
    fitted_centre, fitted_zoom = view_of(around, size=size)
    centre, zoom = centre or fitted_centre, fitted_zoom if zoom is None else zoom
    colours = palette(dark=dark)
    named = town_labels(centre, zoom, size=size, keep_clear=around) if towns else []
    return pdk.Deck(
        map_provider=None,
        initial_view_state=pdk.ViewState(latitude=centre.latitude, longitude=centre.longitude, zoom=zoom),
        layers=[*_ground(colours), *_town_layers(named, colours), *layers],
        tooltip={"text": "{tip}", "style": _hover_style(colours)},
    )


def show_map(
    _: Words, deck: pdk.Deck, *, key: str, alt: str, height: int = 480, selects: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """Draw a map and its credit; return what is picked on it, by layer id (empty unless `selects`)."""
    picked = st.pydeck_chart(deck, height=height, key=key, alt=alt, on_select="rerun" if selects else "ignore")
    st.caption(_("Base map: Natural Earth; town names © GeoNames (CC BY 4.0)."))
    if not isinstance(picked, Mapping):
        return {}
    found: dict[str, list[dict[str, Any]]] = picked["selection"]["objects"]
    return found


def site_layer(sites: Sequence[MapSite], *, dark: bool, layer_id: str = "sites") -> pdk.Layer:
    """Return the layer of a list of discs; a picked one gives back its `reference`."""
    colours = palette(dark=dark)
    rows = [
        {
            "at": _at(site.point),
            "tip": "\n".join((site.name, *site.lines)),
            "colour": list(site.colour or colours.accent),
            "radius": site.radius_pixels,
            "reference": site.reference,
        }
        for site in sites
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        rows,
        id=layer_id,
        get_position="at",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color="colour",
        get_line_color=list(colours.halo),
        line_width_min_pixels=1.5,
        stroked=True,
        pickable=True,
        auto_highlight=True,
    )


def path_layer(paths: Sequence[MapPath], *, dark: bool, layer_id: str = "paths") -> pdk.Layer:
    """Return the layer of a list of broken lines, with round corners."""
    accent = palette(dark=dark).accent
    rows = [
        {
            "path": [_at(point) for point in path.points],
            "tip": "\n".join((path.name, *path.lines)),
            "colour": list(path.colour or accent),
            "width": path.width_pixels,
            "reference": path.reference,
        }
        for path in paths
    ]
    return pdk.Layer(
        "PathLayer",
        rows,
        id=layer_id,
        get_path="path",
        get_color="colour",
        get_width="width",
        width_units=pdk.types.String("pixels"),
        cap_rounded=True,
        joint_rounded=True,
        pickable=True,
    )


def label_layer(
    labels: Sequence[MapLabel], *, dark: bool, layer_id: str = "labels", size: int = 13, plate: bool = True
) -> pdk.Layer:
    """Return the layer of a list of words; a plate keeps them readable on lines (leave it out on coloured discs)."""
    colours = palette(dark=dark)
    rows = [
        {
            "at": _at(label.point),
            "text": label.text,
            "shift": [0, -label.up_pixels],
            "colour": list(label.colour or colours.text),
        }
        for label in labels
    ]
    return _text_layer(rows, colours, layer_id=layer_id, size=size, weight=600, plate=plate)


def _ground(colours: Palette) -> list[pdk.Layer]:
    """Land and water; their colours sit in sub-layers, which a selection does not fade."""
    water = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": _WHOLE_EARTH}}
    return [
        _filled("water", water, colours.water),
        _filled("land", "geo/land.geojson", colours.land),
        _filled("lakes", "geo/lakes.geojson", colours.water),
        pdk.Layer(
            "GeoJsonLayer",
            "geo/boundaries.geojson",
            id="base-boundaries",
            pickable=False,
            line_width_min_pixels=1,
            _subLayerProps={"linestrings": {"getColor": list(colours.boundary)}},
        ),
    ]


def _filled(name: str, data: object, colour: Colour) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        data,
        id=f"base-{name}",
        stroked=False,
        pickable=False,
        _subLayerProps={"polygons-fill": {"getFillColor": list(colour)}},
    )


def _town_layers(named: Sequence[tuple[str, Point]], colours: Palette) -> list[pdk.Layer]:
    rows = [{"at": _at(point), "text": name, "shift": [0, -11], "colour": list(colours.town)} for name, point in named]
    dots = pdk.Layer(
        "ScatterplotLayer",
        rows,
        id="base-town-dots",
        get_position="at",
        get_radius=2,
        radius_units=pdk.types.String("pixels"),
        get_fill_color="colour",
        pickable=False,
    )
    return [dots, _text_layer(rows, colours, layer_id="base-town-names", size=12, weight=500, plate=False)]


def _text_layer(
    rows: Sequence[dict[str, Any]], colours: Palette, *, layer_id: str, size: int, weight: int, plate: bool
) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        list(rows),
        id=layer_id,
        get_position="at",
        get_text="text",
        get_size=size,
        get_color="colour",
        get_pixel_offset="shift",
        character_set=pdk.types.String("auto"),
        font_family=FONT,
        font_weight=weight,
        background=plate,
        get_background_color=[*colours.halo, 205],
        background_padding=[4, 1],
        pickable=False,
    )


def _hover_style(colours: Palette) -> dict[str, str]:
    def css(colour: Colour) -> str:
        return f"rgb{colour}"

    return {
        "backgroundColor": css(colours.halo),
        "color": css(colours.text),
        "border": f"1px solid {css(colours.boundary)}",
        "borderRadius": "6px",
        "padding": "8px 10px",
        "fontSize": "14px",
        "lineHeight": "1.4",
        "maxWidth": "320px",
    }


def _at(point: Point) -> list[float]:
    return [round(point.longitude, 5), round(point.latitude, 5)]
