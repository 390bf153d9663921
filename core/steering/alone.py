"""What the same loads would have cost had each partner driven them alone, and what pooling them cost.

Method, named on screen. A partner alone makes **one round a week** with its own vehicle, through all the places where
it loads or unloads that week, by the cheapest loop — whatever the order, without waiting, however full. Kilometres and
hours are priced at what the partner declares, without any fixed cost; each place is set up once, every pallet is
handled at both ends, ferries are paid. A round that would cost more than the goods bear is counted at that limit
(`core.routes.own_vehicle`). Each choice favours driving alone, so that the gain shown is one a sceptical reader grants.

Not sure of it all, we say between what and what: the *lowest* estimate has shorter roads and a lower limit, the
*highest* one round for every day on which the partner used the calendar, and no limit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, permutations

from core.compensation.run_cost import VehicleCosts
from core.routes.emissions import EmissionFactors
from core.routes.own_vehicle import MOST_CENTS_PER_KG, own_litres_per_100_km, worth
from core.shared.money import rounded
from core.shared.periods import week_start
from core.shared.places import Point

_MOST_PLACES_TRIED_ALL = 7


@dataclass(frozen=True, slots=True)
class DirectRoad:
    """The direct road between two places, as the network's distance estimator knows it."""

    metres: int
    minutes: int
    ferry_cents: int


RoadBetween = Callable[[Point, Point], DirectRoad]


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods are loaded or unloaded, and the time it takes there."""

    point: Point
    setup_minutes: int
    minutes_per_pallet: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a partner declares its own vehicle costs."""

    cents_per_km: int
    cents_per_hour: int


@dataclass(frozen=True, slots=True)
class Ridden:
    """What a partner sent from one place to another on a day, by the ids of the places."""

    partner_id: int
    day: date
    from_site_id: int
    to_site_id: int
    kg: int
    pallet_hundredths: int
    is_cold: bool


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """How a partner alone would go about it: how often, at most at what price, over roads how long."""

    goes_once_a_week: bool = True
    most_cents_per_kg: int | None = MOST_CENTS_PER_KG
    road_percent: int = 100


PRUDENT = Hypothesis()
LOWEST = Hypothesis(most_cents_per_kg=200, road_percent=93)  # the estimator's mean error is 7 %
HIGHEST = Hypothesis(goes_once_a_week=False, most_cents_per_kg=None)


@dataclass(frozen=True, slots=True)
class Loop:
    """A round through some places: metres driven, minutes on the road and aboard, fares."""

    metres: int = 0
    minutes: int = 0
    ferry_cents: int = 0

    def cents(self, baseline: Baseline) -> int:
        """Return what it costs on the road."""
        by_road = rounded(self.metres * baseline.cents_per_km, 1000)
        return by_road + rounded(self.minutes * baseline.cents_per_hour, 60) + self.ferry_cents


@dataclass(frozen=True, slots=True)
class Alone:
    """What the same loads would have come to, each partner with its own vehicle."""

    cents: int
    grams: int


@dataclass(frozen=True, slots=True)
class OwnRounds:
    """Reckons each partner's own rounds; remembers the loops, because the same places come back week after week."""

    places: Mapping[int, Place]
    baselines: Mapping[int, Baseline]
    road: RoadBetween
    factors: EmissionFactors
    _loops: dict[tuple[int, frozenset[int]], Loop] = field(default_factory=dict)

    def together(self, ridden: Iterable[Ridden], hypothesis: Hypothesis = PRUDENT) -> Alone:
        """Add up what every partner would have spent and emitted alone for what it `ridden`."""
        rounds: dict[tuple[int, date], list[Ridden]] = {}
        for each in ridden:
            day = week_start(each.day) if hypothesis.goes_once_a_week else each.day
            rounds.setdefault((each.partner_id, day), []).append(each)
        found = [self._round(loads, hypothesis) for loads in rounds.values()]
        return Alone(sum(each.cents for each in found), sum(each.grams for each in found))

    def _round(self, loads: Sequence[Ridden], hypothesis: Hypothesis) -> Alone:
        partner_id = loads[0].partner_id
        baseline, kg = self.baselines[partner_id], sum(each.kg for each in loads)
        site_ids = frozenset(site_id for each in loads for site_id in (each.from_site_id, each.to_site_id))
        loop = _resized(self._loop(partner_id, site_ids), hypothesis.road_percent)
        docks = rounded(self._dock_minute_hundredths(loads, site_ids) * baseline.cents_per_hour, 6000)
        cents = loop.cents(baseline) + docks
        grams = self.factors.grams(
            metres=loop.metres,
            litres_per_100_km=own_litres_per_100_km(kg),
            is_refrigerated=any(each.is_cold for each in loads),
        )
        limit = hypothesis.most_cents_per_kg
        return Alone(
            cents=worth(cents, cents=cents, kg=kg, most_cents_per_kg=limit),
            grams=worth(grams, cents=cents, kg=kg, most_cents_per_kg=limit),
        )

    def _dock_minute_hundredths(self, loads: Sequence[Ridden], site_ids: Iterable[int]) -> int:
        set_up = sum(self.places[site_id].setup_minutes for site_id in site_ids)
        return 100 * set_up + sum(
            each.pallet_hundredths * self.places[site_id].minutes_per_pallet
            for each in loads
            for site_id in (each.from_site_id, each.to_site_id)
        )

    def _loop(self, partner_id: int, site_ids: frozenset[int]) -> Loop:
        key = partner_id, site_ids
        if key not in self._loops:
            points = [self.places[site_id].point for site_id in sorted(site_ids)]
            self._loops[key] = cheapest_loop(points, self.road, self.baselines[partner_id])
        return self._loops[key]


def cheapest_loop(points: Sequence[Point], road: RoadBetween, baseline: Baseline) -> Loop:
    """Return the cheapest way through all of `points` and back; beyond seven, the last ones by cheapest insertion."""

    def loop_of(order: Sequence[Point]) -> Loop:
        ways = [road(a, b) for a, b in pairwise((*order, order[0]))] if len(order) > 1 else []
        return Loop(*(sum(getattr(way, name) for way in ways) for name in ("metres", "minutes", "ferry_cents")))

    def costs(order: Sequence[Point]) -> int:
        return loop_of(order).cents(baseline)

    first, *others = points[:_MOST_PLACES_TRIED_ALL]
    best: Sequence[Point] = min(((first, *rest) for rest in permutations(others)), key=costs)
    for point in points[_MOST_PLACES_TRIED_ALL:]:
        best = min(((*best[:at], point, *best[at:]) for at in range(1, len(best) + 1)), key=costs)
    return loop_of(best)


def _resized(loop: Loop, percent: int) -> Loop:
    if percent == 100:
        return loop
    return Loop(rounded(loop.metres * percent, 100), rounded(loop.minutes * percent, 100), loop.ferry_cents)


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
