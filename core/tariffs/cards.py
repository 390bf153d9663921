"""What a coordinator writes down about a tariff, and what makes it believable."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from core.partners.kinds import PartnerKind
from core.shared import plausible
from core.shared.errors import N_, Refusal
from core.tariffs.pricing import PriceFormula


@dataclass(frozen=True, slots=True)
class TariffCard:
    """A tariff as its form is filled in; unit prices in millionths of a dollar, `solidarity` in whole per cent."""

    valid_from: date
    microdollars_per_kg_km: int
    microdollars_per_pallet_km: int
    cents_per_stop: int
    cents_flat: int
    solidarity: Mapping[PartnerKind, int] = field(default_factory=dict)

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
    )
