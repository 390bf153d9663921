"""How full a run is: legs count by their length, the scarcer of weight and floor decides."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.lines.load import NOTHING_CARRIED, Carriage, CompartmentLoad, carriage_of
from core.shared.quantities import NOTHING


def a_box(*, used: int, capacity: int, payload: int, pallets: int = 0, floor: int = 100) -> CompartmentLoad:
    return CompartmentLoad(
        line_id=1,
        service_date=date(2027, 2, 1),
        compartment_id=1,
        temperature="chilled",
        capacity=NOTHING,
        free_everywhere=NOTHING,
        free_somewhere=NOTHING,
        has_wanted_room=True,
        used_kg_metres=used,
        capacity_kg_metres=capacity,
        payload_kg_metres=payload,
        used_pallet_metres=pallets,
        capacity_pallet_metres=floor,
        metres=10,
        road_metres=10,
    )


def test_an_empty_run_is_empty_not_a_fault() -> None:
    assert carriage_of([]) == NOTHING_CARRIED
    assert NOTHING_CARRIED.load_percent == 0
    assert NOTHING_CARRIED.mean_used_kg == NOTHING_CARRIED.mean_capacity_kg == 0


def test_the_scarcer_of_weight_and_floor_decides() -> None:
    assert carriage_of([a_box(used=300, capacity=1000, payload=1000, pallets=20)]).load_percent == 30
    assert carriage_of([a_box(used=300, capacity=1000, payload=1000, pallets=80)]).load_percent == 80


def test_compartments_count_together_within_the_payload() -> None:
    two = [a_box(used=300, capacity=1000, payload=1200), a_box(used=300, capacity=1000, payload=1200)]
    assert carriage_of(two).load_percent == 50
    assert carriage_of(two).mean_capacity_kg == 120


whole = st.integers(0, 10**9)


@given(st.lists(st.tuples(whole, whole, whole, whole, whole), max_size=6))
def test_the_load_of_several_runs_lies_between_none_and_all(parts: list[tuple[int, int, int, int, int]]) -> None:
    total = NOTHING_CARRIED
    for used, room, floor_used, floor_room, metres in parts:
        total += Carriage(used, used + room, floor_used, floor_used + floor_room, metres)
    assert 0 <= total.load_percent <= 100
