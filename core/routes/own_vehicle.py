"""What a partner would drive with if it drove alone: assumptions anybody may check, the same on every page.

A comparison with “each alone” is worth something only if it is hard on pooling. So a partner alone has a small vehicle
of the right size, at the costs it declares and without a fixed cost, and never pays more for a load than it would pay
a carrier or lose by giving the load up. Each figure below is an assumption (hypothèse), with its source.
"""

from collections.abc import Iterable

from core.shared.money import rounded
from core.shared.quantities import TemperatureClass

# A loaded one-tonne van or pick-up, as the network's own small vans declare.
VAN_LITRES_PER_100_KM = 14.0
VAN_MOST_KG = 1_000
# A medium straight truck: the published mean.
TRUCK_LITRES_PER_100_KM = 25.4
# Small lots of food in the regions go by courier or carrier for 2 to 3 $ a kg; many are simply not sent above that.
MOST_CENTS_PER_KG = 250

COOLED = frozenset({TemperatureClass.chilled, TemperatureClass.frozen})


def own_litres_per_100_km(kg: int) -> float:
    """Return the consumption of the smallest vehicle that carries `kg`."""
    return VAN_LITRES_PER_100_KM if kg <= VAN_MOST_KG else TRUCK_LITRES_PER_100_KM


def needs_cooling(temperatures: Iterable[TemperatureClass]) -> bool:
    """Say whether one of the loads needs a refrigerated vehicle."""
    return not COOLED.isdisjoint(temperatures)


def worth(amount: int, *, cents: int, kg: int, most_cents_per_kg: int | None = MOST_CENTS_PER_KG) -> int:
    """Return how much of a trip's `amount` (cents, metres, minutes, grams) counts.

    All of it when the trip's `cents` stay within what its `kg` bear; else in proportion, because the partner would hand
    part of it over to somebody who passes anyway, or give it up. None bears everything.
    """
    if most_cents_per_kg is None or cents <= most_cents_per_kg * kg:
        return amount
    return rounded(amount * most_cents_per_kg * kg, cents)
