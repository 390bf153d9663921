"""Stops get the earliest times that keep every window, without leaving early only to wait."""

from core.routes.plan import Act, Call, Route, Tour
from core.routes.problem import Window
from core.routes.schedule import judged, route_of, timed, timed_plan
from tests.routes.days import (
    AMQUI,
    BAIE_COMEAU,
    CHILLED,
    DAY_SHIFT,
    MATANE,
    MONT_JOLI,
    RIMOUSKI,
    a_day,
    a_shipment,
    a_vehicle,
)


def calls(*words: str) -> tuple[Call, ...]:
    acts = {"+": Act.pick_up, "-": Act.deliver}
    return tuple(Call(acts[word[0]], int(word[1:])) for word in words)


def a_route(*words: str) -> Route:
    """A route of vehicle 1, whose only compartment is 10, set to chilled."""
    picked = tuple((call.shipment_id, 10) for call in calls(*words) if call.act is Act.pick_up)
    return Route(1, calls(*words), ((10, CHILLED),), picked)


def test_a_load_from_the_base_is_picked_up_before_leaving_it() -> None:
    tour = timed(a_day([a_shipment(1, RIMOUSKI, MATANE)]), a_route("+1", "-1"))
    assert [stop.site_id for stop in tour.stops] == [RIMOUSKI, MATANE, RIMOUSKI]
    assert tour.stops[0].pick_ups == (1,)
    assert tour.stops[1].deliveries == (1,)
    assert [leg.total.kg for leg in tour.legs] == [300, 0]


def test_a_base_without_load_is_a_stop_of_its_own() -> None:
    tour = timed(a_day([a_shipment(1, MONT_JOLI, MATANE)]), a_route("+1", "-1"))
    assert [stop.site_id for stop in tour.stops] == [RIMOUSKI, MONT_JOLI, MATANE, RIMOUSKI]


def test_the_driver_leaves_late_rather_than_waiting_on_the_road() -> None:
    late_dock = Window(11 * 60, 15 * 60)
    problem = a_day([a_shipment(1, RIMOUSKI, MATANE, receives=late_dock)])
    tour = timed(problem, a_route("+1", "-1"))
    assert [stop.begins - stop.arrives for stop in tour.stops] == [0, 0, 0]
    assert tour.stops[1].begins == 11 * 60
    assert tour.stops[0].arrives > 9 * 60


def test_waiting_that_leaving_later_cannot_avoid_stays() -> None:
    problem = a_day(
        [
            a_shipment(1, RIMOUSKI, MONT_JOLI, opens=Window(360, 420)),
            a_shipment(2, MONT_JOLI, MATANE, opens=Window(600, 660)),
        ]
    )
    tour = timed(problem, a_route("+1", "-1", "+2", "-2"))
    assert tour.stops[0].arrives == 420
    assert tour.stops[2].site_id == MONT_JOLI  # same place, other hours: a stop of its own
    assert tour.stops[2].begins - tour.stops[2].arrives > 0


def starting_at(usual_start: int, receives: Window, shift: Window = DAY_SHIFT) -> Tour:
    """A tour from Rimouski to Matane for a driver who usually starts at that minute."""
    always_open = Window(0, 24 * 60)
    truck = a_vehicle(shift=shift, usual_start=usual_start)
    problem = a_day([a_shipment(1, RIMOUSKI, MATANE, opens=always_open, receives=receives)], [truck])
    return timed(problem, a_route("+1", "-1"))


def test_the_driver_starts_at_the_usual_hour() -> None:
    assert starting_at(420, Window(0, 24 * 60)).stops[0].arrives == 420


def test_the_driver_starts_earlier_when_a_dock_closes_early() -> None:
    tour = starting_at(420, Window(0, 400))
    assert tour.stops[1].begins == 400
    assert tour.stops[0].arrives < 420


def test_the_driver_starts_earlier_to_be_back_in_time() -> None:
    tour = starting_at(420, Window(0, 24 * 60), Window(300, 560))
    assert tour.stops[-1].leaves == 560
    assert tour.stops[0].arrives < 420


def test_the_usual_hour_does_not_make_anybody_wait() -> None:
    tour = starting_at(420, Window(600, 24 * 60))
    assert tour.stops[0].arrives > 420
    assert all(stop.begins == stop.arrives for stop in tour.stops)


def test_calls_at_the_same_dock_are_one_stop_set_up_once() -> None:
    shipments = [a_shipment(1, RIMOUSKI, MATANE), a_shipment(2, RIMOUSKI, MATANE)]
    tour = timed(a_day(shipments), a_route("+1", "+2", "-2", "-1"))
    assert len(tour.stops) == 3
    assert tour.stops[0].leaves - tour.stops[0].begins == 10 + 2 * 5
    assert tour.stops[1].deliveries == (2, 1)


def test_a_delivery_and_a_pick_up_at_the_same_dock_share_the_stop() -> None:
    shipments = [a_shipment(1, RIMOUSKI, MATANE, kg=800), a_shipment(2, MATANE, AMQUI, kg=700)]
    tour = timed(a_day(shipments), a_route("+1", "-1", "+2", "-2"))
    assert tour.stops[1].deliveries == (1,)
    assert tour.stops[1].pick_ups == (2,)
    assert [leg.total.kg for leg in tour.legs] == [800, 700, 0]


def test_a_tour_turned_back_into_a_route_gives_the_same_tour() -> None:
    problem = a_day([a_shipment(1, RIMOUSKI, MATANE), a_shipment(2, MATANE, AMQUI)])
    tour = timed(problem, a_route("+1", "-1", "+2", "-2"))
    assert timed(problem, route_of(tour)) == tour


def test_a_late_arrival_is_counted_and_still_timed() -> None:
    problem = a_day([a_shipment(1, RIMOUSKI, MATANE, receives=Window(360, 420))])
    route = a_route("+1", "-1")
    tour = timed(problem, route)
    vehicle = problem.vehicles[1]
    assert tour.stops[1].begins > 420
    assert judged(problem, vehicle, route.calls).late_minutes == tour.stops[1].begins - 420


def test_cost_is_fixed_plus_road_plus_hours_plus_ferry() -> None:
    problem = a_day([a_shipment(1, MATANE, BAIE_COMEAU, temperature=CHILLED)], [a_vehicle(base=MATANE)])
    tour = timed(problem, a_route("+1", "-1"))
    assert tour.ferry_cents == 2 * 10_500
    by_road = round(tour.metres * 90 / 1000)
    by_hour = round(tour.minutes * 3_000 / 60)
    assert abs(tour.cost_cents(problem.vehicles[1]) - (4_000 + by_road + by_hour + 21_000)) <= 1
    assert judged(problem, problem.vehicles[1], a_route("+1", "-1").calls).cost_cents == tour.cost_cents(
        problem.vehicles[1]
    )
    assert tour.driving_minutes < tour.minutes - 2 * 170


def test_idle_vehicles_have_no_tour() -> None:
    assert timed_plan(a_day([]), [Route(1, (), (), ())]).tours == ()
