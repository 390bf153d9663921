"""The comparison with each partner driving alone moves the same goods, at declared costs, with the same factors."""

import pytest

from core.routes.each_alone import AloneCosts, each_alone
from core.routes.emissions import FACTORS, EmissionFactors
from core.routes.engine import by_hand
from core.routes.problem import Window
from tests.routes.days import (
    AMBIENT,
    AMQUI,
    FROZEN,
    MATANE,
    MONT_JOLI,
    RIMOUSKI,
    a_day,
    a_shipment,
    a_vehicle,
)

COSTS = {101: AloneCosts(100, 3_000), 102: AloneCosts(50, 0)}


def test_a_partner_alone_drives_there_and_back_from_its_own_place() -> None:
    problem = a_day([a_shipment(1, RIMOUSKI, MATANE, partner_id=101, handling_minutes=5)])
    [alone] = each_alone(problem, by_hand(problem), COSTS, FACTORS)
    road = problem.roads[RIMOUSKI, MATANE]
    assert alone.metres == 2 * road.metres
    assert alone.minutes == 2 * road.minutes + 2 * (10 + 5)
    assert alone.cost_cents == pytest.approx(alone.metres / 10 + alone.minutes * 50, abs=1)


def test_a_partner_that_receives_drives_from_where_it_receives() -> None:
    problem = a_day([a_shipment(1, MONT_JOLI, RIMOUSKI, partner_id=101)])
    [alone] = each_alone(problem, by_hand(problem), COSTS, FACTORS)
    assert alone.metres == 2 * problem.roads[RIMOUSKI, MONT_JOLI].metres


def test_together_is_shorter_than_each_alone_when_ways_are_shared() -> None:
    loads = [a_shipment(1, RIMOUSKI, MATANE, partner_id=101), a_shipment(2, MONT_JOLI, MATANE, partner_id=102)]
    problem = a_day(loads)
    plan = by_hand(problem)
    alone = each_alone(problem, plan, COSTS, FACTORS)
    assert [each.partner_id for each in alone] == [101, 102]
    assert sum(each.metres for each in alone) > sum(tour.metres for tour in plan.tours)


def test_loads_left_out_are_counted_on_neither_side() -> None:
    problem = a_day([a_shipment(1, partner_id=101), a_shipment(2, temperature=FROZEN, partner_id=102)])
    assert [each.partner_id for each in each_alone(problem, by_hand(problem), COSTS, FACTORS)] == [101]


def test_what_no_hours_allow_alone_counts_as_a_trip_there_and_back() -> None:
    """The truck sleeps at Matane and is at the dock when it opens; the receiver would come from Amqui, too late."""
    early = Window(420, 430)
    problem = a_day(
        [a_shipment(1, MATANE, AMQUI, partner_id=100 + AMQUI, opens=early)],
        [a_vehicle(base=MATANE, shift=Window(420, 1140))],
    )
    [alone] = each_alone(problem, by_hand(problem), {100 + AMQUI: AloneCosts(100, 3_000)}, FACTORS)
    assert alone.metres == 2 * problem.roads[AMQUI, MATANE].metres


def test_several_vehicles_serve_what_one_cannot() -> None:
    loads = [a_shipment(number, RIMOUSKI, MATANE, kg=900, partner_id=101) for number in range(1, 5)]
    problem = a_day(loads, [a_vehicle(number) for number in range(1, 6)])
    [alone] = each_alone(problem, by_hand(problem), COSTS, FACTORS)
    assert alone.shipments == 4
    assert alone.metres >= 3 * 2 * problem.roads[RIMOUSKI, MATANE].metres


def test_refrigeration_adds_to_emissions() -> None:
    warm = FACTORS.grams(metres=100_000, litres_per_100_km=25.4, is_refrigerated=False)
    cold = FACTORS.grams(metres=100_000, litres_per_100_km=25.4, is_refrigerated=True)
    assert warm == round(25.4 * 2720)
    assert cold == round(25.4 * 2720 * 1.12)  # 0.77 kg a km, the published figure
    assert EmissionFactors(kg_co2e_per_litre=0).grams(metres=1, litres_per_100_km=1, is_refrigerated=True) == 0


def test_only_cold_loads_need_a_cold_truck_alone() -> None:
    def grams(temperature: object) -> float:
        problem = a_day(
            [a_shipment(1, partner_id=101, temperature=temperature)],  # type: ignore[arg-type]  # a class below
            [a_vehicle(temperatures=((AMBIENT, FROZEN),))],
        )
        [alone] = each_alone(problem, by_hand(problem), COSTS, FACTORS)
        return alone.emissions_grams / alone.metres

    assert grams(FROZEN) / grams(AMBIENT) == pytest.approx(1.12, abs=0.001)
