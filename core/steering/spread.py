"""Is it evenly shared? How effort, balances and kilometres are spread over partners, in a number and in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

# A market is called highly concentrated from here on (merger guidelines of competition authorities).
CONCENTRATED_FROM = 2500
DRIFTING_FROM_SHARE = 0.6


def gini(values: Sequence[int]) -> float | None:
    """Return the Gini coefficient of amounts of zero or more: 0 when all are equal, towards 1 when one has all.

    None when there are fewer than two amounts or all are zero: there is nothing to share unevenly.
    Source: Gini (1912); computed on the sorted amounts.

    Raises:
        ValueError: an amount is negative.
    """
    if any(value < 0 for value in values):
        raise ValueError("the Gini coefficient is for amounts of zero or more")
    total, count = sum(values), len(values)
    if count < 2 or total == 0:
        return None
    weighted = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    return (2 * weighted - (count + 1) * total) / (count * total)


@dataclass(frozen=True, slots=True)
class HalfGiven:
    """How few partners give half of the whole."""

    givers: int
    partners: int


def half_given_by(values: Sequence[int]) -> HalfGiven | None:
    """Return how many partners, from the largest on, give at least half of the total; None when nobody gave."""
    total, so_far = sum(values), 0
    if total <= 0:
        return None
    for count, value in enumerate(sorted(values, reverse=True), start=1):
        so_far += value
        if 2 * so_far >= total:
            return HalfGiven(givers=count, partners=len(values))
    raise AssertionError("all of them together give everything")


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much the kilometres rest on few carriers: the HHI (0 to 10 000) and the largest carrier's share (0 to 1)."""

    hhi: int
    largest_share: float
    largest_id: int

    @property
    def drifts_to_one(self) -> bool:
        """Say whether the network is on its way to depending on a single carrier."""
        return self.largest_share >= DRIFTING_FROM_SHARE


def concentration(amounts: dict[int, int]) -> Concentration | None:
    """Return the concentration of amounts by carrier id; None when there is nothing yet.

    Source: Herfindahl (1950), Hirschman (1945): the sum of the squared shares in per cent.
    """
    total = sum(amounts.values())
    if total <= 0:
        return None
    largest = min(amounts, key=lambda carrier: (-amounts[carrier], carrier))
    return Concentration(
        hhi=round(sum((100 * amount / total) ** 2 for amount in amounts.values())),
        largest_share=amounts[largest] / total,
        largest_id=largest,
    )


@dataclass(frozen=True, slots=True)
class BalanceSpread:
    """How far partners' balances are from zero, without naming anybody: cents, None where it is not for all to see."""

    owing: int
    owed: int
    even: int
    total_owed_cents: int | None
    total_owing_cents: int | None

    def for_others(self, *, fewest: int) -> "BalanceSpread":
        """Return what everybody may see: a total over fewer than `fewest` partners would give one amount away (R9)."""
        return BalanceSpread(
            owing=self.owing,
            owed=self.owed,
            even=self.even,
            total_owed_cents=self.total_owed_cents if self.owed >= fewest else None,
            total_owing_cents=self.total_owing_cents if self.owing >= fewest else None,
        )


def balance_spread(balances: Sequence[int]) -> BalanceSpread | None:
    """Return how the balances are spread; None when there is no partner."""
    if not balances:
        return None
    return BalanceSpread(
        owing=sum(1 for cents in balances if cents < 0),
        owed=sum(1 for cents in balances if cents > 0),
        even=sum(1 for cents in balances if cents == 0),
        total_owed_cents=sum(cents for cents in balances if cents > 0),
        total_owing_cents=-sum(cents for cents in balances if cents < 0),
    )
