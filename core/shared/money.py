"""Money in whole cents; splits that add up to the cent (R7)."""

from collections.abc import Sequence


class Cents(int):
    """An amount of Canadian dollars in whole cents, written as money where people read it."""

    __slots__ = ()


def split_by_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split the whole number `total` in proportion to `weights`; the parts always sum to `total`.

    The units left after rounding down go to the largest remainders, the earliest first on equal ones (the
    Hamilton method). A negative total is split like the positive one, with the sign put back.

    Raises:
        ValueError: no weight, a negative weight, or all weights zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more, and at least one above zero")
    sign = -1 if total < 0 else 1
    amount = abs(total)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for index in by_remainder[: amount - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def rounded(numerator: int, denominator: int) -> int:
    """Divide whole numbers and round half away from zero, without passing through floating point."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    return sign * ((2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator)))
