"""Greenhouse gases of a tour, from litres of diesel; every factor is an assumption that can be changed and is shown."""

from dataclasses import dataclass

from core.shared.errors import N_


@dataclass(frozen=True, slots=True)
class EmissionFactors:
    """The assumptions (hypothèses) behind a tour's emissions, and where they come from."""

    kg_co2e_per_litre: float = 2.72
    refrigeration_percent: int = 12
    source: str = N_(
        "Assumptions: 2.72 kg CO₂e per litre of diesel, 12 % more with refrigeration, each vehicle's own consumption; "
        "partners alone are counted with a van of 14 L/100 km up to 1,000 kg, with a truck of 25.4 L/100 km above."
    )

    def grams(self, *, metres: int, litres_per_100_km: float, is_refrigerated: bool) -> int:
        """Return the grams of CO2 equivalent of driving `metres`; a ferry's own emissions are not counted."""
        litres = metres / 100_000 * litres_per_100_km
        cooling = 1 + self.refrigeration_percent / 100 if is_refrigerated else 1.0
        return round(litres * self.kg_co2e_per_litre * 1000 * cooling)


FACTORS = EmissionFactors()
