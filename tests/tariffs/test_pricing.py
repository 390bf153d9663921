"""Prices are whole cents, explained, and never punish bringing less."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.partners.kinds import PartnerKind
from core.shared.periods import Period
from core.shared.quantities import Quantity
from core.tariffs.price_list import NO_TARIFF, PriceList, TariffInForce
from core.tariffs.pricing import FREE_OF_CHARGE, PriceFormula, Reductions, full_price_cents, quote, trough_percent

FORMULA = PriceFormula(microdollars_per_kg_km=900, microdollars_per_pallet_km=250_000, cents_per_stop=300, cents_flat=0)
formulas = st.builds(
    PriceFormula,
    microdollars_per_kg_km=st.integers(0, 5_000),
    microdollars_per_pallet_km=st.integers(0, 2_000_000),
    cents_per_stop=st.integers(0, 2_000),
    cents_flat=st.integers(0, 5_000),
)
quantities = st.builds(Quantity, kg=st.integers(1, 40_000), pallet_hundredths=st.integers(0, 4_000))
percents = st.integers(0, 100)


def test_a_heavy_load_is_priced_by_weight_over_distance() -> None:
    # 300 kg x 100 km x $0.0009 = $27.00, and two stops at $3.00
    assert full_price_cents(FORMULA, Quantity(300, 50), metres=100_000) == 2700 + 600


def test_a_bulky_load_is_priced_by_the_floor_it_takes() -> None:
    # 2.5 pallets x 100 km x $0.25 = $62.50, more than 40 kg x 100 km x $0.0009 = $3.60
    assert full_price_cents(FORMULA, Quantity(40, 250), metres=100_000) == 6250 + 600


def test_the_price_is_rounded_once_and_half_a_cent_goes_up() -> None:
    half_a_cent = PriceFormula(
        microdollars_per_kg_km=5_000, microdollars_per_pallet_km=0, cents_per_stop=0, cents_flat=0
    )
    assert full_price_cents(half_a_cent, Quantity(1, 0), metres=1_000) == 1
    assert full_price_cents(half_a_cent, Quantity(1, 0), metres=999) == 0


def test_an_empty_week_and_solidarity_both_reduce_the_price() -> None:
    priced = quote(FORMULA, Quantity(300, 50), metres=100_000, reductions=Reductions(30, 20))
    assert (priced.full_price_cents, priced.price_cents) == (3300, 1848)
    assert priced.saving_cents == 1452
    assert priced.saving_share == pytest.approx(0.44)


def test_carrying_free_of_charge_saves_nothing() -> None:
    priced = quote(FREE_OF_CHARGE, Quantity(300, 50), metres=100_000, reductions=Reductions(30, 20))
    assert (priced.price_cents, priced.saving_share) == (0, 0.0)


def test_only_a_trough_week_is_discounted() -> None:
    assert [trough_percent(period, discount_percent=30) for period in Period] == [30, 0, 0]


@given(formulas, quantities, st.integers(0, 2_000_000), percents, percents)
def test_a_price_is_never_negative_nor_above_the_full_price(
    formula: PriceFormula, quantity: Quantity, metres: int, trough: int, solidarity: int
) -> None:
    priced = quote(formula, quantity, metres=metres, reductions=Reductions(trough, solidarity))
    assert 0 <= priced.price_cents <= priced.full_price_cents
    assert isinstance(priced.price_cents, int)


@given(formulas, quantities, quantities, st.integers(0, 2_000_000), st.integers(0, 2_000_000), percents, percents)
def test_less_load_or_less_distance_never_costs_more(
    formula: PriceFormula, one: Quantity, other: Quantity, near: int, far: int, trough: int, solidarity: int
) -> None:
    reductions = Reductions(trough, solidarity)
    smaller = Quantity(min(one.kg, other.kg), min(one.pallet_hundredths, other.pallet_hundredths))
    larger = Quantity(max(one.kg, other.kg), max(one.pallet_hundredths, other.pallet_hundredths))
    less = quote(formula, smaller, metres=min(near, far), reductions=reductions)
    more = quote(formula, larger, metres=max(near, far), reductions=reductions)
    assert less.full_price_cents <= more.full_price_cents
    assert less.price_cents <= more.price_cents


def a_tariff(number: int, valid_from: date, **solidarity: int) -> TariffInForce:
    rates = {PartnerKind(kind): percent for kind, percent in solidarity.items()}
    return TariffInForce(number, valid_from, FORMULA, rates)


def test_the_tariff_that_counts_is_the_last_one_that_has_begun() -> None:
    prices = PriceList([a_tariff(1, date(2026, 1, 1)), a_tariff(2, date(2027, 1, 1))])
    assert prices.on(date(2025, 12, 31)) is NO_TARIFF
    assert [prices.on(day).tariff_id for day in (date(2026, 12, 31), date(2027, 1, 1))] == [1, 2]


def test_an_agreed_tariff_is_found_again_by_its_number() -> None:
    prices = PriceList([a_tariff(1, date(2026, 1, 1)), a_tariff(2, date(2027, 1, 1))])
    assert prices.numbered(1).valid_from == date(2026, 1, 1)
    assert prices.numbered(None) is NO_TARIFF


def test_solidarity_is_granted_by_kind_of_partner() -> None:
    prices = PriceList([a_tariff(1, date(2026, 1, 1), food_bank=50)])
    paid = {
        kind: prices.quote(
            Quantity(300, 0),
            metres=100_000,
            day=date(2026, 2, 2),
            kind=kind,
            period=Period.normal,
            trough_discount_percent=30,
        ).price_cents
        for kind in (PartnerKind.food_bank, PartnerKind.producer)
    }
    assert paid == {PartnerKind.food_bank: 1650, PartnerKind.producer: 3300}
