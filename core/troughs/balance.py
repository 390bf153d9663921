"""Who could fill which empty room: the seasonal wants of partners, the trucks of the weeks ahead, the ways to match.

Pure: sites and weeks in, rides out. A *want* is what one declared need asks for one week. A *ride* is a way to carry
it: a truck that goes from an allowed place to the destination, in a compartment that keeps it, at most so many weeks
away.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from core.shared.quantities import Quantity, TemperatureClass, may_ride


class Priority(IntEnum):
    """How urgent a need is: when room is scarce, a kilogram of the more urgent counts more."""

    normal = 1
    high = 2
    urgent = 3


@dataclass(frozen=True, slots=True)
class Want:
    """What a partner would ship in the week of `week`, or up to `flexibility_weeks` before or after.

    `least_kg` is the smallest part worth a stop (the whole, if less).
    """

    need_id: int
    partner_id: int
    week: date
    quantity: Quantity
    temperature: TemperatureClass
    from_site_ids: frozenset[int]
    to_site_id: int
    flexibility_weeks: int = 0
    priority: Priority = Priority.normal
    least_kg: int = 1

    def pallets_of(self, kg: int) -> int:
        """Return the hundredths of a pallet that a part of it takes, rounded up."""
        return -(-kg * self.quantity.pallet_hundredths // self.quantity.kg)


@dataclass(frozen=True, slots=True)
class Box:
    """A compartment of one departure: the temperature it keeps and what is free on each leg."""

    compartment_id: int
    temperature: TemperatureClass
    free: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Truck:
    """One coming departure: its stops in order, its boxes, and the weight its vehicle can still take on each leg."""

    departure_id: int
    week: date
    site_ids: tuple[int, ...]
    boxes: tuple[Box, ...]
    payload_free_kg: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BalanceProblem:
    """All the wants and all the trucks."""

    wants: Sequence[Want]
    trucks: Sequence[Truck]


@dataclass(frozen=True, slots=True)
class Ride:
    """A way to carry a want: places in the problem's lists, stops, how many weeks from the wanted one, and room."""

    want: int
    truck: int
    box: int
    from_position: int
    to_position: int
    weeks_away: int
    most_kg: int

    @property
    def legs(self) -> range:
        """Return the positions of the legs ridden."""
        return range(self.from_position, self.to_position)


@dataclass(frozen=True, slots=True)
class Match:
    """So much of a want on a ride."""

    ride: Ride
    quantity: Quantity


_WORTH = {Priority.normal: 100, Priority.high: 150, Priority.urgent: 200}


def worth(want: Want, ride: Ride) -> int:
    """Return what a kilogram counts: 100, more for an urgent need, a point less for each week away."""
    return _WORTH[want.priority] - ride.weeks_away


def rides(problem: BalanceProblem) -> list[Ride]:
    """Return every ride of every want that has room for the smallest part worth a stop."""
    by_week_and_end: defaultdict[tuple[date, int], list[int]] = defaultdict(list)
    for number, truck in enumerate(problem.trucks):
        for site_id in set(truck.site_ids[1:]):
            by_week_and_end[truck.week, site_id].append(number)
    return [
        ride for place, want in enumerate(problem.wants) for ride in _rides_of(problem, place, want, by_week_and_end)
    ]


def _rides_of(
    problem: BalanceProblem, place: int, want: Want, trucks: Mapping[tuple[date, int], Sequence[int]]
) -> Iterator[Ride]:
    for away in range(-want.flexibility_weeks, want.flexibility_weeks + 1):
        for number in trucks.get((want.week + timedelta(weeks=away), want.to_site_id), ()):
            truck = problem.trucks[number]
            stretch = stretch_of(truck, want)
            if stretch is None:
                continue
            for index, box in enumerate(truck.boxes):
                most = (
                    _most_kg(truck, box, range(*stretch), want)
                    if may_ride(want.temperature, kept_at=box.temperature)
                    else 0
                )
                if most >= min(want.least_kg, want.quantity.kg):
                    yield Ride(place, number, index, *stretch, abs(away), most)


def stretch_of(truck: Truck, want: Want) -> tuple[int, int] | None:
    """Return the stops between which the truck carries the want, the shortest way; None when it does not go there."""
    found: tuple[int, int] | None = None
    start: int | None = None
    for position, site_id in enumerate(truck.site_ids):
        shorter = start is not None and (found is None or position - start < found[1] - found[0])
        if site_id == want.to_site_id and start is not None and shorter:
            found = (start, position)
        if site_id in want.from_site_ids:
            start = position
    return found


def _most_kg(truck: Truck, box: Box, legs: range, want: Want) -> int:
    kg = min(want.quantity.kg, *(min(box.free[leg].kg, truck.payload_free_kg[leg]) for leg in legs))
    pallets = want.quantity.pallet_hundredths
    if pallets:
        free = max(0, min(box.free[leg].pallet_hundredths for leg in legs))
        kg = min(kg, free * want.quantity.kg // pallets)
    return max(0, kg)


def shares_served(problem: BalanceProblem, found: Sequence[Ride], matches: Sequence[Match]) -> dict[int, float]:
    """Return, by partner, the share of what could ride at all that is served."""
    reachable = {ride.want for ride in found}
    asked: defaultdict[int, int] = defaultdict(int)
    served: defaultdict[int, int] = defaultdict(int)
    for place in reachable:
        asked[problem.wants[place].partner_id] += problem.wants[place].quantity.kg
    for match in matches:
        served[problem.wants[match.ride.want].partner_id] += match.quantity.kg
    return {partner_id: served[partner_id] / kg for partner_id, kg in sorted(asked.items())}
