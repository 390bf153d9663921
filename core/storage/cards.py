"""What a place writes down when it offers storage, and what makes it believable."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.shared import plausible
from core.shared.errors import N_, WrongInput
from core.shared.quantities import TemperatureClass
from core.storage.refusals import NotDeclared

MOST_PALLET_HUNDREDTHS = 1_000_000
MOST_CENTS_PER_PALLET_DAY = 100_000
LONGEST_OFFER_DAYS = 731


@dataclass(frozen=True, slots=True)
class OfferCard:
    """Storage as its form is filled in: so many hundredths of a pallet each day, both ends included."""

    site_id: int
    temperature: TemperatureClass
    first_day: date
    last_day: date
    pallet_hundredths: int
    cents_per_pallet_day: int
    conditions: str = ""


def checked_offer(card: OfferCard, *, site: str, declared: Collection[TemperatureClass]) -> OfferCard:
    """Return the card with whole numbers and a tidy text.

    Raises:
        Refusal: something is out of bounds or contradictory, or the place does not keep this temperature.
    """
    plausible.days_in_order(N_("Dates"), card.first_day, card.last_day)
    if card.last_day - card.first_day >= timedelta(days=LONGEST_OFFER_DAYS):
        raise WrongInput(field=N_("Dates"), reason=N_("offer two years at most. Bring the two days closer."))
    temperature = known_temperature(card.temperature)
    if temperature not in declared:
        raise NotDeclared(site=site, temperature=temperature)
    return replace(
        card,
        temperature=temperature,
        pallet_hundredths=checked_pallets(card.pallet_hundredths),
        cents_per_pallet_day=plausible.cents(
            N_("Price per pallet and day"), card.cents_per_pallet_day, most=MOST_CENTS_PER_PALLET_DAY
        ),
        conditions=plausible.text(N_("Conditions"), card.conditions, longest=400, may_be_blank=True),
    )


def checked_pallets(pallet_hundredths: int) -> int:
    """Return a number of pallets in whole hundredths.

    Raises:
        OutOfBounds: it is not a number, or cannot be right.
    """
    return plausible.whole(
        N_("Floor space (hundredths of a pallet)"), pallet_hundredths, least=1, most=MOST_PALLET_HUNDREDTHS
    )


def known_temperature(temperature: TemperatureClass) -> TemperatureClass:
    """Return a temperature class.

    Raises:
        WrongInput: it is none.
    """
    try:
        return TemperatureClass(temperature)
    except ValueError:
        raise WrongInput(field=N_("Temperature"), reason=N_("choose one of the list.")) from None
