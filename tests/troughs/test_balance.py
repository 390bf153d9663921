"""Whatever the wants and trucks, a proposal keeps room, temperatures, places and weeks; each fault is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.shared.quantities import Quantity, TemperatureClass
from core.troughs.balance import (
    BalanceProblem,
    Box,
    Match,
    Priority,
    Ride,
    Truck,
    Want,
    rides,
    shares_served,
    stretch_of,
    worth,
)
from core.troughs.balance_checker import check
from core.troughs.balance_settling import settle
from core.troughs.balance_solver import solve
from tests.troughs.balance_instances import FIRST, a_small_network, a_year

CHILLED, AMBIENT, FROZEN = TemperatureClass.chilled, TemperatureClass.ambient, TemperatureClass.frozen


def a_want(kg: int = 100, **changes: object) -> Want:
    want = Want(1, 1, FIRST, Quantity(kg, 0), CHILLED, frozenset({10}), 12)
    return replace(want, **changes)  # type: ignore[arg-type]  # the fields of a want, by name


def a_truck(kg: int = 100, **changes: object) -> Truck:
    free = (Quantity(kg, 400), Quantity(kg, 400))
    truck = Truck(7, FIRST, (10, 11, 12), (Box(1, CHILLED, free),), (kg, kg))
    return replace(truck, **changes)  # type: ignore[arg-type]  # the fields of a truck, by name


def proposed(problem: BalanceProblem) -> tuple[Match, ...]:
    found = rides(problem)
    solved = solve(problem, found, seconds=20, report=lambda _percent: None)
    return settle(problem, found, solved.kg_by_ride)


def served(problem: BalanceProblem) -> dict[int, int]:
    kg: dict[int, int] = {}
    for match in proposed(problem):
        partner_id = problem.wants[match.ride.want].partner_id
        kg[partner_id] = kg.get(partner_id, 0) + match.quantity.kg
    return kg


@pytest.mark.parametrize("seed", range(60))
def test_nothing_proposed_breaks_a_rule(seed: int) -> None:
    problem = a_small_network(seed)
    found = rides(problem)
    solved = solve(problem, found, seconds=20, report=lambda _percent: None)
    matches = settle(problem, found, solved.kg_by_ride)
    assert check(problem, matches) == []
    reached = sum(worth(problem.wants[each.ride.want], each.ride) * each.quantity.kg for each in matches)
    assert reached <= solved.most_worth + 1e-3


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_solver_says_what_is_settled_fits(seed: int) -> None:
    problem = a_small_network(seed)
    found = rides(problem)
    assert check(problem, settle(problem, found, [10_000.0] * len(found))) == []
    assert check(problem, settle(problem, found, [0.4] * len(found))) == []


def test_a_season_is_settled_close_to_the_bound() -> None:
    problem = a_year(weeks=8, departures=12, partners=8)
    found = rides(problem)
    solved = solve(problem, found, seconds=20, report=lambda _percent: None)
    matches = settle(problem, found, solved.kg_by_ride)
    assert check(problem, matches) == []
    reached = sum(worth(problem.wants[each.ride.want], each.ride) * each.quantity.kg for each in matches)
    assert reached >= 0.99 * solved.most_worth
    assert max(shares_served(problem, found, matches).values()) <= 1


def test_a_load_rides_up_to_so_many_weeks_away_and_the_nearest_is_chosen() -> None:
    later = a_truck(week=FIRST + timedelta(weeks=2), departure_id=8)
    stiff, supple = a_want(), a_want(flexibility_weeks=2)
    assert proposed(BalanceProblem([stiff], [later])) == ()
    (match,) = proposed(BalanceProblem([supple], [later]))
    assert (match.quantity.kg, match.ride.weeks_away) == (100, 2)
    (match,) = proposed(BalanceProblem([supple], [later, a_truck()]))
    assert match.ride.weeks_away == 0


def test_two_loads_on_separate_legs_share_the_same_room() -> None:
    short = [a_want(to_site_id=11), a_want(from_site_ids=frozenset({11}), partner_id=2)]
    assert served(BalanceProblem(short, [a_truck()])) == {1: 100, 2: 100}
    assert sum(served(BalanceProblem([a_want(), *short], [a_truck()])).values()) == 200


def test_the_urgent_go_first() -> None:
    wants = [a_want(), a_want(partner_id=2, priority=Priority.urgent)]
    assert served(BalanceProblem(wants, [a_truck()])) == {2: 100}


def test_equals_share_scarce_room_alike() -> None:
    wants = [a_want(), a_want(partner_id=2), a_want(partner_id=3, kg=200)]
    kg = served(BalanceProblem(wants, [a_truck(kg=200)]))
    assert {partner_id: round(each / 10) for partner_id, each in kg.items()} == {1: 5, 2: 5, 3: 10}


def test_parts_too_small_for_a_stop_are_left_out() -> None:
    assert served(BalanceProblem([a_want(least_kg=50)], [a_truck(kg=40)])) == {}
    assert served(BalanceProblem([a_want(kg=40, least_kg=50)], [a_truck()])) == {1: 40}


def test_floor_space_binds_too() -> None:
    bulky = a_want(quantity=Quantity(100, 800))
    assert served(BalanceProblem([bulky], [a_truck()])) == {1: 50}


def test_payload_binds_across_compartments() -> None:
    free = (Quantity(100, 400), Quantity(100, 400))
    truck = a_truck(boxes=(Box(1, CHILLED, free), Box(2, FROZEN, free)), payload_free_kg=(120, 120))
    wants = [a_want(), a_want(partner_id=2, temperature=FROZEN)]
    assert sum(served(BalanceProblem(wants, [truck])).values()) == 120


def test_the_shortest_way_between_places_is_taken() -> None:
    loop = a_truck(site_ids=(10, 11, 10, 12, 10))
    assert stretch_of(loop, a_want()) == (2, 3)
    assert stretch_of(loop, a_want(from_site_ids=frozenset({12}), to_site_id=10)) == (3, 4)
    assert stretch_of(loop, a_want(from_site_ids=frozenset({12}), to_site_id=11)) is None


def test_without_a_ride_there_is_nothing_to_solve() -> None:
    problem = BalanceProblem([a_want(temperature=FROZEN)], [a_truck()])
    assert rides(problem) == []
    assert solve(problem, [], seconds=1, report=lambda _percent: None).kg_by_ride == ()


def test_a_search_can_be_stopped() -> None:
    problem = BalanceProblem([a_want()], [a_truck()])

    def stop(_percent: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        solve(problem, rides(problem), seconds=5, report=stop)


GOOD = Ride(want=0, truck=0, box=0, from_position=0, to_position=2, weeks_away=0, most_kg=100)


@pytest.mark.parametrize(
    ("rule", "want", "truck", "match"),
    [
        ("temperature", a_want(temperature=AMBIENT), a_truck(boxes=(Box(1, FROZEN, (Quantity(100, 0),) * 2),)), None),
        ("places", a_want(to_site_id=11), a_truck(), None),
        ("places", a_want(from_site_ids=frozenset({11})), a_truck(), None),
        ("stops out of order", a_want(), a_truck(), Match(replace(GOOD, from_position=2), Quantity(100, 0))),
        ("weeks", a_want(flexibility_weeks=1), a_truck(week=FIRST + timedelta(weeks=2)), None),
        ("part too small", a_want(least_kg=50), a_truck(), Match(GOOD, Quantity(49, 0))),
        ("pallets forgotten", a_want(quantity=Quantity(100, 100)), a_truck(), None),
        ("more than asked", a_want(kg=99), a_truck(), None),
        ("compartment over weight", a_want(), a_truck(boxes=(Box(1, CHILLED, (Quantity(99, 0),) * 2),)), None),
        ("compartment over floor space", a_want(), a_truck(), Match(GOOD, Quantity(100, 401))),
        ("vehicle over payload", a_want(), a_truck(payload_free_kg=(100, 99)), None),
    ],
)
def test_the_checker_notices_each_fault(rule: str, want: Want, truck: Truck, match: Match | None) -> None:
    found = check(BalanceProblem([want], [truck]), [match or Match(GOOD, Quantity(100, 0))])
    assert rule in {breach.rule for breach in found}


def test_the_checker_has_nothing_to_say_of_a_sound_proposal() -> None:
    assert check(BalanceProblem([a_want()], [a_truck()]), [Match(GOOD, Quantity(100, 0))]) == []
