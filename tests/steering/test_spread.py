"""How evenly things are shared, in numbers one can check by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.steering.spread import balance_spread, concentration, gini, half_given_by

AMOUNTS = st.lists(st.integers(0, 10**7), min_size=2, max_size=12)


def slow_gini(values: list[int]) -> float:
    """Half the mean absolute difference over the mean: the definition, pair by pair."""
    differences = sum(abs(a - b) for a in values for b in values)
    return differences / (2 * len(values) * sum(values))


@given(AMOUNTS.filter(any))
def test_the_gini_coefficient_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    assert gini(values) == pytest.approx(slow_gini(values), abs=1e-12)


def test_equal_effort_is_0_and_one_giver_of_four_is_three_quarters() -> None:
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0, 0, 9]) == pytest.approx(0.75)


@pytest.mark.parametrize("values", [[], [4], [0, 0]])
def test_nothing_to_share_has_no_coefficient(values: list[int]) -> None:
    assert gini(values) is None


def test_a_negative_amount_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        gini([1, -1])


def test_half_of_the_effort_comes_from_the_fewest_who_give_it() -> None:
    found = half_given_by([10, 40, 30, 20])
    assert found is not None
    assert (found.givers, found.partners) == (2, 4)
    assert half_given_by([0, 0]) is None


def test_concentration_is_10_000_for_one_carrier_and_names_the_largest() -> None:
    alone = concentration({7: 300})
    assert alone is not None
    assert (alone.hhi, alone.largest_share, alone.largest_id, alone.drifts_to_one) == (10_000, 1.0, 7, True)
    shared = concentration({1: 50, 2: 30, 3: 20})
    assert shared is not None
    assert (shared.hhi, shared.largest_id, shared.drifts_to_one) == (2500 + 900 + 400, 1, False)
    assert concentration({1: 0}) is None


def test_equal_carriers_name_the_first() -> None:
    found = concentration({4: 10, 2: 10})
    assert found is not None
    assert found.largest_id == 2


def test_balances_are_counted_without_naming_anybody() -> None:
    found = balance_spread([500, -200, 0, 700, -1000])
    assert found is not None
    assert (found.owed, found.owing, found.even) == (2, 2, 1)
    assert (found.total_owed_cents, found.total_owing_cents) == (1200, 1200)
    assert balance_spread([]) is None


def test_a_total_over_too_few_partners_is_kept_from_others() -> None:
    found = balance_spread([500, 1, 2, -200, -300])
    assert found is not None
    for_others = found.for_others(fewest=3)
    assert (for_others.total_owed_cents, for_others.total_owing_cents) == (503, None)
    assert (for_others.owed, for_others.owing) == (3, 2)
