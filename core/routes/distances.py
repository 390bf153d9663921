"""Road distances and times without a road map: an honest estimate that never drives across the St Lawrence.

On one shore a road is taken as the straight line times a sinuosity measured on published Québec distances, or as
the way along the shore road where both places lie on it; between shores the truck takes the best bridge or ferry,
and the ferry is named. Everything here is an estimate and says so in `how`.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.routes.crossings import CROSSINGS, Crossing, Side, side_of
from core.routes.shore_roads import metres_along_the_shore
from core.shared.errors import N_
from core.shared.places import Point, straight_line_metres

ESTIMATED = N_("estimated from the straight line")
ESTIMATED_BY_BRIDGE = N_("estimated, by the bridge")
ESTIMATED_BY_FERRY = N_("estimated, by the ferry")

# A straight line up to so many metres is multiplied by the first sinuosity, up to the next by the second, and so on.
_LOCAL_METRES = 20_000.0
_LINES_UP_TO_METRES = (_LOCAL_METRES, 100_000.0)
_SINUOSITIES = (1.30, 1.25, 1.20)
_STARTING_SECONDS = 240.0  # leaving the dock and the village, in full once about 10 km are driven
_CRUISING_KM_PER_HOUR = 85.0
_CENTS_PER_TRUCK_MINUTE = 183.0  # about 110 $/h all in: weighs a ferry's fare against the detour it saves


@dataclass(frozen=True, slots=True)
class RoadEstimate:
    """What it takes to drive from one place to another.

    `metres` are driven on the road; `minutes` are the whole time, crossing and waiting at the quay included, of which
    `ferry_minutes` without driving. `ferry` names the ferries taken (empty without), `ferry_cents` their fare.
    `how` says how the figure was made, as a message for the catalogs.
    """

    metres: int
    minutes: int
    ferry: str = ""
    ferry_minutes: int = 0
    ferry_cents: int = 0
    how: str = ESTIMATED

    @property
    def driving_minutes(self) -> int:
        """Return the minutes at the wheel."""
        return self.minutes - self.ferry_minutes


@lru_cache(maxsize=100_000)
def road(a: Point, b: Point, month: int | None = None) -> RoadEstimate:
    """Estimate the road from `a` to `b`; in `month` (1–12) only the ferries that sail then, else any ferry."""
    here, there = side_of(a), side_of(b)
    if here is there:
        metres = _road_metres(a, b)
        return RoadEstimate(round(metres), math.ceil(_seconds(metres) / 60))
    return min(
        (_through(a, b, crossings) for crossings in _ways_across(here, there, month)),
        key=lambda way: way.minutes + way.ferry_cents / _CENTS_PER_TRUCK_MINUTE,
    )


def _road_metres(a: Point, b: Point) -> float:
    """Multiply the straight line by its sinuosity, or follow the shore road where that is shorter.

    The lower bound keeps a longer line from making a shorter road where the sinuosity changes.
    """
    line = straight_line_metres(a, b)
    bracket = bisect_left(_LINES_UP_TO_METRES, line)
    sinuosity = _SINUOSITIES[bracket]
    at_least = _LINES_UP_TO_METRES[bracket - 1] * _SINUOSITIES[bracket - 1] if bracket else 0.0
    by_line = line * sinuosity
    by_shore = metres_along_the_shore(a, b) if line > _LOCAL_METRES else None
    if by_shore is not None and by_shore < by_line:
        return max(by_shore, _LOCAL_METRES * _SINUOSITIES[0])
    return max(by_line, at_least)


def _seconds(metres: float) -> float:
    km = metres / 1000
    return _STARTING_SECONDS * (1 - math.exp(-km / 3)) + km / _CRUISING_KM_PER_HOUR * 3600


def _ways_across(here: Side, there: Side, month: int | None) -> Iterator[tuple[tuple[Crossing, bool], ...]]:
    """Yield the crossings that lead from one side to another, directly or by the third side, each with its direction.

    The flag says whether the crossing is taken backwards (from its second end to its first).
    """
    for first in _from(here, month):
        between = _other_side(first, here)
        if between is there:
            yield ((first, first.sides[0] is not here),)
            continue
        for second in _from(between, month):
            if _other_side(second, between) is there:
                yield ((first, first.sides[0] is not here), (second, second.sides[0] is not between))


def _from(side: Side, month: int | None) -> Iterator[Crossing]:
    return (each for each in CROSSINGS if side in each.sides and (month is None or month in each.months))


def _other_side(crossing: Crossing, side: Side) -> Side:
    return crossing.sides[1] if crossing.sides[0] is side else crossing.sides[0]


def _through(a: Point, b: Point, crossings: tuple[tuple[Crossing, bool], ...]) -> RoadEstimate:
    """Add up the roads to, between and from the crossings."""
    metres, seconds, place = 0.0, 0.0, a
    for crossing, backwards in crossings:
        quay, other_quay = reversed(crossing.ends) if backwards else crossing.ends
        road_metres = _road_metres(place, quay)
        metres, seconds, place = metres + road_metres, seconds + _seconds(road_metres), other_quay
    last = _road_metres(place, b)
    ferries = [crossing for crossing, _ in crossings if crossing.is_ferry]
    ferry_minutes = sum(ferry.minutes for ferry in ferries)
    return RoadEstimate(
        metres=round(metres + last),
        minutes=math.ceil((seconds + _seconds(last)) / 60) + ferry_minutes,
        ferry=" + ".join(ferry.name for ferry in ferries),
        ferry_minutes=ferry_minutes,
        ferry_cents=sum(ferry.cents for ferry in ferries),
        how=ESTIMATED_BY_FERRY if ferries else ESTIMATED_BY_BRIDGE,
    )
