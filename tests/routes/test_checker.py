"""The checker accepts a good plan and names what is wrong with each of many broken ones."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.routes.checker import ViolationKind, check
from core.routes.plan import Plan, Tour, TourLeg, TourStop, Unserved
from core.routes.problem import TourProblem, Window
from core.routes.reasons import ReasonKind, reason
from core.routes.schedule import timed_plan
from core.shared.quantities import Quantity
from tests.routes.days import (
    AMBIENT,
    AMQUI,
    BAIE_COMEAU,
    CHILLED,
    FROZEN,
    MATANE,
    MONT_JOLI,
    RIMOUSKI,
    RIVIERE_DU_LOUP,
    a_day,
    a_shipment,
    a_vehicle,
)
from tests.routes.test_schedule import a_route

NO_TIME = reason(ReasonKind.no_time_left)


def good_day() -> tuple[TourProblem, Plan]:
    """Two loads on one truck, a third left out with a reason, a second truck idle."""
    problem = a_day(
        [
            a_shipment(1, RIMOUSKI, MATANE, kg=600, pallet_hundredths=200),
            a_shipment(2, MONT_JOLI, AMQUI, kg=300, pallet_hundredths=150),
            a_shipment(3, MONT_JOLI, BAIE_COMEAU),
        ],
        [a_vehicle(1, temperatures=((AMBIENT, CHILLED),)), a_vehicle(2, base=AMQUI)],
    )
    return problem, timed_plan(problem, [a_route("+1", "+2", "-1", "-2")], [Unserved(3, NO_TIME)])


def test_a_good_plan_breaks_nothing() -> None:
    problem, plan = good_day()
    assert check(problem, plan) == []


def test_an_empty_day_breaks_nothing() -> None:
    assert check(a_day([]), Plan(())) == []


Break = Callable[[Tour], Tour]


def stop(position: int, **changes: object) -> Break:
    def breaking(tour: Tour) -> Tour:
        stops = list(tour.stops)
        stops[position] = replace(stops[position], **changes)  # type: ignore[arg-type]  # any field, by name
        return replace(tour, stops=tuple(stops))

    return breaking


def leg(position: int, change: Callable[[TourLeg], TourLeg]) -> Break:
    return lambda tour: replace(
        tour, legs=tuple(change(each) if at == position else each for at, each in enumerate(tour.legs))
    )


def shifted(minutes: int) -> Break:
    def later(each: TourStop) -> TourStop:
        return replace(each, arrives=each.arrives + minutes, begins=each.begins + minutes, leaves=each.leaves + minutes)

    return lambda tour: replace(tour, stops=tuple(later(each) for each in tour.stops))


BROKEN_TOURS: dict[str, tuple[Break, ViolationKind]] = {
    "a load is never delivered": (stop(3, deliveries=()), ViolationKind.picked_up_only),
    "a load is delivered but never picked up": (stop(1, pick_ups=()), ViolationKind.delivered_first),
    "a load is delivered before it is picked up": (
        lambda tour: stop(1, deliveries=(1,), pick_ups=(2,))(
            stop(2, deliveries=(), pick_ups=(1,))(stop(0, pick_ups=())(tour))
        ),
        ViolationKind.delivered_first,
    ),
    "a load is delivered twice": (stop(3, deliveries=(2, 1)), ViolationKind.delivered_first),
    "a load is picked up twice": (stop(1, pick_ups=(2, 1)), ViolationKind.served_twice),
    "a load is picked up at the wrong place": (
        lambda tour: stop(0, pick_ups=(1, 2))(stop(1, pick_ups=())(tour)),
        ViolationKind.wrong_site,
    ),
    "work begins before the dock opens": (shifted(-120), ViolationKind.begins_before_opening),
    "work begins after the dock closes": (shifted(600), ViolationKind.begins_after_closing),
    "work begins before the arrival": (stop(2, begins=0), ViolationKind.work_too_short),
    "the stop is too short for the work": (
        lambda tour: stop(2, leaves=tour.stops[2].begins + 3)(tour),
        ViolationKind.work_too_short,
    ),
    "the truck flies": (lambda tour: stop(2, arrives=tour.stops[1].leaves + 5)(tour), ViolationKind.too_fast),
    "a leg is shorter than its road": (
        leg(1, lambda each: replace(each, road=replace(each.road, metres=1_000))),
        ViolationKind.wrong_road,
    ),
    "a leg is missing": (lambda tour: replace(tour, legs=tour.legs[:-1]), ViolationKind.wrong_road),
    "a leg says less load than there is": (
        leg(1, lambda each: replace(each, loads=((10, Quantity(100, 100)),))),
        ViolationKind.wrong_load,
    ),
    "the tour does not come back": (
        lambda tour: replace(tour, stops=tour.stops[:-1], legs=tour.legs[:-1]),
        ViolationKind.not_from_base,
    ),
    "the tour has no stop": (lambda tour: replace(tour, stops=(), legs=()), ViolationKind.not_from_base),
    "the driver is back too late": (
        lambda tour: stop(-1, arrives=20 * 60, begins=20 * 60, leaves=20 * 60)(tour),
        ViolationKind.outside_shift,
    ),
    "a load has no compartment": (lambda tour: replace(tour, places=tour.places[:1]), ViolationKind.no_compartment),
    "a load is in another vehicle's compartment": (
        lambda tour: replace(tour, places=((1, 20), (2, 10))),
        ViolationKind.no_compartment,
    ),
    "a load is in two compartments": (
        lambda tour: replace(tour, places=(*tour.places, (1, 10))),
        ViolationKind.no_compartment,
    ),
    "a chilled load rides warm": (
        lambda tour: replace(tour, settings=((10, AMBIENT),)),
        ViolationKind.temperature_not_kept,
    ),
    "a compartment is set colder than it can be": (
        lambda tour: replace(tour, settings=((10, FROZEN),)),
        ViolationKind.wrong_setting,
    ),
    "a compartment is set twice": (
        lambda tour: replace(tour, settings=((10, CHILLED), (10, AMBIENT))),
        ViolationKind.wrong_setting,
    ),
    "the vehicle is unknown": (lambda tour: replace(tour, vehicle_id=99), ViolationKind.unknown_vehicle),
    "a stop is at an unknown place": (stop(1, site_id=99), ViolationKind.unknown_site),
    "an unknown load is carried": (stop(1, pick_ups=(2, 77)), ViolationKind.unknown_shipment),
}


@pytest.mark.parametrize("name", BROKEN_TOURS)
def test_a_broken_tour_is_caught(name: str) -> None:
    problem, plan = good_day()
    breaking, kind = BROKEN_TOURS[name]
    broken = Plan((breaking(plan.tours[0]),), plan.unserved)
    assert kind in {violation.kind for violation in check(problem, broken)}


BROKEN_PLANS: dict[str, tuple[Callable[[Plan], Plan], ViolationKind]] = {
    "a load is forgotten": (lambda plan: replace(plan, unserved=()), ViolationKind.forgotten),
    "a load is left out twice": (
        lambda plan: replace(plan, unserved=plan.unserved * 2),
        ViolationKind.served_twice,
    ),
    "a load is both carried and left out": (
        lambda plan: replace(plan, unserved=(*plan.unserved, Unserved(1, NO_TIME))),
        ViolationKind.served_and_unserved,
    ),
    "a load that nobody asked for is left out": (
        lambda plan: replace(plan, unserved=(*plan.unserved, Unserved(50, NO_TIME))),
        ViolationKind.unknown_shipment,
    ),
    "a vehicle is in two places": (
        lambda plan: replace(plan, tours=plan.tours * 2),
        ViolationKind.vehicle_twice,
    ),
}


@pytest.mark.parametrize("name", BROKEN_PLANS)
def test_a_broken_plan_is_caught(name: str) -> None:
    problem, plan = good_day()
    breaking, kind = BROKEN_PLANS[name]
    assert kind in {violation.kind for violation in check(problem, breaking(plan))}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"kg": 899}, ViolationKind.over_kg),
        ({"pallet_hundredths": 349}, ViolationKind.over_pallets),
        ({"payload_kg": 899}, ViolationKind.over_payload),
        ({"shift": Window(300, 480)}, ViolationKind.outside_shift),
        ({"base": AMQUI}, ViolationKind.not_from_base),
    ],
)
def test_a_plan_for_a_larger_truck_is_caught_on_a_smaller_one(changes: dict[str, object], kind: ViolationKind) -> None:
    problem, plan = good_day()
    smaller = a_vehicle(1, temperatures=((AMBIENT, CHILLED),), **changes)  # type: ignore[arg-type]  # by name
    on_smaller = problem.with_only(problem.shipments.values(), [smaller, problem.vehicles[2]])
    assert kind in {violation.kind for violation in check(on_smaller, plan)}


def test_a_full_truck_is_not_over_full() -> None:
    problem, plan = good_day()
    exact = a_vehicle(1, temperatures=((AMBIENT, CHILLED),), kg=900, pallet_hundredths=350)
    assert check(problem.with_only(problem.shipments.values(), [exact, problem.vehicles[2]]), plan) == []


ALL_DAY = Window(0, 24 * 60)


@pytest.mark.parametrize(("gvwr_kg", "kinds"), [(4_400, set()), (4_500, {ViolationKind.work_too_long})])
def test_a_heavy_vehicle_works_fourteen_hours_at_most(gvwr_kg: int, kinds: set[ViolationKind]) -> None:
    problem = a_day([a_shipment(1, RIMOUSKI, MATANE)], [a_vehicle(1, shift=ALL_DAY, gvwr_kg=gvwr_kg)])
    tour = timed_plan(problem, [a_route("+1", "-1")]).tours[0]
    home = tour.stops[0].arrives + 14 * 60 + 1
    late_home = replace(tour.stops[-1], arrives=home, begins=home, leaves=home)
    slow = replace(tour, stops=(*tour.stops[:-1], late_home))
    assert {each.kind for each in check(problem, Plan((slow,)))} == kinds


@pytest.mark.parametrize("gvwr_kg", [4_400, 4_500])
def test_a_heavy_vehicle_is_driven_thirteen_hours_at_most(gvwr_kg: int) -> None:
    to_and_fro = [
        a_shipment(number, *ends, opens=ALL_DAY, receives=ALL_DAY)
        for number, ends in enumerate([(RIVIERE_DU_LOUP, MATANE), (MATANE, RIVIERE_DU_LOUP)] * 3, 1)
    ]
    problem = a_day(to_and_fro, [a_vehicle(1, shift=ALL_DAY, gvwr_kg=gvwr_kg)])
    words = [f"{sign}{number}" for number in range(1, 7) for sign in "+-"]
    kinds = {each.kind for each in check(problem, timed_plan(problem, [a_route(*words)]))}
    assert (ViolationKind.driving_too_long in kinds) is (gvwr_kg == 4_500)
