"""Our own map of southern Québec, under every map of Navette: no tile server, no request to anybody else.

`network_deck(layers, …)` puts land, water, boundaries and town names under a page's layers; `site_layer`,
`path_layer` and `label_layer` make those layers; `show_map` draws the result with its credit. What is said on
hover is plain text (never HTML), one line per item.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydeck as pdk
import pydeck.bindings.deck
import streamlit as st
from pydeck.bindings.json_tools import default_serialize

from core.i18n.words import Words
from core.shared.places import Point
from pages._parts.map_ground import Colour, Palette, ground_layers, palette, position, text_layer, town_layers
from pages._parts.map_view import MARGIN_PIXELS, town_labels, view_of
from pages._parts.screen import on_a_phone

PHONE_WIDTH = 340

# Each new deck would look for the widget of notebooks again, and compile half of it in vain: a quarter of a map's cost.
pydeck.bindings.deck.has_jupyter_extra = lambda: False


class _Deck(pdk.Deck):  # type: ignore[misc] # pydeck has no types
    """A deck written without the indentation that costs a map half its size and most of its writing."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


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
    size: tuple[int, int] | None = None,
    towns: bool = True,
    margin_pixels: int = MARGIN_PIXELS,
) -> pdk.Deck:
    """Put our base map under `layers`; without `centre` and `zoom` the view fits the points `around`.

    `size` is about what the map will take on the page, in pixels: it decides the view and which towns are named; a
    phone is never wider than 340. The points `around` are kept clear of town names, for they carry labels of their own,
    and `margin_pixels` from the edge.
    """
    width, height = size or (900, 480)
    size = (min(width, PHONE_WIDTH) if on_a_phone() else width, height)
    fitted_centre, fitted_zoom = view_of(around, size=size, margin_pixels=margin_pixels)
    centre, zoom = centre or fitted_centre, fitted_zoom if zoom is None else zoom
    colours = palette(dark=dark)
    named = town_labels(centre, zoom, size=size, keep_clear=around) if towns else []
    return _Deck(
        map_provider=None,
        initial_view_state=pdk.ViewState(latitude=centre.latitude, longitude=centre.longitude, zoom=zoom),
        layers=[*ground_layers(colours), *town_layers(named, colours), *layers],
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
            "at": position(site.point),
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
            "path": [position(point) for point in path.points],
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
            "at": position(label.point),
            "text": label.text,
            "shift": [0, -label.up_pixels],
            "colour": list(label.colour or colours.text),
        }
        for label in labels
    ]
    return text_layer(rows, colours, layer_id=layer_id, size=size, weight=600, plate=plate)


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
