"""What effort is worth: the rate in force on its day, times the quantity, to the nearest cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.compensation.kinds import ContributionKind
from core.shared.money import rounded

SMALLEST_PER_UNIT: dict[ContributionKind, int] = {
    ContributionKind.hours: 60,  # minutes in an hour
    ContributionKind.distance: 1_000,  # metres in a kilometre
    ContributionKind.goods: 1,  # kg
    ContributionKind.money: 100,  # cents in a dollar
}
MOST: dict[ContributionKind, int] = {  # in hours, km, kg, dollars: beyond this somebody mistyped
    ContributionKind.hours: 744,
    ContributionKind.distance: 20_000,
    ContributionKind.goods: 40_000,
    ContributionKind.money: 100_000,
}
AT_PAR = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """What one hour, kilometre, kilogram or dollar is worth from a day on, in cents."""

    kind: ContributionKind
    valid_from: date
    cents_per_unit: int


def rate_on(rates: Iterable[Rate], kind: ContributionKind, day: date) -> int | None:
    """Return the cents per unit in force on `day`; None before the first rate of that kind.

    A dollar is worth a dollar as long as no rate says otherwise.
    """
    in_force = max(
        (rate for rate in rates if rate.kind is kind and rate.valid_from <= day),
        key=lambda rate: rate.valid_from,
        default=None,
    )
    if in_force is None:
        return AT_PAR if kind is ContributionKind.money else None
    return in_force.cents_per_unit


def value_cents(kind: ContributionKind, quantity: int, cents_per_unit: int | None) -> int:
    """Return what a quantity (minutes, metres, kg or cents) is worth; nothing where no rate is in force."""
    return rounded(quantity * (cents_per_unit or 0), SMALLEST_PER_UNIT[kind])
