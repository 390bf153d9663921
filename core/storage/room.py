"""Days, the room of each of them, and what a stay costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.shared.money import rounded
from core.shared.quantities import Quantity

KG_ON_A_PALLET = 400
"""Assumed where a load names its weight only: boxes without a floor space of their own, stacked on shared pallets."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Consecutive days, both ends included: pallets that arrive or leave on a day take room that day."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=offset) for offset in range(self.count))

    @property
    def count(self) -> int:
        """Return how many days there are."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: "Days") -> bool:
        """Say whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Days") -> bool:
        """Say whether every day is one of the other's."""
        return other.first <= self.first and self.last <= other.last


@dataclass(frozen=True, slots=True)
class DayRoom:
    """What an offer holds on one day and what is taken, in hundredths of a pallet."""

    offered: int
    used: int

    @property
    def free(self) -> int:
        """Return what is left."""
        return self.offered - self.used


Room = Mapping[date, DayRoom]
"""The room of one offer, day by day; days it does not know are not offered."""


def with_stay(room: Room, days: Days, pallet_hundredths: int) -> dict[date, DayRoom]:
    """Return the room once this much more is taken on each of these days (a negative quantity gives it back)."""
    changed = dict(room)
    for day in days:
        if day in changed:
            changed[day] = replace(changed[day], used=changed[day].used + pallet_hundredths)
    return changed


def price_cents(*, pallet_hundredths: int, days: Days, cents_per_pallet_day: int) -> int:
    """Return the price of a stay: every day of every pallet, rounded once to the cent."""
    return rounded(pallet_hundredths * days.count * cents_per_pallet_day, 100)


def floor_space(quantity: Quantity) -> int:
    """Return the hundredths of a pallet a load takes in storage: what it declares, or as its weight lets assume."""
    return quantity.pallet_hundredths or max(1, -(-quantity.kg * 100 // KG_ON_A_PALLET))
