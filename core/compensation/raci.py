"""A role is clear when exactly one partner is accountable for it and at least one is responsible."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from core.compensation.kinds import Responsibility


class Gap(StrEnum):
    """What is unclear about a role."""

    nobody_accountable = "nobody_accountable"
    several_accountable = "several_accountable"
    nobody_responsible = "nobody_responsible"


def gaps(letters: Iterable[Responsibility]) -> tuple[Gap, ...]:
    """Return what is missing or doubled among the letters partners hold for one role."""
    held = Counter(letters)
    found: list[Gap] = []
    if held[Responsibility.accountable] == 0:
        found.append(Gap.nobody_accountable)
    if held[Responsibility.accountable] > 1:
        found.append(Gap.several_accountable)
    if held[Responsibility.responsible] == 0:
        found.append(Gap.nobody_responsible)
    return tuple(found)
