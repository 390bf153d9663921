"""The tariffs of the network by date: which one counts on a day, and what it grants each kind of partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.partners.kinds import PartnerKind
from core.shared.periods import Period
from core.shared.quantities import Quantity
from core.shared.taxes import NO_TAXES, TaxRates
from core.tariffs.pricing import FREE_OF_CHARGE, PriceFormula, Quote, Reductions, quote, trough_percent


@dataclass(frozen=True, slots=True)
class TariffInForce:
    """One tariff: its formula, the solidarity reduction of each kind of partner in whole per cent, and its taxes."""

    tariff_id: int | None
    valid_from: date
    formula: PriceFormula
    solidarity: Mapping[PartnerKind, int]
    taxes: TaxRates = NO_TAXES


NO_TARIFF = TariffInForce(tariff_id=None, valid_from=date.min, formula=FREE_OF_CHARGE, solidarity={})


@dataclass(frozen=True, slots=True)
class PriceList:
    """Every tariff, oldest first."""

    tariffs: Sequence[TariffInForce]

    def on(self, day: date) -> TariffInForce:
        """Return the tariff that counts for a run on `day`; before the first one, carrying is free of charge."""
        return next((tariff for tariff in reversed(self.tariffs) if tariff.valid_from <= day), NO_TARIFF)

    def numbered(self, tariff_id: int | None) -> TariffInForce:
        """Return the tariff agreed on when a reservation was made."""
        return next((tariff for tariff in self.tariffs if tariff.tariff_id == tariff_id), NO_TARIFF)

    def quote(
        self,
        quantity: Quantity,
        *,
        metres: int,
        day: date,
        kind: PartnerKind,
        period: Period,
        trough_discount_percent: int,
    ) -> Quote:
        """Return the price of carrying `quantity` over `metres` on `day` for a partner of this kind."""
        tariff = self.on(day)
        reductions = Reductions(
            trough_percent=trough_percent(period, discount_percent=trough_discount_percent),
            solidarity_percent=tariff.solidarity.get(kind, 0),
        )
        return quote(tariff.formula, quantity, metres=metres, reductions=reductions, taxes=tariff.taxes)
