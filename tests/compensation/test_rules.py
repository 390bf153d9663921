"""The rules of money do what they promise, whatever the amounts."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compensation.effort import SMALLEST_PER_UNIT, value_cents
from core.compensation.kinds import ContributionKind, PaymentDirection
from core.compensation.posting_rules import contribution_approved, cost_shared, departure_closed, payment
from core.ledger.entries import faults
from core.shared.money import split_by_largest_remainder
from core.shared.taxes import NO_TAXES, TaxRates
from core.tariffs.cards import QUEBEC_TAXES
from tests.compensation.rule_checks import CHECKS, OWNER

CENTS = st.integers(0, 10**8)
PARTNERS = st.integers(1, 12)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_rule_keeps_its_promise(check: Callable[[], None]) -> None:
    check()


@given(st.dictionaries(PARTNERS, CENTS), CENTS, st.sampled_from((NO_TAXES, QUEBEC_TAXES)))
def test_closing_a_departure_always_balances(prices: dict[int, int], cost: int, rates: TaxRates) -> None:
    bills = {partner_id: rates.on(cents) for partner_id, cents in prices.items()}
    lines = departure_closed(bills, owner_id=OWNER, cost_cents=cost)
    assert faults(lines) == [] or (lines == () and not any(prices.values()))


@given(st.sampled_from(ContributionKind), st.integers(1, 10**7), CENTS)
def test_approving_a_contribution_always_balances(kind: ContributionKind, quantity: int, cents: int) -> None:
    lines = contribution_approved(3, kind, quantity=quantity, value_cents=cents)
    has_own_unit = kind in {ContributionKind.hours, ContributionKind.goods}
    assert faults(lines) == [] or (lines == () and cents == 0 and not has_own_unit)


@given(st.integers(1, 10**9), st.sampled_from(PaymentDirection))
def test_a_payment_always_balances(cents: int, direction: PaymentDirection) -> None:
    assert faults(payment(3, cents=cents, direction=direction)) == []


@given(
    CENTS, st.dictionaries(PARTNERS, st.integers(0, 10_000), min_size=1).filter(lambda weights: any(weights.values()))
)
def test_a_shared_cost_reaches_the_owner_to_the_cent(cost: int, weights: dict[int, int]) -> None:
    parts = split_by_largest_remainder(cost, list(weights.values()))
    shares = dict(zip(weights, parts, strict=True))
    lines = cost_shared(shares, owner_id=OWNER)
    to_owner = sum(line.amount for line in lines if line.amount > 0)
    assert to_owner + shares.get(OWNER, 0) == cost
    assert faults(lines) == [] or lines == ()


@given(st.sampled_from(ContributionKind), st.integers(1, 10**7), st.integers(0, 10**5))
def test_a_value_is_within_half_a_cent_of_the_exact_one(kind: ContributionKind, quantity: int, cents: int) -> None:
    smallest = SMALLEST_PER_UNIT[kind]
    assert abs(value_cents(kind, quantity, cents) * smallest - quantity * cents) * 2 <= smallest
