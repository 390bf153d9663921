"""What a coordinator writes down about a tariff, and what makes it believable."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from core.partners.kinds import PartnerKind
from core.shared import plausible
from core.shared.errors import N_, Refusal
from core.shared.taxes import NO_TAXES, TaxRates
from core.tariffs.pricing import PriceFormula

QUEBEC_TAXES = TaxRates(gst_millipercent=5_000, qst_millipercent=9_975)
"""What a form proposes to a registered network: GST 5 %, QST 9.975 %, both on the price without the other."""
MOST_MILLIPERCENT = 30_000


@dataclass(frozen=True, slots=True)
class TariffCard:
    """A tariff as its form is filled in; unit prices in millionths of a dollar, `solidarity` in whole per cent.

    `taxes` are those its prices bear, storage included; none for a network that is a small supplier.
    """

    valid_from: date
    microdollars_per_kg_km: int
    microdollars_per_pallet_km: int
    cents_per_stop: int
    cents_flat: int
    solidarity: Mapping[PartnerKind, int] = field(default_factory=dict)
    taxes: TaxRates = NO_TAXES

    @property
    def formula(self) -> PriceFormula:
        """Return the prices alone."""
        return PriceFormula(
            microdollars_per_kg_km=self.microdollars_per_kg_km,
            microdollars_per_pallet_km=self.microdollars_per_pallet_km,
            cents_per_stop=self.cents_per_stop,
            cents_flat=self.cents_flat,
        )


@dataclass(eq=False)
class TariffBegun(Refusal):
    """A tariff cannot begin in the past: prices already agreed would have no source."""

    day: date
    sentence: ClassVar[str] = N_("Prices agreed before %(day)s stay as they are. Let the new tariff begin that day.")


@dataclass(eq=False)
class TariffDateTaken(Refusal):
    """Another tariff begins on the same day."""

    day: date
    sentence: ClassVar[str] = N_("A tariff already begins on %(day)s. Let this one begin on another day.")


def checked_tariff(card: TariffCard) -> TariffCard:
    """Return the card with whole numbers within believable bounds.

    Raises:
        OutOfBounds: an amount or a percentage cannot be right.
    """
    return replace(
        card,
        microdollars_per_kg_km=plausible.whole(
            N_("Price per kg and km (millionths of a dollar)"), card.microdollars_per_kg_km, least=0, most=1_000_000
        ),
        microdollars_per_pallet_km=plausible.whole(
            N_("Price per pallet and km (millionths of a dollar)"),
            card.microdollars_per_pallet_km,
            least=0,
            most=100_000_000,
        ),
        cents_per_stop=plausible.whole(N_("Price per stop (¢)"), card.cents_per_stop, least=0, most=100_000),
        cents_flat=plausible.whole(N_("Flat price (¢)"), card.cents_flat, least=0, most=1_000_000),
        solidarity={
            PartnerKind(kind): plausible.whole(N_("Solidarity reduction (per cent)"), percent, least=0, most=100)
            for kind, percent in card.solidarity.items()
        },
        taxes=TaxRates(
            plausible.whole(N_("GST"), card.taxes.gst_millipercent, least=0, most=MOST_MILLIPERCENT),
            plausible.whole(N_("QST"), card.taxes.qst_millipercent, least=0, most=MOST_MILLIPERCENT),
        ),
    )
