"""The price of carrying a load: what the tariff says, less the trough and solidarity reductions, in whole cents."""

from dataclasses import dataclass

from core.shared.money import rounded
from core.shared.periods import Period
from core.shared.quantities import Quantity
from core.shared.taxes import NO_TAXES, Bill, TaxRates

STOPS_OF_A_LOAD = 2  # where it is picked up and where it is left
_MICRODOLLARS_PER_CENT = 10_000
_METRES_PER_KM = 1_000
_HUNDREDTHS_PER_PALLET = 100


@dataclass(frozen=True, slots=True)
class PriceFormula:
    """Unit prices: millionths of a dollar for weight and floor space over distance, cents for the rest."""

    microdollars_per_kg_km: int
    microdollars_per_pallet_km: int
    cents_per_stop: int
    cents_flat: int


FREE_OF_CHARGE = PriceFormula(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Reductions:
    """What is taken off the full price, in whole per cent: for an empty week, and for the kind of partner."""

    trough_percent: int = 0
    solidarity_percent: int = 0

    def applied_to(self, full_price_cents: int) -> int:
        """Return the reduced price; the two reductions multiply, so the price is never negative."""
        left = (100 - self.trough_percent) * (100 - self.solidarity_percent)
        return rounded(full_price_cents * left, 100 * 100)


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with its explanation: full price, reductions, price before taxes, and the taxes it bears."""

    full_price_cents: int
    price_cents: int
    reductions: Reductions
    taxes: TaxRates = NO_TAXES

    @property
    def bill(self) -> Bill:
        """Return what is to be paid, taxes and all."""
        return self.taxes.on(self.price_cents)

    @property
    def saving_cents(self) -> int:
        """Return what the reductions take off."""
        return self.full_price_cents - self.price_cents

    @property
    def saving_share(self) -> float:
        """Return the saving as a share of the full price, between 0 and 1."""
        return self.saving_cents / self.full_price_cents if self.full_price_cents else 0.0


def full_price_cents(formula: PriceFormula, quantity: Quantity, *, metres: int, stops: int = STOPS_OF_A_LOAD) -> int:
    """Return the price before reductions, rounded once to the cent.

    Weight and floor space are both priced over the distance, and the larger amount counts: a light load that fills
    the floor pays for the floor.
    """
    by_weight = quantity.kg * formula.microdollars_per_kg_km * _HUNDREDTHS_PER_PALLET
    by_floor = quantity.pallet_hundredths * formula.microdollars_per_pallet_km
    carried = max(by_weight, by_floor) * metres
    per_cent = _HUNDREDTHS_PER_PALLET * _METRES_PER_KM * _MICRODOLLARS_PER_CENT
    fixed_cents = formula.cents_per_stop * stops + formula.cents_flat
    return rounded(carried + fixed_cents * per_cent, per_cent)


def quote(
    formula: PriceFormula,
    quantity: Quantity,
    *,
    metres: int,
    reductions: Reductions,
    taxes: TaxRates = NO_TAXES,
) -> Quote:
    """Return the price of carrying `quantity` over `metres`, in full and as it is paid."""
    full = full_price_cents(formula, quantity, metres=metres)
    return Quote(full, reductions.applied_to(full), reductions, taxes)


def trough_percent(period: Period, *, discount_percent: int) -> int:
    """Return the line's trough discount if the week is a trough, else 0."""
    return discount_percent if period is Period.trough else 0
