"""What lies under every map: water, land, boundaries and town names, in the colours of the theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydeck as pdk

from core.shared.places import Point

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


def palette(*, dark: bool) -> Palette:
    """Return the colours of the base map in a theme."""
    return DARK if dark else LIGHT


def ground_layers(colours: Palette) -> list[pdk.Layer]:
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


def town_layers(named: Sequence[tuple[str, Point]], colours: Palette) -> list[pdk.Layer]:
    """Name towns, each with a small dot."""
    rows = [
        {"at": position(point), "text": name, "shift": [0, -11], "colour": list(colours.town)} for name, point in named
    ]
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
    return [dots, text_layer(rows, colours, layer_id="base-town-names", size=12, weight=500, plate=False)]


def text_layer(
    rows: Sequence[dict[str, Any]], colours: Palette, *, layer_id: str, size: int, weight: int, plate: bool
) -> pdk.Layer:
    """Return a layer of words; each row has `at`, `text`, `shift` (pixels) and `colour`."""
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


def position(point: Point) -> list[float]:
    """Return a point in the order maps want: east, then north."""
    return [round(point.longitude, 5), round(point.latitude, 5)]
