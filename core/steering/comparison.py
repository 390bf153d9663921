"""Together against each alone: what the shared runs cost and emitted, and what the same loads would have alone.

Both sides use the same factors and move the same goods. The shared side counts everything that pooling asks for: every
run, empty or not, with its fixed cost, its kilometres, its hours and its ferries, and the hours and kilometres that
partners gave to make it work, at their approved value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.routes.emissions import FACTORS
from core.steering.alone import Alone, fare_of, pooled_cents
from core.steering.evidence import PartnerFacts, SharedVehicle, Use
from core.steering.indicators import Indicator

ESTIMATED = (Indicator.alone_cost, Indicator.alone_cost_per_kg, Indicator.saved, Indicator.emissions_avoided)


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the shared runs of a span came to; `work_cents` is what partners' own work for them is worth."""

    metres: int
    run_cents: int
    work_cents: int
    grams: int

    @property
    def cents(self) -> int:
        """Return the whole cost."""
        return self.run_cents + self.work_cents


def pooled(
    uses: Iterable[Use], vehicles: Mapping[int, SharedVehicle], fares: Mapping[str, int], *, work_cents: int
) -> Pooled:
    """Add up kilometres, cost and greenhouse gases of shared runs."""
    metres = cents = grams = 0
    for use in uses:
        vehicle = vehicles[use.vehicle_id]
        metres += use.metres
        cents += pooled_cents(
            vehicle.costs,
            departures=use.departures,
            metres=use.metres,
            minutes=use.minutes,
            ferry_cents=use.crossings * fare_of(use.ferries, fares),
        )
        grams += FACTORS.grams(
            metres=use.metres, litres_per_100_km=vehicle.litres_per_100_km, is_refrigerated=vehicle.is_refrigerated
        )
    return Pooled(metres, cents, work_cents, grams)


def work_given(partners: Iterable[PartnerFacts], index: int) -> int:
    """Return what the hours and kilometres that partners gave are worth in cents, in the span at `index`."""
    return sum(partner.given[index].work_cents for partner in partners)


def compared(together: Pooled, apart: Alone, kg: int) -> dict[Indicator, float | None]:
    """Return the figures of the comparison; None where there is nothing to compare."""
    return {
        Indicator.shared_distance: together.metres,
        Indicator.pooled_cost: together.cents,
        Indicator.alone_cost: apart.cents,
        Indicator.pooled_cost_per_kg: together.cents / kg if kg else None,
        Indicator.alone_cost_per_kg: apart.cents / kg if kg else None,
        Indicator.saved: 100 * (apart.cents - together.cents) / apart.cents if apart.cents else None,
        Indicator.emissions_avoided: apart.grams - together.grams if together.metres else None,
    }
