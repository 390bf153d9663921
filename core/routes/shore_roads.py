"""The road along the south shore (20, then 132), as the towns it passes.

It is straighter than the usual road: between two places along it, the way is measured town by town. The 138 on the
north shore is not: there the straight line serves as well as anywhere.
"""

import math
from functools import lru_cache
from itertools import pairwise

from core.shared.places import EARTH_RADIUS_METRES, Point, straight_line_metres

WIDTH_METRES = 8_000.0
SINUOSITY_ALONG = 1.06  # measured on published distances from Lévis to Sainte-Anne-des-Monts: 1.05 to 1.10
SINUOSITY_ASIDE = 1.30

_SHORE_ROAD = (
    Point(46.745, -71.289),  # the bridges at Québec
    Point(46.806, -71.184),  # Lévis
    Point(46.982, -70.556),  # Montmagny
    Point(47.371, -70.034),  # La Pocatière
    Point(47.839, -69.541),  # Rivière-du-Loup
    Point(48.125, -69.175),  # Trois-Pistoles
    Point(48.294, -68.868),  # Saint-Fabien
    Point(48.451, -68.528),  # Rimouski
    Point(48.588, -68.192),  # Mont-Joli
    Point(48.845, -67.530),  # Matane
    Point(49.001, -66.982),  # Les Méchins
    Point(49.130, -66.487),  # Sainte-Anne-des-Monts
    Point(49.226, -65.125),  # Grande-Vallée
)


def metres_along_the_shore(a: Point, b: Point) -> float | None:
    """Return the way from `a` to `b` by the shore road, or None unless both lie along it."""
    at_a, at_b = _place_on_road(a), _place_on_road(b)
    if at_a is None or at_b is None:
        return None
    return abs(at_a[0] - at_b[0]) * SINUOSITY_ALONG + (at_a[1] + at_b[1]) * SINUOSITY_ASIDE


@lru_cache(maxsize=10_000)
def _place_on_road(place: Point) -> tuple[float, float] | None:
    """Return how far along the road the place is and how far aside, in metres; None beyond `WIDTH_METRES`."""
    best: tuple[float, float] | None = None
    travelled = 0.0
    for start, end in pairwise(_SHORE_ROAD):
        length = straight_line_metres(start, end)
        share, aside = _projection(start, end, place)
        if aside <= (WIDTH_METRES if best is None else best[1]):
            best = (travelled + share * length, aside)
        travelled += length
    return best


def _projection(start: Point, end: Point, place: Point) -> tuple[float, float]:
    """Project on the plane that touches the Earth at `start` (good to metres over a stretch of road)."""
    shrink = math.cos(math.radians(start.latitude))

    def flat(point: Point) -> tuple[float, float]:
        return (point.longitude - start.longitude) * shrink, point.latitude - start.latitude

    (east, north), (x, y) = flat(end), flat(place)
    share = min(1.0, max(0.0, (x * east + y * north) / (east * east + north * north)))
    aside_degrees = math.hypot(x - share * east, y - share * north)
    return share, math.radians(aside_degrees) * EARTH_RADIUS_METRES
