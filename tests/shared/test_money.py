"""Splits add up (R7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shared.money import rounded, split_by_largest_remainder

WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(lambda weights: sum(weights) > 0)


@given(total=st.integers(-(10**9), 10**9), weights=WEIGHTS)
def test_the_parts_always_sum_to_the_total(total: int, weights: list[int]) -> None:
    parts = split_by_largest_remainder(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_the_largest_remainder_gets_the_last_cent() -> None:
    assert split_by_largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_largest_remainder(-100, [1, 2]) == [-33, -67]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_mean_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_largest_remainder(10, weights)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (0, 7, 0), (7, -2, -4)]
)
def test_halves_round_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert rounded(numerator, denominator) == expected
