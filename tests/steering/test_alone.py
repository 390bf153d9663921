"""Each partner alone, and pooled: sums one can follow, and a baseline that never flatters pooling."""

from datetime import date
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compensation.run_cost import VehicleCosts
from core.routes.distances import road as estimated
from core.routes.emissions import FACTORS
from core.routes.own_vehicle import MOST_CENTS_PER_KG, needs_cooling, own_litres_per_100_km, worth
from core.shared.places import Point
from core.shared.quantities import TemperatureClass
from core.steering.alone import (
    HIGHEST,
    LOWEST,
    PRUDENT,
    Alone,
    Baseline,
    DirectRoad,
    Hypothesis,
    Loop,
    OwnRounds,
    Place,
    Ridden,
    cheapest_loop,
    fare_of,
    pooled_cents,
)

FARM, HUB, SHOP = 1, 2, 3
PLACES = {
    FARM: Place(Point(48.4, -68.5), setup_minutes=10, minutes_per_pallet=4),
    HUB: Place(Point(48.5, -67.4), setup_minutes=15, minutes_per_pallet=2),
    SHOP: Place(Point(48.6, -67.9), setup_minutes=5, minutes_per_pallet=3),
}
BASELINE = Baseline(cents_per_km=95, cents_per_hour=2800)
MONDAY, THURSDAY, NEXT_TUESDAY = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 10)
FREE = Hypothesis(most_cents_per_kg=None)


def road(a: Point, b: Point) -> DirectRoad:
    return DirectRoad(metres=80_000, minutes=70, ferry_cents=0) if a != b else DirectRoad(0, 0, 0)


def rounds() -> OwnRounds:
    return OwnRounds(PLACES, {7: BASELINE, 8: BASELINE}, road, FACTORS)


def sent(
    day: date = MONDAY,
    to: int = HUB,
    *,
    partner_id: int = 7,
    kg: int = 500,
    pallet_hundredths: int = 0,
    is_cold: bool = False,
) -> Ridden:
    return Ridden(partner_id, day, FARM, to, kg, pallet_hundredths, is_cold)


def test_one_load_goes_there_and_back_with_one_stop_at_each_dock() -> None:
    found = rounds().together([sent(pallet_hundredths=200)])
    minutes = 2 * 70 + 10 + 15 + 2 * (4 + 2)
    assert found.cents == pytest.approx(160 * 95 + minutes * 2800 / 60, abs=1)
    assert found.grams == round(160 * 0.14 * 2720)


def test_what_a_partner_sends_in_a_week_makes_one_round() -> None:
    once, twice = (rounds().together(loads, FREE) for loads in ([sent()], [sent(), sent(THURSDAY)]))
    assert twice == once
    assert rounds().together([sent(), sent(NEXT_TUESDAY)], FREE).cents == 2 * once.cents
    assert rounds().together([sent(), sent(THURSDAY)], HIGHEST).cents == 2 * once.cents


def test_two_partners_make_two_rounds() -> None:
    assert rounds().together([sent(), sent(partner_id=8)]).cents == 2 * rounds().together([sent()]).cents


def test_a_round_calls_at_every_place_and_comes_back() -> None:
    assert rounds().together([sent(), sent(to=SHOP)]).grams == round(240 * 0.14 * 2720)


def test_a_round_is_never_counted_above_what_the_goods_bear() -> None:
    light = rounds().together([sent(kg=20)])
    free = rounds().together([sent(kg=20)], FREE)
    assert light.cents == 20 * MOST_CENTS_PER_KG < free.cents
    assert light.grams == pytest.approx(free.grams * light.cents / free.cents, abs=1)
    assert rounds().together([sent(kg=20)], LOWEST).cents == 20 * 200


def test_the_lowest_estimate_drives_shorter_roads() -> None:
    assert rounds().together([sent()], LOWEST).grams == round(160 * 0.93 * 0.14 * 2720)


