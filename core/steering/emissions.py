"""Greenhouse gases of a kilometre: assumptions anybody may check, the same on both sides of a comparison."""

from core.shared.money import rounded

# Hypothèses: diesel 2.72 kg CO2e a litre (National Inventory Report of Canada); refrigeration adds 12 %.
DIESEL_GRAMS_PER_LITRE = 2720
REFRIGERATION_PERCENT = 12


def grams_of_run(*, metres: int, litres_per_100_km: float, is_refrigerated: bool) -> int:
    """Return the grams of CO₂e of `metres` driven by a vehicle."""
    deci_litres = round(litres_per_100_km * 10)
    extra = REFRIGERATION_PERCENT if is_refrigerated else 0
    return rounded(metres * deci_litres * DIESEL_GRAMS_PER_LITRE * (100 + extra), 100 * 10 * 1000 * 100)
