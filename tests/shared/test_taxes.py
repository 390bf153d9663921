"""GST and QST: each on the price without the other, each rounded once, and exactly what is within an amount."""

import random
from fractions import Fraction

import pytest

from core.shared.taxes import NO_TAXES, Bill, TaxRates, summed
from core.tariffs.cards import QUEBEC_TAXES


@pytest.mark.parametrize(
    ("price", "gst", "qst"),
    [(10_000, 500, 998), (4120, 206, 411), (32_300, 1615, 3222), (10, 1, 1), (9, 0, 1), (0, 0, 0)],
)
def test_each_tax_is_taken_on_the_price_alone_and_rounded_once(price: int, gst: int, qst: int) -> None:
    bill = QUEBEC_TAXES.on(price)
    assert bill == Bill(price, gst, qst)
    assert bill.total_cents == price + gst + qst


def test_qst_is_not_taken_on_gst() -> None:
    """As it was before 2013; the difference shows from 1 $ on."""
    bill = QUEBEC_TAXES.on(10_000)
    on_gst_too = round((bill.price_cents + bill.gst_cents) * 0.09975)
    assert bill.qst_cents == 998 != on_gst_too == 1047


def test_a_small_supplier_adds_nothing() -> None:
    assert NO_TAXES.on(4120).total_cents == 4120
    assert NO_TAXES.within(4120) == Bill(4120)


def test_ten_thousand_random_prices_are_within_half_a_cent_of_the_law_and_found_again_in_their_total() -> None:
    dice = random.Random(9975)
    for _ in range(10_000):
        rates = TaxRates(dice.choice([0, 5_000, 7_000]), dice.choice([0, 9_975, 7_500]))
        bill = rates.on(dice.randrange(1_000_000))
        assert abs(bill.gst_cents - Fraction(bill.price_cents * rates.gst_millipercent, 100_000)) <= Fraction(1, 2)
        assert abs(bill.qst_cents - Fraction(bill.price_cents * rates.qst_millipercent, 100_000)) <= Fraction(1, 2)
        found = rates.within(bill.total_cents)
        assert found.total_cents == bill.total_cents
        assert abs(found.price_cents - bill.price_cents) <= 1


def test_bills_add_up_tax_by_tax() -> None:
    assert summed([Bill(10, 1, 1), Bill(9, 0, 1)]) == Bill(19, 1, 2) != QUEBEC_TAXES.on(19 + 20)
    assert summed([]) == Bill(0)
