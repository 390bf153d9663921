"""Each partner alone, and pooled: sums one can follow."""

import pytest

from core.compensation.run_cost import VehicleCosts
from core.shared.places import Point
from core.steering.alone import (
    Baseline,
    DirectRoad,
    RoundTrip,
    Stretch,
    alone_cents,
    fare_of,
    pooled_cents,
    round_trip,
)
from core.steering.emissions import grams_of_run

HERE, THERE = Point(48.4, -68.5), Point(48.5, -67.4)


def road(_from: Point, _to: Point) -> DirectRoad:
    return DirectRoad(metres=80_000, minutes=70, ferry_cents=0)


def a_stretch(*, metres: int = 100_000, is_one_way: bool = True, crossings: int = 0, fare_cents: int = 0) -> Stretch:
    return Stretch(1, HERE, THERE, metres, crossings, fare_cents, is_one_way)


def test_one_load_goes_and_comes_back_by_the_direct_road_when_it_is_shorter() -> None:
    assert round_trip(a_stretch(), road) == RoundTrip(metres=160_000, minutes=140, ferry_cents=0)


def test_a_stretch_shorter_than_the_estimate_is_driven_both_ways() -> None:
    found = round_trip(a_stretch(metres=60_000), road)
    assert found.metres == 120_000
    assert found.minutes == 2 * 53  # 52.5 minutes each way, rounded half up


def test_several_places_are_called_at_on_the_way_out_only() -> None:
    found = round_trip(a_stretch(is_one_way=False), road)
    assert found.metres == 100_000 + 80_000
    assert found.minutes == round(100_000 * 70 / 80_000) + 70


def test_a_loop_is_driven_once() -> None:
    def no_road(_from: Point, _to: Point) -> DirectRoad:
        return DirectRoad(0, 0, 0)

    found = round_trip(a_stretch(is_one_way=False, metres=140_000), no_road)
    assert (found.metres, found.minutes) == (140_000, 120)


def test_ferries_are_paid_out_and_back() -> None:
    def by_ferry(_from: Point, _to: Point) -> DirectRoad:
        return DirectRoad(80_000, 200, 10_500)

    assert round_trip(a_stretch(), by_ferry).ferry_cents == 21_000
    several = a_stretch(is_one_way=False, crossings=1, fare_cents=9_000)
    assert round_trip(several, by_ferry).ferry_cents == 9_000 + 10_500


def test_the_cost_alone_adds_kilometres_hours_docks_and_ferries() -> None:
    trip = RoundTrip(metres=160_000, minutes=140, ferry_cents=500)
    cents = alone_cents(
        trip, trips=3, dock_minute_hundredths=6000, baseline=Baseline(cents_per_km=95, cents_per_hour=2800)
    )
    assert cents == 3 * 160 * 95 + round((3 * 140 + 60) * 2800 / 60) + 3 * 500


def test_the_pooled_cost_adds_runs_kilometres_hours_and_ferries() -> None:
    costs = VehicleCosts(fixed_cents=5000, cents_per_km=70, cents_per_hour=3000)
    cents = pooled_cents(costs, departures=2, metres=300_000, minutes=600, ferry_cents=200)
    assert cents == 2 * 5000 + 300 * 70 + 10 * 3000 + 200


@pytest.mark.parametrize(
    ("ferries", "cents"), [("", 0), ("A", 100), ("A + B", 350), ("A + unknown", 100), ("unknown", 0)]
)
def test_the_fare_of_named_ferries(ferries: str, cents: int) -> None:
    assert fare_of(ferries, {"A": 100, "B": 250}) == cents


def test_a_refrigerated_medium_truck_emits_about_0_77_kg_a_kilometre() -> None:
    assert grams_of_run(metres=1000, litres_per_100_km=25.4, is_refrigerated=True) == 774
    assert grams_of_run(metres=1000, litres_per_100_km=25.4, is_refrigerated=False) == 691
