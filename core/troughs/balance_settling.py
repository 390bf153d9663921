"""From the solver's fractions to whole kilograms that certainly fit: what is settled never exceeds the room."""

from collections import defaultdict
from collections.abc import Sequence

from core.shared.quantities import Quantity
from core.troughs.balance import BalanceProblem, Match, Ride, worth

_ALMOST = 1e-6


class _Room:
    """What is still free on each leg while matches are settled one by one."""

    def __init__(self, problem: BalanceProblem) -> None:
        self._problem = problem
        self._kg: dict[tuple[int, int, int], int] = {}
        self._pallets: dict[tuple[int, int, int], int] = {}
        self._payload: dict[tuple[int, int], int] = {}
        for number, truck in enumerate(problem.trucks):
            for leg, kg in enumerate(truck.payload_free_kg):
                self._payload[number, leg] = kg
            for index, box in enumerate(truck.boxes):
                for leg, free in enumerate(box.free):
                    self._kg[number, index, leg] = free.kg
                    self._pallets[number, index, leg] = free.pallet_hundredths

    def most_kg(self, ride: Ride, wanted: int) -> int:
        """Return how much of `wanted` kilograms still fits on the ride."""
        want = self._problem.wants[ride.want]
        kg = wanted
        for leg in ride.legs:
            kg = min(kg, self._kg[ride.truck, ride.box, leg], self._payload[ride.truck, leg])
        if want.quantity.pallet_hundredths:
            free = min(self._pallets[ride.truck, ride.box, leg] for leg in ride.legs)
            kg = min(kg, max(0, free) * want.quantity.kg // want.quantity.pallet_hundredths)
        return max(0, kg)

    def take(self, ride: Ride, kg: int) -> None:
        """Take room for so many kilograms, with their pallets."""
        pallets = self._problem.wants[ride.want].pallets_of(kg)
        for leg in ride.legs:
            self._kg[ride.truck, ride.box, leg] -= kg
            self._pallets[ride.truck, ride.box, leg] -= pallets
            self._payload[ride.truck, leg] -= kg


def settle(problem: BalanceProblem, found: Sequence[Ride], kg_by_ride: Sequence[float]) -> tuple[Match, ...]:
    """Return whole kilograms close to the solver's, then fill what rounding left, the worthiest first.

    Parts smaller than what is worth a stop are left out. Pallets of parts are rounded up, so that a want in several
    parts may take a few hundredths more than as a whole; the room counts them.

    Args:
        problem: the wants and trucks.
        found: the rides.
        kg_by_ride: what the solver gives each ride, in the same order.
    """
    room = _Room(problem)
    left = [want.quantity.kg for want in problem.wants]
    taken: defaultdict[Ride, int] = defaultdict(int)
    for ride, kg in sorted(zip(found, kg_by_ride, strict=True), key=lambda pair: -pair[1]):
        _give(problem, room, left, taken, ride, int(kg + _ALMOST))
    for ride in sorted(found, key=lambda each: -worth(problem.wants[each.want], each)):
        if left[ride.want]:
            _give(problem, room, left, taken, ride, left[ride.want])
    return tuple(Match(ride, Quantity(kg, problem.wants[ride.want].pallets_of(kg))) for ride, kg in taken.items() if kg)


def _give(
    problem: BalanceProblem, room: _Room, left: list[int], taken: defaultdict[Ride, int], ride: Ride, wanted: int
) -> None:
    want = problem.wants[ride.want]
    kg = room.most_kg(ride, min(wanted, left[ride.want]))
    worth_a_stop = 1 if taken[ride] else min(want.least_kg, want.quantity.kg)
    if kg >= worth_a_stop:
        room.take(ride, kg)
        left[ride.want] -= kg
        taken[ride] += kg