def test_more_than_a_tonne_takes_a_truck_and_cold_goods_a_refrigerated_one() -> None:
    assert rounds().together([sent(kg=1001)]).grams == round(160 * 0.254 * 2720)
    assert rounds().together([sent(is_cold=True), sent(to=HUB)]).grams == round(160 * 0.14 * 2720 * 1.12)
    assert (own_litres_per_100_km(1000), own_litres_per_100_km(1001)) == (14.0, 25.4)
    assert needs_cooling([TemperatureClass.ambient, TemperatureClass.frozen])
    assert not needs_cooling([TemperatureClass.ambient, TemperatureClass.fresh_produce])


def test_what_counts_of_an_amount() -> None:
    assert worth(900, cents=1000, kg=4, most_cents_per_kg=250) == 900
    assert worth(900, cents=2000, kg=4, most_cents_per_kg=250) == 450
    assert worth(900, cents=2000, kg=4, most_cents_per_kg=None) == 900


def test_nothing_sent_costs_nothing() -> None:
    assert rounds().together([]) == Alone(0, 0)
    assert cheapest_loop([PLACES[FARM].point], road, BASELINE) == Loop()


def test_ferries_are_paid_on_every_crossing() -> None:
    def by_ferry(_a: Point, _b: Point) -> DirectRoad:
        return DirectRoad(80_000, 200, 10_500)

    loop = cheapest_loop([PLACES[FARM].point, PLACES[HUB].point], by_ferry, BASELINE)
    assert loop == Loop(160_000, 400, 21_000)
    assert loop.cents(BASELINE) == 160 * 95 + round(400 * 2800 / 60) + 21_000


points = st.builds(
    Point,
    st.integers(48_000, 48_400).map(lambda each: each / 1000),
    st.integers(-68_500, -67_500).map(lambda each: each / 1000),
)


def direct(a: Point, b: Point) -> DirectRoad:
    way = estimated(a, b)
    return DirectRoad(way.metres, way.minutes, way.ferry_cents)


@settings(deadline=None)
@given(st.lists(points, min_size=2, max_size=5, unique=True))
def test_no_order_of_the_places_is_cheaper_than_the_loop(places: list[Point]) -> None:
    loop = cheapest_loop(places, direct, BASELINE)
    for order in permutations(places):
        ways = [direct(a, b) for a, b in pairwise((*order, order[0]))]
        cents = sum(way.metres for way in ways) * 95 / 1000 + sum(way.minutes for way in ways) * 2800 / 60
        assert loop.cents(BASELINE) <= cents + 1


def test_many_places_are_all_called_at() -> None:
    on_a_line = [Point(48.0, -68.0 - place / 10) for place in range(10)]

    def along(a: Point, b: Point) -> DirectRoad:
        return DirectRoad(round(abs(a.longitude - b.longitude) * 100_000), 0, 0)

    assert cheapest_loop(on_a_line, along, BASELINE).metres == 2 * 90_000


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 27), st.sampled_from([HUB, SHOP]), st.integers(1, 900)), max_size=8))
def test_the_prudent_estimate_lies_between_the_other_two(drawn: list[tuple[int, int, int]]) -> None:
    loads = [sent(date(2026, 3, 2 + day), to, kg=kg) for day, to, kg in drawn]
    low, prudent, high = (rounds().together(loads, each) for each in (LOWEST, PRUDENT, HIGHEST))
    assert low.cents <= prudent.cents <= high.cents
    assert low.grams <= prudent.grams


def test_the_pooled_cost_adds_runs_kilometres_hours_and_ferries() -> None:
    costs = VehicleCosts(fixed_cents=5000, cents_per_km=70, cents_per_hour=3000)
    cents = pooled_cents(costs, departures=2, metres=300_000, minutes=600, ferry_cents=200)
    assert cents == 2 * 5000 + 300 * 70 + 10 * 3000 + 200


@pytest.mark.parametrize(
    ("ferries", "cents"), [("", 0), ("A", 100), ("A + B", 350), ("A + unknown", 100), ("unknown", 0)]
)
def test_the_fare_of_named_ferries(ferries: str, cents: int) -> None:
    assert fare_of(ferries, {"A": 100, "B": 250}) == cents
