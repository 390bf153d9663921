"""What may ride where (R2)."""

import pytest

from core.shared.quantities import Quantity, TemperatureClass, may_ride

T = TemperatureClass
ALLOWED = {
    (T.ambient, T.ambient), (T.ambient, T.fresh_produce), (T.ambient, T.chilled),
    (T.fresh_produce, T.fresh_produce), (T.fresh_produce, T.ambient), (T.fresh_produce, T.chilled),
    (T.chilled, T.chilled), (T.frozen, T.frozen), (T.hot, T.hot),
}  # fmt: skip


@pytest.mark.parametrize("load", T)
@pytest.mark.parametrize("kept_at", T)
def test_nothing_crosses_but_what_the_regulation_allows(load: TemperatureClass, kept_at: TemperatureClass) -> None:
    assert may_ride(load, kept_at=kept_at) is ((load, kept_at) in ALLOWED)


def test_a_quantity_fits_by_weight_and_by_floor() -> None:
    room = Quantity(100, 200)
    assert Quantity(100, 200).fits_in(room)
    assert not Quantity(101, 0).fits_in(room)
    assert not Quantity(0, 201).fits_in(room)
    assert Quantity(130, 150).shortfall(room) == Quantity(30, 0)
