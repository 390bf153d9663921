"""Room is shared so that nobody can have more without one who then has less giving it up, over the whole season."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from time import perf_counter

from hypothesis import given, settings

from core.shared.quantities import Quantity
from core.slot_windows.claims import Claim, OfferedRoom, Part, Sharing, season_totals
from core.slot_windows.fairness_checker import check
from core.slot_windows.kinds import SlotMeasure
from core.slot_windows.sharing import share
from tests.slot_windows.seasons_asked import a_claim, a_room, in_proportion, received, seasons


def test_who_asks_less_has_everything_and_the_others_have_the_same() -> None:
    claims = [a_claim(1, 100), a_claim(2, 600), a_claim(3, 400)]
    assert received(share(claims, {1: a_room(700)})) == {1: {1: 100, 2: 300, 3: 300}}


def test_with_room_for_all_everybody_has_what_was_asked() -> None:
    claims = [a_claim(1, 100), a_claim(2, 600)]
    assert received(share(claims, {1: a_room(700)})) == {1: {1: 100, 2: 600}}


def test_asking_for_more_brings_nothing_more() -> None:
    modest = share([a_claim(1, 300), a_claim(2, 600)], {1: a_room(500)})
    greedy = share([a_claim(1, 300), a_claim(2, 4000)], {1: a_room(500)})
    assert received(modest) == received(greedy) == {1: {1: 250, 2: 250}}


def test_who_had_less_on_the_other_dates_comes_first() -> None:
    """The first partner ships once, the second twice: what the second has on its own date counts."""
    claims = [a_claim(1, 400, 1), a_claim(2, 400, 1), a_claim(2, 300, 2)]
    sharing = share(claims, {1: a_room(400), 2: a_room(300)})
    assert received(sharing) == {1: {1: 350, 2: 50}, 2: {2: 300}}


def test_a_date_to_come_counts_as_much_as_one_before() -> None:
    claims = [a_claim(1, 400, 2), a_claim(2, 300, 1), a_claim(2, 400, 2)]
    assert season_totals(share(claims, {1: a_room(300), 2: a_room(400)})) == {1: 350, 2: 350}


def test_evenness_travels_from_date_to_date_through_who_ships_on_both() -> None:
    claims = [a_claim(1, 900, 1), a_claim(2, 900, 1), a_claim(2, 900, 2), a_claim(3, 900, 2), a_claim(3, 900, 3)]
    sharing = share(claims, {1: a_room(300), 2: a_room(300), 3: a_room(900)})
    assert season_totals(sharing) == {1: 300, 2: 300, 3: 900}


def test_loads_that_never_meet_do_not_share() -> None:
    claims = [a_claim(1, 500, legs=(0, 1)), a_claim(2, 500, legs=(1, 2)), a_claim(3, 500, legs=(0, 2))]
    assert received(share(claims, {1: a_room(400, 900)})) == {1: {1: 200, 2: 500, 3: 200}}


def test_the_last_step_goes_to_who_asked_first_and_the_next_time_to_the_other() -> None:
    claims = [a_claim(partner, 100, date, step=25) for partner in (1, 2) for date in (1, 2)]
    assert received(share(claims, {1: a_room(75), 2: a_room(75)})) == {1: {1: 2, 2: 1}, 2: {1: 1, 2: 2}}


def test_a_load_moves_to_the_other_compartment_rather_than_stay_short() -> None:
    claims = [a_claim(1, 100, boxes=(1,)), a_claim(2, 100, boxes=(1, 2))]
    sharing = share(claims, {1: a_room(boxes={1: [100], 2: [100]})})
    assert received(sharing) == {1: {1: 100, 2: 100}}
    assert sharing[1][2].box_id == 2


def test_the_weight_of_the_truck_stops_a_heavy_load_and_not_a_light_one() -> None:
    claims = [a_claim(1, 100, kg=1000), a_claim(2, 100, kg=10)]
    assert received(share(claims, {1: a_room(200, kg=510)})) == {1: {1: 50, 2: 100}}


def test_a_share_keeps_the_proportion_of_weight_and_floor_and_ends_with_all_of_it() -> None:
    claim = Claim(1, 1, a_claim(1, 1).stretch, (1,), Quantity(1000, 310), SlotMeasure.pallets, 25)
    assert claim.steps == 13
    assert claim.part(4) == Quantity(323, 100)
    assert claim.part(13) == Quantity(1000, 310)


def test_nothing_asked_or_nothing_on_offer_is_no_trouble() -> None:
    assert share([], {}) == {}
    assert received(share([a_claim(1, 100)], {1: a_room(0)})) == {1: {1: 0}}
    assert received(share([a_claim(1, 100, boxes=())], {1: a_room(100)})) == {1: {1: 0}}


@settings(max_examples=150, deadline=None)
@given(seasons())
def test_the_checker_finds_nothing_to_say_of_any_season(season: tuple[list[Claim], dict[int, OfferedRoom]]) -> None:
    claims, rooms = season
    sharing = share(claims, rooms)
    assert check(sharing, claims, rooms) == []
    assert share(claims, rooms) == sharing


def test_sharing_in_proportion_does_not_pass_the_checker() -> None:
    """The negative control: a rule that fills the truck as well, and favours who asks for more."""
    claims = [a_claim(1, 200), a_claim(2, 600)]
    rooms = {1: a_room(400)}
    found = check(in_proportion(claims, rooms), claims, rooms)
    assert [(each.partner_id, each.what) for each in found] == [
        (1, "somebody with more over the season could spare it")
    ]


def test_the_checker_notices_room_left_idle_loads_too_many_and_partners_left_out() -> None:
    claims, rooms = [a_claim(1, 200), a_claim(2, 200)], {1: a_room(300)}
    one, other = claims
    idle: Sharing = {1: {1: Part(one, 100, 1), 2: Part(other, 150, 1)}}
    assert {each.what for each in check(idle, claims, rooms)} == {"room is idle"}
    over: Sharing = {1: {1: Part(one, 200, 1), 2: Part(other, 200, 1)}}
    assert "more than the room on offer" in {each.what for each in check(over, claims, rooms)}
    assert "left out" in {each.what for each in check({1: {1: Part(one, 200, 1)}}, claims, rooms)}
    beyond: Sharing = {1: {1: Part(one, 201, 2), 2: Part(other, 0, 1)}}
    assert {"not what was asked", "a compartment that does not keep it"} <= {
        each.what for each in check(beyond, claims, rooms)
    }


def every_sharing(claims: Sequence[Claim], room: OfferedRoom) -> Iterator[dict[int, int]]:
    """Yield every way to share one departure of one compartment, found without any rule."""
    for steps in product(*(range(each.steps + 1) for each in claims)):
        loads = [(claim, claim.part(taken)) for claim, taken in zip(claims, steps, strict=True) if taken]
        for leg, most in room.legs.items():
            here = [load for claim, load in loads if leg in claim.stretch.legs]
            if sum(each.pallet_hundredths for each in here) > most.pallet_hundredths:
                break
        else:
            yield {claim.partner_id: taken for claim, taken in zip(claims, steps, strict=True)}


def could_be_had(mine: int, others: dict[int, int], partner_id: int, ways: Sequence[dict[int, int]]) -> bool:
    """Say whether some way gives a partner more and takes only from those who then still have no less than it."""
    return any(
        way[partner_id] > mine and all(way[key] >= min(had, mine + 1) for key, had in others.items()) for way in ways
    )


def test_no_way_at_all_gives_somebody_more_without_one_who_then_has_less() -> None:
    """The definition itself, against every possible sharing of small trucks on which the claims share legs."""
    stretches = ((0, 1), (1, 2), (0, 2), (0, 2))
    for sizes in product((1, 3, 4), (2, 4), (1, 3), (2,)):
        for pallets in ((3, 5), (4, 4), (7, 2)):
            claims = [
                a_claim(number, size, legs=legs)
                for number, (size, legs) in enumerate(zip(sizes, stretches, strict=True), start=1)
            ]
            room = a_room(*pallets)
            (found,) = received(share(claims, {1: room})).values()
            ways = list(every_sharing(claims, room))
            assert found in ways
            for partner_id, mine in found.items():
                if mine < sizes[partner_id - 1]:
                    others = {key: had for key, had in found.items() if key != partner_id}
                    assert not could_be_had(mine, others, partner_id, ways), (sizes, pallets, found, partner_id)


def test_where_all_meet_on_one_leg_no_sharing_of_the_season_is_more_even() -> None:
    """Over two dates, among every possible one: the sorted totals are the lexicographically greatest."""
    for sizes in product((1, 3), (2, 4), (3,)):
        for first, second in ((2, 5), (4, 1), (3, 3)):
            on_first = [a_claim(partner, size, 1) for partner, size in zip((1, 2), sizes, strict=False)]
            on_second = [a_claim(partner, size, 2) for partner, size in zip((2, 3), sizes[1:], strict=False)]
            rooms = {1: a_room(first), 2: a_room(second)}
            best = max(
                sorted((one[1], one[2] + two[2], two[3]))
                for one in every_sharing(on_first, rooms[1])
                for two in every_sharing(on_second, rooms[2])
            )
            claims = sorted([*on_first, *on_second], key=lambda each: each.partner_id)
            assert sorted(season_totals(share(claims, rooms)).values()) == best


def test_a_large_season_is_shared_while_one_waits_for_a_page() -> None:
    claims = [
        a_claim(partner, 100 + 25 * (partner % 9), date, legs=(partner % 4, 4 + partner % 3), kg=300, step=25)
        for partner in range(24)
        for date in range(20)
        if (partner + date) % 3
    ]
    rooms = {date: a_room(*[900 + 25 * (date % 5)] * 6, kg=4000) for date in range(20)}
    begun = perf_counter()
    sharing = share(claims, rooms)
    assert perf_counter() - begun < 8
    assert check(sharing, claims, rooms) == []
