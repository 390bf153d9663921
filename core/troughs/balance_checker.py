"""Judges a proposal from the bare facts, without a solver and without the list of rides it was made from (R11)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.shared.quantities import may_ride
from core.troughs.balance import BalanceProblem, Match, Truck, Want


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a proposal breaks, and for which want and departure."""

    rule: str
    need_id: int
    departure_id: int


def check(problem: BalanceProblem, matches: Sequence[Match]) -> list[Breach]:
    """Return every rule broken: temperature, places, weeks, more than asked, parts too small, room of each leg."""
    return [*_each_alone(problem, matches), *_asked(problem, matches), *_room(problem, matches)]


def _each_alone(problem: BalanceProblem, matches: Sequence[Match]) -> Iterator[Breach]:
    for match in matches:
        want, truck = problem.wants[match.ride.want], problem.trucks[match.ride.truck]
        for rule in _broken(want, truck, match):
            yield Breach(rule, want.need_id, truck.departure_id)


def _broken(want: Want, truck: Truck, match: Match) -> Iterator[str]:
    ride, quantity = match.ride, match.quantity
    if not may_ride(want.temperature, kept_at=truck.boxes[ride.box].temperature):
        yield "temperature"
    if not 0 <= ride.from_position < ride.to_position < len(truck.site_ids):
        yield "stops out of order"
    elif (
        truck.site_ids[ride.from_position] not in want.from_site_ids
        or truck.site_ids[ride.to_position] != want.to_site_id
    ):
        yield "places"
    if abs((truck.week - want.week).days) > 7 * want.flexibility_weeks:
        yield "weeks"
    if quantity.kg < min(want.least_kg, want.quantity.kg):
        yield "part too small"
    if quantity.pallet_hundredths * want.quantity.kg < quantity.kg * want.quantity.pallet_hundredths:
        yield "pallets forgotten"


def _asked(problem: BalanceProblem, matches: Sequence[Match]) -> Iterator[Breach]:
    given: defaultdict[int, int] = defaultdict(int)
    last: dict[int, int] = {}
    for match in matches:
        given[match.ride.want] += match.quantity.kg
        last[match.ride.want] = problem.trucks[match.ride.truck].departure_id
    for place, kg in given.items():
        if kg > problem.wants[place].quantity.kg:
            yield Breach("more than asked", problem.wants[place].need_id, last[place])


def _room(problem: BalanceProblem, matches: Sequence[Match]) -> Iterator[Breach]:
    kg: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    pallets: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    on_board: defaultdict[tuple[int, int], int] = defaultdict(int)
    last: dict[int, int] = {}
    for match in matches:
        ride = match.ride
        last[ride.truck] = problem.wants[ride.want].need_id
        for leg in ride.legs:
            kg[ride.truck, ride.box, leg] += match.quantity.kg
            pallets[ride.truck, ride.box, leg] += match.quantity.pallet_hundredths
            on_board[ride.truck, leg] += match.quantity.kg
    for (number, box, leg), weight in kg.items():
        truck = problem.trucks[number]
        free = truck.boxes[box].free[leg]
        if weight > free.kg:
            yield Breach("compartment over weight", last[number], truck.departure_id)
        if pallets[number, box, leg] > free.pallet_hundredths:
            yield Breach("compartment over floor space", last[number], truck.departure_id)
    for (number, leg), weight in on_board.items():
        if weight > problem.trucks[number].payload_free_kg[leg]:
            yield Breach("vehicle over payload", last[number], problem.trucks[number].departure_id)
