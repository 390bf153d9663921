"""Where things fall on a map: the view that shows given points, and the towns there is room to name."""

import json
import math
from collections.abc import Sequence
from functools import cache, lru_cache

from core.shared.places import Point
from core.shared.settings import PROJECT

TILE_PIXELS = 512
HOME = Point(47.9, -70.4)
HOME_ZOOM = 5.8
CLOSEST_ZOOM = 10.0
MARGIN_PIXELS = 56
_HEIGHTS = (18, -18, 38, -38, 58, -58)  # above the point, below it, then further


def view_of(
    points: Sequence[Point], *, size: tuple[int, int], margin_pixels: int = MARGIN_PIXELS
) -> tuple[Point, float]:
    """Return the centre and the zoom that show all `points` in a map of `size` pixels."""
    if not points:
        return HOME, HOME_ZOOM
    places = [_pixel(point, 0.0) for point in points]
    left, right = min(x for x, _y in places), max(x for x, _y in places)
    top, bottom = min(y for _x, y in places), max(y for _x, y in places)
    room = (max(1, size[0] - 2 * margin_pixels), max(1, size[1] - 2 * margin_pixels))
    scale = min(room[0] / max(right - left, 1e-9), room[1] / max(bottom - top, 1e-9))
    return _point_at((left + right) / 2, (top + bottom) / 2), min(CLOSEST_ZOOM, math.log2(scale))


def town_labels(
    centre: Point, zoom: float, *, size: tuple[int, int], keep_clear: Sequence[Point] = ()
) -> list[tuple[str, Point]]:
    """Return the towns to name in a view: the most populous first, none over another or over a point kept clear."""
    return list(_named(centre, zoom, size, tuple(keep_clear)))


@lru_cache(maxsize=256)
def _named(
    centre: Point, zoom: float, size: tuple[int, int], keep_clear: tuple[Point, ...]
) -> tuple[tuple[str, Point], ...]:
    middle = _pixel(centre, zoom)
    taken = [_box(*_pixel(point, zoom), width=60, height=44) for point in keep_clear]
    named = []
    for name, point in _towns():
        x, y = _pixel(point, zoom)
        if abs(x - middle[0]) > size[0] / 2 or abs(y - middle[1]) > size[1] / 2:
            continue
        box = _box(x, y, width=7 * len(name) + 30, height=34)
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            named.append((name, point))
    return tuple(named)


def heights_apart(named: Sequence[tuple[str, Point]], zoom: float) -> list[int]:
    """Return how many pixels above its point each name stands, to hide as little as may be of discs and other names."""
    taken = [_box(*_pixel(point, zoom), width=16, height=16) for _name, point in named]
    heights = []
    for name, point in named:
        x, y = _pixel(point, zoom)
        boxes = {up: _box(x, y - up, width=6 * len(name) + 10, height=18) for up in _HEIGHTS}
        hidden = {up: round(sum(_shared(box, other) for other in taken)) for up, box in boxes.items()}
        up = min(hidden, key=hidden.__getitem__)
        taken.append(boxes[up])
        heights.append(up)
    return heights


@cache
def _towns() -> list[tuple[str, Point]]:
    features = json.loads((PROJECT / "data" / "geo" / "towns.geojson").read_text(encoding="utf-8"))["features"]
    return [(each["properties"]["name"], Point(*reversed(each["geometry"]["coordinates"]))) for each in features]


def _pixel(point: Point, zoom: float) -> tuple[float, float]:
    """Web Mercator, as the map draws it: pixels from the north-west corner of the world."""
    world = TILE_PIXELS * 2**zoom
    sine = math.sin(math.radians(point.latitude))
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return world * (point.longitude + 180) / 360, world * y


def _point_at(x: float, y: float) -> Point:
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / TILE_PIXELS))))
    return Point(latitude, x / TILE_PIXELS * 360 - 180)


def _box(x: float, y: float, *, width: float, height: float) -> tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _shared(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """Return the square pixels that two boxes share."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
