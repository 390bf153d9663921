"""Where the St Lawrence and the Saguenay run, and the bridges and ferries by which a truck crosses them.

Crossing times, seasons and fares are assumptions (hypothèses) for a 16-foot truck, from the ferry companies' public
timetables and fares of 2024–2026, rounded: check them with the company before a run. Sailing times of the day are
not known here: only that one must be at the quay `BOARDING_MINUTES` before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from core.shared.places import Point

BOARDING_MINUTES = 30
ALL_YEAR = frozenset(range(1, 13))


class Side(StrEnum):
    """Which side of the water a place lies on: south shore, north shore, or the Côte-Nord beyond the Saguenay."""

    south = "south"
    north = "north"
    coast = "coast"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge or a ferry between two sides: its two ends, and what it costs in minutes and cents.

    A bridge has no `minutes` and no `cents` of its own; a ferry's `minutes` are aboard and at the quay.
    """

    name: str
    sides: tuple[Side, Side]
    ends: tuple[Point, Point]
    is_ferry: bool = False
    minutes: int = 0
    cents: int = 0
    months: frozenset[int] = ALL_YEAR


def _bridge(name: str, sides: tuple[Side, Side], at: Point) -> Crossing:
    return Crossing(name, sides, (at, at))


def _ferry(name: str, side: Side, ends: tuple[Point, Point], minutes: int, cents: int, months: range) -> Crossing:
    return Crossing(
        name,
        (Side.south, side),
        ends,
        is_ferry=True,
        minutes=minutes + BOARDING_MINUTES,
        cents=cents,
        months=frozenset(months),
    )


_MATANE = Point(48.853, -67.571)
_ACROSS_SAINT_LAWRENCE = (Side.south, Side.north)

CROSSINGS: tuple[Crossing, ...] = (
    _bridge("Montréal", _ACROSS_SAINT_LAWRENCE, Point(45.470, -73.520)),
    _bridge("Trois-Rivières", _ACROSS_SAINT_LAWRENCE, Point(46.308, -72.562)),
    _bridge("Québec", _ACROSS_SAINT_LAWRENCE, Point(46.745, -71.289)),
    _ferry(
        "Rivière-du-Loup–Saint-Siméon",
        Side.north,
        (Point(47.846, -69.570), Point(47.838, -69.876)),
        minutes=65,
        cents=11_000,
        months=range(4, 13),
    ),
    _ferry(
        "Trois-Pistoles–Les Escoumins",
        Side.coast,
        (Point(48.133, -69.181), Point(48.347, -69.401)),
        minutes=90,
        cents=9_000,
        months=range(5, 11),
    ),
    _ferry(
        "Rimouski–Forestville",
        Side.coast,
        (Point(48.480, -68.514), Point(48.735, -69.060)),
        minutes=55,
        cents=12_000,
        months=range(5, 10),
    ),
    _ferry(
        "Matane–Baie-Comeau",
        Side.coast,
        (_MATANE, Point(49.232, -68.129)),
        minutes=140,
        cents=10_500,
        months=range(1, 13),
    ),
    _ferry(
        "Matane–Godbout",
        Side.coast,
        (_MATANE, Point(49.321, -67.594)),
        minutes=130,
        cents=10_500,
        months=range(1, 13),
    ),
    Crossing(
        "Baie-Sainte-Catherine–Tadoussac",
        (Side.north, Side.coast),
        (Point(48.121, -69.727), Point(48.138, -69.715)),
        is_ferry=True,
        minutes=10 + 15,  # free, day and night, every 15 to 30 minutes; nothing to book
    ),
    _bridge("Saguenay", (Side.north, Side.coast), Point(48.432, -71.062)),
)

# The middle of the water as (longitude, latitude), from west to east: a place is on the far side when it lies north
# of the line at its longitude. The islands reached by a bridge from the north shore stay north of it.
_SAINT_LAWRENCE: tuple[tuple[float, float], ...] = (
    (-74.70, 45.000), (-74.13, 45.280), (-73.95, 45.340), (-73.75, 45.415), (-73.64, 45.415), (-73.54, 45.470),
    (-73.51, 45.530), (-73.49, 45.580), (-73.44, 45.710), (-73.25, 45.870), (-73.18, 46.030), (-73.11, 46.070),
    (-72.85, 46.200), (-72.62, 46.280), (-72.55, 46.320), (-72.43, 46.370), (-72.34, 46.420), (-72.20, 46.490),
    (-72.10, 46.565), (-71.93, 46.635), (-71.85, 46.655), (-71.73, 46.650), (-71.57, 46.680), (-71.45, 46.715),
    (-71.39, 46.725), (-71.29, 46.745), (-71.24, 46.762), (-71.21, 46.790), (-71.19, 46.820), (-71.00, 46.850),
    (-70.92, 46.890), (-70.82, 46.930), (-70.55, 47.090), (-70.40, 47.280), (-70.15, 47.500), (-69.72, 47.820),
    (-69.50, 48.050), (-69.30, 48.200), (-68.80, 48.550), (-68.20, 48.850), (-67.50, 49.080), (-66.50, 49.450),
    (-64.80, 49.550), (-64.00, 49.300), (-57.00, 49.000),
)  # fmt: skip
_SAGUENAY: tuple[tuple[float, float], ...] = (
    (-71.07, 48.433), (-70.90, 48.430), (-70.55, 48.365), (-70.45, 48.360), (-70.20, 48.255), (-69.85, 48.190),
    (-69.70, 48.125),
)  # fmt: skip


def side_of(place: Point) -> Side:
    """Return the side of the water `place` lies on.

    Lac-Saint-Jean, at the head of the Saguenay, counts as the north shore: one drives around.
    """
    if place.latitude <= _latitude_at(place.longitude, _SAINT_LAWRENCE):
        return Side.south
    beyond_head = place.longitude > _SAGUENAY[0][0]
    return Side.coast if beyond_head and place.latitude > _latitude_at(place.longitude, _SAGUENAY) else Side.north


def _latitude_at(longitude: float, line: Sequence[tuple[float, float]]) -> float:
    if longitude <= line[0][0]:
        return line[0][1]
    for (west, low), (east, high) in pairwise(line):
        if longitude <= east:
            return low + (high - low) * (longitude - west) / (east - west)
    return line[-1][1]
