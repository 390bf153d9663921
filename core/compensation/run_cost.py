"""What a run of a vehicle costs its owner."""

from dataclasses import dataclass

from core.shared.money import rounded


@dataclass(frozen=True, slots=True)
class VehicleCosts:
    """A vehicle's costs in cents: for going out at all, per kilometre, and per hour with its driver."""

    fixed_cents: int
    cents_per_km: int
    cents_per_hour: int


def run_cost(costs: VehicleCosts, *, metres: int, minutes: int) -> int:
    """Return the cost of one run in cents, each part rounded once."""
    return costs.fixed_cents + rounded(costs.cents_per_km * metres, 1_000) + rounded(costs.cents_per_hour * minutes, 60)
