"""What fits where, and how much of it (R1, R2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reservations.fitting import largest_part, part_of, relative_lack
from core.reservations.itineraries import Stretch
from core.shared.quantities import NOTHING, Quantity, TemperatureClass
from tests.reservations.trucks import AMBIENT, CHILLED, FROZEN, HOT, PRODUCE, a_truck

WHOLE_WAY = Stretch(0, 3)


@pytest.mark.parametrize(
    ("load", "boxes"),
    [(AMBIENT, [3, 4, 1]), (PRODUCE, [4, 3, 1]), (CHILLED, [1]), (FROZEN, [2]), (HOT, [])],
)
def test_the_exact_temperature_comes_first_then_the_warmest_substitute(
    load: TemperatureClass, boxes: list[int]
) -> None:
    truck = a_truck(boxes=[(1, CHILLED), (2, FROZEN), (3, AMBIENT), (4, PRODUCE)])
    assert truck.keeping(load, WHOLE_WAY) == boxes


def test_a_compartment_must_be_there_on_every_leg() -> None:
    assert a_truck(legs=2).keeping(CHILLED, WHOLE_WAY) == []


def test_a_load_takes_room_only_on_its_own_legs_and_gives_it_back_exactly() -> None:
    truck = a_truck()
    loaded = truck.with_load(Stretch(1, 2), 1, Quantity(400, 100))
    assert [loaded.compartment_free(leg, 1).kg for leg in range(3)] == [1000, 600, 1000]
    assert loaded.payloads[1].free_kg == 600
    assert loaded.without_load(Stretch(1, 2), 1, Quantity(400, 100)) == truck


def test_the_payload_bounds_what_a_compartment_may_hold() -> None:
    truck = a_truck(kg=1000, payload_kg=700, used={(1, 1): Quantity(300, 0)})
    assert truck.capacity(WHOLE_WAY, 1) == Quantity(700, 600)


def test_the_largest_part_keeps_pallets_in_proportion() -> None:
    assert largest_part(Quantity(400, 200), Quantity(1000, 100)) == Quantity(200, 100)
    assert largest_part(Quantity(400, 200), Quantity(150, 600)) == Quantity(150, 75)
    assert largest_part(Quantity(400, 0), Quantity(150, 0)) == Quantity(150, 0)
    assert largest_part(Quantity(400, 200), Quantity(-50, 600)) == NOTHING
    assert part_of(NOTHING, 0) == NOTHING


quantities = st.builds(Quantity, kg=st.integers(1, 5_000), pallet_hundredths=st.integers(0, 2_000))
rooms = st.builds(Quantity, kg=st.integers(-500, 5_000), pallet_hundredths=st.integers(-200, 2_000))


@given(quantities, rooms)
def test_the_largest_part_fits_and_one_more_kilogram_would_not(wanted: Quantity, room: Quantity) -> None:
    part = largest_part(wanted, room)
    if part.kg:
        assert part.fits_in(Quantity(room.kg, max(0, room.pallet_hundredths)))
        assert part.fits_in(wanted)
    if part.kg < wanted.kg and min(room.kg, room.pallet_hundredths) >= 0:
        assert not part_of(wanted, part.kg + 1).fits_in(room)


def test_the_lack_is_measured_in_shares_of_the_load() -> None:
    assert relative_lack(Quantity(200, 100), Quantity(200, 100)) == 0
    assert relative_lack(Quantity(200, 100), Quantity(150, 0)) == 1
    assert relative_lack(Quantity(200, 0), Quantity(-100, 0)) == 1.5
    assert relative_lack(NOTHING, NOTHING) == 0
