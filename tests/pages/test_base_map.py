"""Our base map: everything asked is in view, town names never overlap, nothing points to another machine."""

from __future__ import annotations

import json
from itertools import combinations
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shared.places import Point
from pages._parts import base_map
from pages._parts.base_map import MapLabel, MapPath, MapSite, label_layer, network_deck, path_layer, site_layer
from pages._parts.map_view import CLOSEST_ZOOM, TILE_PIXELS, heights_apart, town_labels, view_of

SIZE = (900, 480)
RIMOUSKI, AMQUI = Point(48.449, -68.524), Point(48.463, -67.432)
places = st.builds(Point, st.floats(45, 52), st.floats(-79, -58))


@pytest.fixture(autouse=True)
def at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_map, "on_a_phone", lambda: False)


def pixels_apart(a: Point, b: Point, zoom: float) -> float:
    return abs(a.longitude - b.longitude) / 360 * TILE_PIXELS * 2**zoom


@given(st.lists(places, min_size=1, max_size=8))
def test_the_view_shows_every_point(points: list[Point]) -> None:
    centre, zoom = view_of(points, size=SIZE)
    assert zoom <= CLOSEST_ZOOM
    assert all(pixels_apart(centre, point, zoom) <= SIZE[0] / 2 for point in points)


def test_without_points_the_view_is_southern_quebec() -> None:
    centre, _zoom = view_of([], size=SIZE)
    assert 46 < centre.latitude < 50


def test_the_large_town_is_named_before_its_suburbs() -> None:
    names = [name for name, _point in town_labels(Point(46.8, -71.3), 6, size=SIZE)]
    assert "Québec" in names
    assert "Sainte-Foy" not in names


def test_town_names_do_not_overlap() -> None:
    zoom = 6.5
    named = town_labels(Point(48.0, -69.0), zoom, size=SIZE)
    assert len(named) > 5
    for (a, at), (b, there) in combinations(named, 2):
        apart = pixels_apart(at, there, zoom)
        below = abs(at.latitude - there.latitude) * 1.5 / 360 * TILE_PIXELS * 2**zoom
        assert apart > 20 or below > 20, f"{a} and {b}"


def test_names_of_near_points_stand_at_different_heights() -> None:
    beside = Point(RIMOUSKI.latitude, RIMOUSKI.longitude + 0.01)
    near = heights_apart([("1 Rimouski", RIMOUSKI), ("2 Le Bic", beside), ("3 Amqui", AMQUI)], 8.0)
    assert near[0] != near[1]
    assert near[0] == near[2], "far enough to stand alike"


def test_a_point_kept_clear_is_not_named_twice() -> None:
    names = [name for name, _point in town_labels(RIMOUSKI, 8, size=SIZE, keep_clear=[RIMOUSKI])]
    assert "Rimouski" not in names


def test_the_map_asks_no_other_machine() -> None:
    layers = [
        path_layer([MapPath((RIMOUSKI, AMQUI), "Ligne")], dark=False),
        site_layer([MapSite(RIMOUSKI, "Quai")], dark=False),
        label_layer([MapLabel(AMQUI, "Amqui")], dark=False),
    ]
    written = json.loads(network_deck(layers, dark=False, around=[RIMOUSKI, AMQUI]).to_json())
    assert "://" not in json.dumps(written)
    assert "mapProvider" not in written or written["mapProvider"] is None
    # Streamlit asks a third party for tiles when the style is null; it must stand as the untouched default.
    assert written["mapStyle"] == "__MAP_STYLE__"
    asked = [layer["data"] for layer in written["layers"] if isinstance(layer.get("data"), str)]
    assert asked == ["geo/land.geojson", "geo/lakes.geojson", "geo/boundaries.geojson"]


def test_what_is_said_on_hover_is_text_never_html() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    deck = network_deck([site_layer([MapSite(RIMOUSKI, hostile, (hostile,))], dark=True)], dark=True)
    assert deck._tooltip["text"] == "{tip}"
    assert "html" not in deck._tooltip


def test_every_layer_has_a_name_of_its_own() -> None:
    written = json.loads(network_deck([site_layer([], dark=False)], dark=False).to_json())
    names = [layer["id"] for layer in written["layers"]]
    assert len(names) == len(set(names))


def test_a_map_stays_a_small_message() -> None:
    sites = [MapSite(Point(48 + i / 100, -68), f"Lieu {i}", ("300 kg",), reference=i) for i in range(40)]
    assert len(network_deck([site_layer(sites, dark=False)], dark=False).to_json()) < 60_000, (
        "the coast must stay in its file"
    )


def test_a_phone_gets_a_view_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = network_deck([], dark=False, around=[RIMOUSKI, AMQUI]).initial_view_state.zoom
    monkeypatch.setattr(base_map, "on_a_phone", lambda: True)
    assert network_deck([], dark=False, around=[RIMOUSKI, AMQUI]).initial_view_state.zoom < wide


def test_the_theme_says_whether_it_is_dark(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = SimpleNamespace(type="dark")
    monkeypatch.setattr(base_map, "st", SimpleNamespace(context=SimpleNamespace(theme=theme)))
    assert base_map.dark_mode()
