"""The pure rules of storage: who gets room on which days, and what it costs."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.shared.quantities import Quantity
from core.storage.room import DayRoom, Days, floor_space, price_cents, with_stay
from core.storage.waiting_list import NotOffered, Placed, Short, TooBig, Waiter, answer_to, promotions, rank

MONDAY = date(2027, 2, 1)


def days(first: int, last: int) -> Days:
    return Days(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))


def a_room(*used: int, offered: int = 1000) -> dict[date, DayRoom]:
    return {MONDAY + timedelta(days=offset): DayRoom(offered, each) for offset, each in enumerate(used)}


def a_waiter(number: int, pallets: int, on: tuple[int, int] = (0, 2), least: int | None = None) -> Waiter:
    return Waiter(number, days(*on), pallets, pallets if least is None else least)


def test_pallets_have_room_only_if_every_day_has_room() -> None:
    assert answer_to(a_room(0, 400, 0), (), a_waiter(1, 600)) == Placed(600)
    answer = answer_to(a_room(0, 500, 0), (), a_waiter(1, 600))
    assert answer == Short(MONDAY + timedelta(days=1), lacking=100, most=500, ahead=0, only_the_queue=False)


def test_an_agreed_part_is_taken_where_all_of_it_does_not_fit() -> None:
    assert answer_to(a_room(0, 500, 0), (), a_waiter(1, 600, least=500)) == Placed(500)
    assert isinstance(answer_to(a_room(0, 501, 0), (), a_waiter(1, 600, least=500)), Short)


def test_days_that_are_not_offered_and_pallets_that_never_fit_are_told_apart() -> None:
    assert answer_to(a_room(0, 0), (), a_waiter(1, 100)) == NotOffered(MONDAY + timedelta(days=2))
    assert answer_to(a_room(0, 0, 0), (), a_waiter(1, 1001)) == TooBig(1000)


def test_order_binds_only_where_days_overlap() -> None:
    room = a_room(900, 900, 0, 0, 0)
    first = a_waiter(1, 500, on=(0, 1))
    same_days = answer_to(room, [first], a_waiter(2, 100, on=(1, 2)))
    assert isinstance(same_days, Short)
    assert same_days.only_the_queue
    assert same_days.ahead == 1
    assert answer_to(room, [first], a_waiter(2, 100, on=(2, 4))) == Placed(100)


def test_whoever_can_never_fit_blocks_nobody() -> None:
    assert answer_to(a_room(900, 900, 900), [a_waiter(1, 1100)], a_waiter(2, 100)) == Placed(100)


def test_freed_room_serves_the_queue_in_order_and_nobody_overtakes() -> None:
    room = a_room(600, 600, 600)
    queue = [a_waiter(1, 500), a_waiter(2, 300), a_waiter(3, 200)]
    assert promotions(room, queue) == []
    freed = with_stay(room, days(0, 2), -200)
    assert [each.waiter.stay_id for each in promotions(freed, queue)] == [1]
    all_free = with_stay(room, days(0, 2), -600)
    assert [each.waiter.stay_id for each in promotions(all_free, queue)] == [1, 2, 3]


def test_the_rank_counts_only_those_who_want_the_same_days() -> None:
    room = a_room(1000, 1000, 1000, 1000)
    queue = [a_waiter(1, 100, on=(0, 0)), a_waiter(2, 100, on=(2, 3)), a_waiter(3, 100, on=(3, 3))]
    assert [rank(room, queue, each) for each in (1, 2, 3)] == [1, 1, 2]


def test_a_stay_costs_every_day_of_every_pallet_rounded_once() -> None:
    assert price_cents(pallet_hundredths=600, days=days(2, 19), cents_per_pallet_day=120) == 6 * 18 * 120
    assert price_cents(pallet_hundredths=33, days=days(0, 0), cents_per_pallet_day=150) == 50


def test_a_load_that_names_no_floor_space_takes_what_its_weight_lets_assume() -> None:
    assert floor_space(Quantity(300, 250)) == 250
    assert floor_space(Quantity(300, 0)) == 75
    assert floor_space(Quantity(1, 0)) == 1


waiters = st.builds(
    lambda first, length, pallets, part: (first, first + length, pallets, max(1, pallets * part // 4)),
    st.integers(0, 5),
    st.integers(0, 4),
    st.integers(1, 12),
    st.integers(1, 4),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=10, max_size=10), st.lists(waiters, max_size=6))
def test_whatever_waits_no_day_is_overfilled_nobody_is_overtaken_and_no_claimless_room_is_idle(
    used: list[int], asked: list[tuple[int, int, int, int]]
) -> None:
    room = a_room(*used, offered=10)
    queue = [a_waiter(number, want, (first, last), least) for number, (first, last, want, least) in enumerate(asked)]
    promoted = promotions(room, queue)
    after = dict(room)
    for each in promoted:
        after = with_stay(after, each.waiter.days, each.placed.pallet_hundredths)
    assert all(0 <= each.used <= each.offered for each in after.values())
    served = {each.waiter.stay_id: each.placed.pallet_hundredths for each in promoted}
    left = [waiter for waiter in queue if waiter.stay_id not in served]
    for index, waiter in enumerate(left):
        if isinstance(answer_to(after, (), waiter), Placed):  # only an earlier claim to a common day may hold it back
            assert any(earlier.days.overlaps(waiter.days) for earlier in left[:index])
    for waiter in queue:
        if waiter.stay_id not in served:
            continue
        without = with_stay(after, waiter.days, -served[waiter.stay_id])
        for index, earlier in enumerate(left):
            if earlier.stay_id < waiter.stay_id and earlier.days.overlaps(waiter.days):
                assert not isinstance(answer_to(without, left[:index], earlier), Placed)
