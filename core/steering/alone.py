"""What the same loads would have cost had each partner driven them alone, and what pooling them cost.

Method, named on screen: every partner's loads on one departure make one round trip with its own vehicle, out by the
shorter of the stretch it rode and the direct road, back by the direct road. Kilometres and hours are priced at the
partner's declared baseline; docks count once at each end; ferries are paid on both sides of the comparison. Each
trip is estimated low; that a partner alone would group some trips and give up others is not, and the screen says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.compensation.run_cost import VehicleCosts
from core.shared.money import rounded
from core.shared.places import Point


@dataclass(frozen=True, slots=True)
class DirectRoad:
    """The direct road between two places, as the network's distance estimator knows it."""

    metres: int
    minutes: int
    ferry_cents: int


RoadBetween = Callable[[Point, Point], DirectRoad]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a partner rode on one departure: from its first stop to its last, and whether that was one single load path.

    `crossings` counts the legs by ferry, `fare_cents` the fare of one of them.
    """

    partner_id: int
    first: Point
    last: Point
    metres: int
    crossings: int
    fare_cents: int
    is_one_way: bool


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a partner declares its own vehicle costs."""

    cents_per_km: int
    cents_per_hour: int


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A partner alone: metres driven, minutes on the road and aboard, fares."""

    metres: int
    minutes: int
    ferry_cents: int


def round_trip(stretch: Stretch, road: RoadBetween) -> RoundTrip:
    """Return the round trip a partner would drive alone for what it rode on one departure.

    With several places to call at the way out is the stretch itself, timed at the pace of the direct road.
    """
    direct = road(stretch.first, stretch.last)
    back = road(stretch.last, stretch.first)
    if stretch.is_one_way and direct.metres <= stretch.metres:
        return RoundTrip(
            direct.metres + back.metres, direct.minutes + back.minutes, direct.ferry_cents + back.ferry_cents
        )
    back_metres = min(back.metres, stretch.metres)
    out_minutes = _minutes_at_pace(stretch.metres, direct)
    back_minutes = back.minutes if back.metres <= stretch.metres else out_minutes
    fares = stretch.crossings * stretch.fare_cents + back.ferry_cents
    return RoundTrip(stretch.metres + back_metres, out_minutes + back_minutes, fares)


def _minutes_at_pace(metres: int, direct: DirectRoad) -> int:
    """Time `metres` at the direct road's pace when it is long enough to tell, at 70 km/h otherwise."""
    if direct.metres >= 5_000:
        return rounded(metres * direct.minutes, direct.metres)
    return rounded(metres * 60, 70_000)


def alone_cents(trip: RoundTrip, *, trips: int, dock_minute_hundredths: int, baseline: Baseline) -> int:
    """Return the cost in cents of `trips` equal round trips and of the time at docks of all of them."""
    road_cents = rounded(trips * trip.metres * baseline.cents_per_km, 1000)
    hundredths = 100 * trips * trip.minutes + dock_minute_hundredths
    return road_cents + rounded(hundredths * baseline.cents_per_hour, 6000) + trips * trip.ferry_cents


def pooled_cents(costs: VehicleCosts, *, departures: int, metres: int, minutes: int, ferry_cents: int) -> int:
    """Return what `departures` runs of one shared vehicle cost: fixed, kilometres, hours, ferries."""
    return (
        departures * costs.fixed_cents
        + rounded(metres * costs.cents_per_km, 1000)
        + rounded(minutes * costs.cents_per_hour, 60)
        + ferry_cents
    )


def fare_of(ferries: str, fares: Mapping[str, int]) -> int:
    """Return the fare of the ferries named in a leg (several are joined by “ + ”); an unknown one counts nothing."""
    return sum(fares.get(name.strip(), 0) for name in ferries.split("+"))
