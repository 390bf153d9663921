"""Whatever the day: what is proposed passes the checker, and every load is carried or has a stated reason."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.routes.checker import Violation, ViolationKind, check
from core.routes.compartment_settings import useful_settings
from core.routes.engine import InfeasiblePlan, Report, by_hand, propose, silent
from core.routes.ortools_solver import solve
from core.routes.plan import Plan
from core.routes.problem import TourProblem, Window
from core.routes.reasons import SENTENCES, Reason, ReasonKind
from core.routes.unserved import why_not_alone
from tests.routes.days import (
    AMBIENT,
    AMQUI,
    BAIE_COMEAU,
    CHILLED,
    FRESH,
    FROZEN,
    MATANE,
    MONT_JOLI,
    RIMOUSKI,
    RIVIERE_DU_LOUP,
    a_day,
    a_random_day,
    a_shipment,
    a_vehicle,
)

quick = settings(max_examples=60, deadline=None, derandomize=True)
quicker = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def cost_cents(problem: TourProblem, plan: Plan) -> int:
    tours = sum(tour.cost_cents(problem.vehicles[tour.vehicle_id]) for tour in plan.tours)
    return tours + sum(problem.shipments[each.shipment_id].unserved_cents for each in plan.unserved)


def assert_sound(problem: TourProblem, plan: Plan) -> None:
    """The checker finds nothing, and each load is carried once or left out with a reason in words."""
    assert check(problem, plan) == []
    left_out = {each.shipment_id for each in plan.unserved}
    assert plan.served_ids | left_out == set(problem.shipments)
    assert not plan.served_ids & left_out
    assert all(each.reason.sentence for each in plan.unserved)


@quick
@given(st.integers(0, 10_000), st.integers(0, 9), st.integers(0, 3))
def test_the_plan_made_by_hand_is_always_sound(seed: int, shipments: int, vehicles: int) -> None:
    problem = a_random_day(seed, shipments, vehicles)
    assert_sound(problem, by_hand(problem, tries=2))


@quicker
@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(1, 3))
def test_the_engines_plan_is_always_sound_and_never_dearer(seed: int, shipments: int, vehicles: int) -> None:
    problem = a_random_day(seed, shipments, vehicles)
    proposal = propose(problem, solve, budget=0.12)
    assert proposal.refused == ()
    assert_sound(problem, proposal.plan)
    assert cost_cents(problem, proposal.plan) <= cost_cents(problem, propose(problem, None, budget=0).plan)


def test_two_loads_on_the_way_share_one_truck() -> None:
    loads = [a_shipment(1, RIMOUSKI, MATANE, kg=300), a_shipment(2, MONT_JOLI, MATANE, kg=300)]
    problem = a_day(loads, [a_vehicle(1), a_vehicle(2)])
    plan = propose(problem, solve, budget=0.2).plan
    assert len(plan.tours) == 1
    assert plan.tours[0].shipment_ids == (1, 2)


def test_the_better_order_is_found() -> None:
    """Inserting the far load first, then the near one, must not cost more than one round trip."""
    loads = [a_shipment(1, RIMOUSKI, MATANE), a_shipment(2, RIMOUSKI, MONT_JOLI), a_shipment(3, MATANE, RIMOUSKI)]
    problem = a_day(loads)
    plan = propose(problem, solve, budget=0.2).plan
    round_trip = 2 * problem.roads[RIMOUSKI, MATANE].metres
    assert plan.tours[0].metres <= 1.05 * round_trip


def test_a_full_truck_sends_a_second_one() -> None:
    loads = [a_shipment(number, RIMOUSKI, MATANE, kg=700) for number in (1, 2)]
    half_day = Window(420, 660)
    trucks = [a_vehicle(1, shift=half_day), a_vehicle(2, shift=half_day)]
    assert len(propose(a_day(loads, trucks), solve, budget=0.2).plan.tours) == 2


def test_frozen_and_chilled_ride_in_their_own_compartments() -> None:
    truck = a_vehicle(1, temperatures=((CHILLED, FROZEN), (CHILLED, FROZEN)))
    loads = [
        a_shipment(1, RIMOUSKI, MATANE, temperature=FROZEN),
        a_shipment(2, RIMOUSKI, MATANE, temperature=CHILLED),
        a_shipment(3, RIMOUSKI, MATANE, kg=100, temperature=AMBIENT),
    ]
    plan = propose(a_day(loads, [truck]), solve, budget=0.2).plan
    assert plan.unserved == ()
    assert {setting for _, setting in plan.tours[0].settings} == {CHILLED, FROZEN}


def test_a_compartment_has_one_temperature_for_the_whole_tour() -> None:
    truck = a_vehicle(1, temperatures=((CHILLED, FROZEN),))
    loads = [a_shipment(1, RIMOUSKI, MATANE, temperature=FROZEN), a_shipment(2, MATANE, RIMOUSKI, temperature=CHILLED)]
    plan = propose(a_day(loads, [truck]), solve, budget=0.2).plan
    assert len(plan.served_ids) == 1
    assert plan.unserved[0].reason.kind is ReasonKind.no_setting_left


def test_settings_that_another_beats_are_not_tried() -> None:
    truck = a_vehicle(1, temperatures=((AMBIENT, FRESH, CHILLED, FROZEN),))
    assert useful_settings(truck, [AMBIENT, FRESH]) == [((10, AMBIENT),)]
    assert useful_settings(truck, [AMBIENT, CHILLED]) == [((10, CHILLED),)]
    assert useful_settings(truck, [AMBIENT, FROZEN]) == [((10, AMBIENT),), ((10, FROZEN),)]
    assert useful_settings(truck, []) == [((10, AMBIENT),)]


def why(problem: TourProblem, shipment_id: int = 1) -> Reason:
    plan = by_hand(problem)
    found = [each.reason for each in plan.unserved if each.shipment_id == shipment_id]
    assert len(found) == 1
    return found[0]


def test_each_reason_names_its_fact() -> None:
    frozen = why(a_day([a_shipment(temperature=FROZEN)]))
    assert (frozen.kind, dict(frozen.facts)) == (ReasonKind.temperature, {"temperature": "frozen"})

    heavy = why(a_day([a_shipment(kg=1200)], [a_vehicle(kg=800), a_vehicle(2, kg=1000)]))
    assert heavy.kind is ReasonKind.too_heavy
    assert dict(heavy.facts)["load_kg"] == 1200

    large = why(a_day([a_shipment(pallet_hundredths=500)]))
    assert (large.kind, dict(large.facts)["room_pallets"]) == (ReasonKind.too_large, 400)

    closed = why(a_day([a_shipment(1, RIMOUSKI, MATANE, receives=Window(360, 450))]))
    assert closed.kind is ReasonKind.window_closes
    assert dict(closed.facts)["site"] == "Matane"
    assert dict(closed.facts)["closes_minute"] == 450
    assert int(dict(closed.facts)["late_minutes"]) > 0

    short = why(a_day([a_shipment(1, RIMOUSKI, BAIE_COMEAU)], [a_vehicle(shift=Window(420, 660))]))
    assert short.kind is ReasonKind.shift_too_short
    assert int(dict(short.facts)["needed_minutes"]) > int(dict(short.facts)["allowed_minutes"])

    assert why(a_day([a_shipment()], [])).kind is ReasonKind.no_vehicle


def test_a_load_beside_a_full_truck_is_told_what_is_lacking() -> None:
    loads = [a_shipment(1, kg=700), a_shipment(2, kg=700)]
    plan = by_hand(a_day(loads, [a_vehicle(shift=Window(420, 720))]))
    assert len(plan.unserved) == 1
    lacking = plan.unserved[0].reason
    assert lacking.kind is ReasonKind.no_room_left
    assert dict(lacking.facts)["lacks_kg"] == 400


def test_a_load_that_no_tour_has_time_for_is_told_so() -> None:
    loads = [
        a_shipment(1, RIMOUSKI, MATANE, opens=Window(420, 440), receives=Window(480, 560)),
        a_shipment(2, RIVIERE_DU_LOUP, RIMOUSKI, opens=Window(480, 540), receives=Window(540, 660)),
    ]
    plan = by_hand(a_day(loads))
    assert [each.reason.kind for each in plan.unserved] == [ReasonKind.no_time_left]


def test_driving_hours_are_a_reason_of_their_own() -> None:
    long = Window(0, 24 * 60)
    problem = a_day(
        [a_shipment(1, RIVIERE_DU_LOUP, AMQUI, opens=long, receives=long)],
        [a_vehicle(base=BAIE_COMEAU, shift=long, gvwr_kg=9_000)],
    )
    found = why_not_alone(problem, problem.shipments[1])
    assert found is None or found.kind in (ReasonKind.shift_too_short, ReasonKind.driving_too_long)


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(ReasonKind)


def test_the_search_ends_when_the_report_asks_and_says_why() -> None:
    class Cancelled(Exception):
        pass

    def asks_to_stop(percent: int) -> None:
        raise Cancelled

    problem = a_random_day(3, 8, 3)
    start = by_hand(problem)
    with pytest.raises(Cancelled):
        solve(problem, 30.0, 1, start, asks_to_stop)


def test_progress_never_goes_back() -> None:
    told: list[int] = []
    problem = a_random_day(3, 8, 3)
    report: Report = told.append
    propose(problem, solve, budget=0.2, report=report)
    assert told == sorted(told)
    assert told[-1] <= 100


def test_an_engine_that_breaks_a_rule_is_not_believed() -> None:
    """Negative control: the engine overloads the truck, the checker refuses, the plan made by hand is returned."""
    roomy = a_vehicle(1, kg=5000)
    small = a_vehicle(1, kg=1000)
    loads = [a_shipment(number, RIMOUSKI, MATANE, kg=700) for number in (1, 2)]

    def overloading(problem: TourProblem, budget: float, seed: int, start: Plan, report: Report) -> Plan:
        return by_hand(problem.with_only(loads, [roomy]))

    proposal = propose(a_day(loads, [small]), overloading, budget=0.1)
    assert proposal.refused
    assert proposal.made_by == "insertion"
    assert check(a_day(loads, [small]), proposal.plan) == []


def test_a_plan_by_hand_that_breaks_a_rule_is_a_bug_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.routes.engine.check", lambda problem, plan: [Violation(ViolationKind.over_kg)])
    with pytest.raises(InfeasiblePlan):
        propose(a_day([a_shipment()]), None, budget=0)


def test_making_a_plan_takes_at_least_one_try() -> None:
    with pytest.raises(ValueError, match="try"):
        by_hand(a_day([]), tries=0)


def test_loads_an_engine_forgets_are_put_back() -> None:
    def forgetful(problem: TourProblem, budget: float, seed: int, start: Plan, report: Report) -> Plan:
        return Plan(start.tours[:1])

    loads = [a_shipment(number, RIMOUSKI, MATANE, kg=700) for number in (1, 2)]
    problem = a_day(loads, [a_vehicle(1), a_vehicle(2)])
    assert propose(problem, forgetful, budget=0.1).plan.served_ids == {1, 2}


def test_the_same_seed_gives_the_same_plan_by_hand() -> None:
    problem = a_random_day(5, 9, 3)
    assert by_hand(problem, seed=4, tries=4) == by_hand(problem, seed=4, tries=4)


def test_nothing_to_carry_is_an_empty_plan() -> None:
    assert propose(a_day([], [a_vehicle()]), solve, budget=0.1, report=silent).plan == Plan(())
    assert solve(a_day([], [a_vehicle()]), 0.1, 1, Plan(()), silent) == Plan(())
