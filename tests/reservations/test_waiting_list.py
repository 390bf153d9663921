"""The waiting list is fair, and no room stands idle that nobody before has a claim to (R3)."""

from hypothesis import given
from hypothesis import strategies as st

from core.reservations.fitting import TruckRoom
from core.reservations.itineraries import Stretch
from core.reservations.waiting_list import (
    NotKept,
    Offer,
    Placed,
    Promotion,
    Short,
    TooBig,
    Waiter,
    answer_to,
    could_ever_fit,
    lapsed,
    place_in_line,
    promotions,
    rank,
)
from core.shared.quantities import NOTHING, Quantity
from tests.reservations.trucks import AMBIENT, CHILLED, FROZEN, PRODUCE, SIX_THIRTY, a_truck, a_waiter


def promoted(truck: TruckRoom, *queue: Waiter) -> list[tuple[int, int]]:
    return [(each.waiter.reservation_id, each.placed.quantity.kg) for each in promotions(truck, queue)]


def test_room_goes_to_the_first_in_line() -> None:
    truck = a_truck(kg=300)
    assert promoted(truck, a_waiter(1, 200), a_waiter(2, 200)) == [(1, 200)]


def test_a_small_load_does_not_overtake_a_large_one_on_the_same_leg() -> None:
    truck = a_truck(kg=500, used={(1, 1): Quantity(300, 0)})
    assert promoted(truck, a_waiter(1, 400), a_waiter(2, 200)) == []


def test_where_legs_do_not_meet_order_does_not_bind() -> None:
    truck = a_truck(kg=500, used={(0, 1): Quantity(300, 0)})
    assert promoted(truck, a_waiter(1, 400, on=(0, 1)), a_waiter(2, 500, on=(1, 3))) == [(2, 500)]


def test_where_compartments_do_not_meet_order_does_not_bind() -> None:
    truck = a_truck(kg=500, boxes=[(1, CHILLED), (2, FROZEN)], used={(0, 1): Quantity(300, 0)})
    queue = (a_waiter(1, 400, on=(0, 1)), a_waiter(2, 300, on=(0, 1), temperature=FROZEN))
    assert promoted(truck, *queue) == [(2, 300)]


def test_room_beyond_what_is_promised_is_free_for_whoever_comes_later() -> None:
    truck = a_truck(kg=1000, used={(0, 1): Quantity(900, 0)})
    # 400 kg are promised on legs 1 and 2, where 1000 are free: 600 may go, 601 may not
    assert promoted(truck, a_waiter(1, 400), a_waiter(2, 600, on=(1, 3))) == [(2, 600)]
    assert promoted(truck, a_waiter(1, 400), a_waiter(2, 601, on=(1, 3))) == []


def test_a_part_agreed_beforehand_is_taken_at_once() -> None:
    truck = a_truck(kg=500, used={(1, 1): Quantity(250, 0)})
    assert promoted(truck, a_waiter(1, 400, least_kg=200)) == [(1, 250)]
    assert promoted(truck, a_waiter(1, 400, least_kg=251)) == []


def test_a_part_takes_its_share_of_the_floor() -> None:
    truck = a_truck(kg=500, pallets=100)
    answer = answer_to(truck, (), a_waiter(1, 400, pallets=200, least_kg=100))
    assert answer == Placed(1, Quantity(200, 100))


def test_the_compartment_that_takes_all_is_preferred_to_the_exact_one_that_takes_a_part() -> None:
    truck = a_truck(
        kg=500,
        boxes=[(1, CHILLED), (2, AMBIENT)],
        used={(leg, 2): Quantity(300, 0) for leg in range(3)},
    )
    assert answer_to(truck, (), a_waiter(1, 400, temperature=AMBIENT, least_kg=100)) == Placed(1, Quantity(400, 0))
    assert answer_to(truck, (), a_waiter(1, 150, temperature=AMBIENT)) == Placed(2, Quantity(150, 0))


def test_a_change_of_quantity_stays_in_its_compartment_where_it_can() -> None:
    truck = a_truck(boxes=[(1, PRODUCE), (2, PRODUCE)])
    assert answer_to(truck, (), a_waiter(1, 400, temperature=PRODUCE), stays_in=2) == Placed(2, Quantity(400, 0))
    assert answer_to(truck, (), a_waiter(1, 400, temperature=PRODUCE)) == Placed(1, Quantity(400, 0))


def test_a_load_nothing_keeps_is_told_so() -> None:
    assert answer_to(a_truck(), (), a_waiter(1, 100, temperature=FROZEN)) == NotKept()


def test_a_load_bigger_than_the_empty_truck_is_told_how_much_would_ride() -> None:
    assert answer_to(a_truck(kg=1000, payload_kg=800), (), a_waiter(1, 900)) == TooBig(Quantity(800, 0))
    assert answer_to(a_truck(kg=1000, payload_kg=800), (), a_waiter(1, 900, least_kg=800)) == Placed(
        1, Quantity(800, 0)
    )


def test_the_shortage_names_the_tightest_leg_and_what_would_fit() -> None:
    truck = a_truck(kg=500, used={(1, 1): Quantity(280, 0), (2, 1): Quantity(100, 0)})
    assert answer_to(truck, (), a_waiter(1, 300)) == Short(
        position=1, lacking=Quantity(80, 0), most=Quantity(220, 0), ahead=0, only_the_queue=False
    )


def test_a_shortage_of_floor_is_named_too() -> None:
    truck = a_truck(pallets=600, used={(2, 1): Quantity(10, 550)})
    answer = answer_to(truck, (), a_waiter(1, 100, pallets=100))
    assert isinstance(answer, Short)
    assert (answer.position, answer.lacking, answer.most) == (2, Quantity(0, 50), Quantity(50, 50))


def test_a_newcomer_is_told_when_only_the_queue_is_in_the_way() -> None:
    truck = a_truck(kg=500, used={(0, 1): Quantity(300, 0)})
    answer = answer_to(truck, [a_waiter(1, 450)], a_waiter(2, 100, on=(1, 3)))
    assert isinstance(answer, Short)
    assert (answer.only_the_queue, answer.ahead, answer.most.kg) == (True, 1, 50)


def test_a_load_that_could_never_ride_blocks_nobody() -> None:
    truck = a_truck(kg=500)
    assert not could_ever_fit(truck, a_waiter(1, 900))
    assert promoted(truck, a_waiter(1, 900), a_waiter(2, 500)) == [(2, 500)]


def test_a_load_without_a_compartment_of_its_own_blocks_nobody() -> None:
    assert promoted(a_truck(kg=500), a_waiter(1, 100, temperature=FROZEN), a_waiter(2, 500)) == [(2, 500)]


def test_the_payload_is_promised_as_far_as_the_waiting_load_could_use_it() -> None:
    boxes = [(1, CHILLED), (2, FROZEN)]
    # the payload leaves 300 kg; the frozen box has room for the 500 kg that wait, so the payload is what they wait for
    tight = a_truck(kg=1000, payload_kg=1000, boxes=boxes, used={(0, 1): Quantity(700, 0)}, legs=1)
    queue = (a_waiter(1, 500, temperature=FROZEN, on=(0, 1)), a_waiter(2, 200, on=(0, 1)))
    assert promoted(tight, *queue) == []
    assert rank(tight, queue, 2) == 2
    # here the frozen box itself is full: taking chilled room takes nothing that the frozen load could use
    full = a_truck(kg=1000, payload_kg=1400, boxes=boxes, used={(0, 2): Quantity(1000, 0)}, legs=1)
    assert promoted(full, *queue) == [(2, 200)]


def test_the_payload_promised_to_several_adds_up() -> None:
    truck = a_truck(
        kg=1000, payload_kg=1000, boxes=[(1, CHILLED), (2, FROZEN)], legs=1, used={(0, 1): Quantity(650, 0)}
    )
    queue = (
        a_waiter(1, 400, temperature=FROZEN, on=(0, 1)),
        a_waiter(2, 400, temperature=FROZEN, on=(0, 1)),
        a_waiter(3, 100, on=(0, 1)),
    )
    assert promoted(truck, *queue) == []
    assert [rank(truck, queue, number) for number in (1, 2, 3)] == [1, 2, 3]


def test_the_rank_counts_only_those_one_could_meet_on_board() -> None:
    truck = a_truck(
        kg=500, boxes=[(1, CHILLED), (2, FROZEN)], used={(0, 1): Quantity(500, 0), (2, 1): Quantity(500, 0)}
    )
    queue = (
        a_waiter(1, 100, on=(0, 1)),
        a_waiter(2, 100, on=(2, 3)),
        a_waiter(3, 100, on=(0, 1), temperature=FROZEN),
        a_waiter(4, 100, on=(0, 3)),
    )
    assert [rank(truck, queue, number) for number in (1, 2, 3, 4)] == [1, 1, 1, 3]
    assert place_in_line(truck, queue, 4).rank == 3


def test_an_offer_lapses_at_its_very_end() -> None:
    offer = Offer(1, Stretch(0, 1), 1, Quantity(1, 0), SIX_THIRTY)
    assert lapsed([offer], now=SIX_THIRTY) == [offer]
    assert lapsed([offer], now=SIX_THIRTY.replace(minute=29)) == []


# --- any history, against a slow and independent reading of the rule ----------------------------------------------

LEGS, BOXES = 3, ((1, CHILLED), (2, AMBIENT))
PLACES = [(leg, box) for leg in range(LEGS) for box, _temperature in BOXES]
RIDES_IN = {CHILLED: {1}, AMBIENT: {1, 2}, FROZEN: set[int]()}
ways = st.sampled_from([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])
waiters = st.builds(
    lambda way, kg, pallets, temperature, part: a_waiter(
        0, kg, pallets=pallets, on=way, temperature=temperature, least_kg=max(1, kg * part // 4)
    ),
    ways,
    st.integers(1, 12),
    st.integers(0, 6),
    st.sampled_from([CHILLED, AMBIENT, FROZEN]),
    st.integers(1, 4),
)
trucks = st.builds(
    lambda used, payload: a_truck(
        legs=LEGS,
        kg=10,
        pallets=5,
        payload_kg=payload,
        boxes=BOXES,
        used={(leg, box): Quantity(*each) for (leg, box), each in zip(PLACES, used, strict=True)},
    ),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5)), min_size=6, max_size=6),
    st.integers(14, 25),
)


@given(trucks, st.lists(waiters, max_size=6))
def test_promotions_never_overfill_and_never_split_below_what_was_agreed(truck: TruckRoom, queue: list[Waiter]) -> None:
    numbered = _numbered(queue)
    after = _after(truck, promotions(truck, numbered))
    for (leg, _box), room in after.compartments.items():
        assert room.used.fits_in(room.capacity)
        assert after.payloads[leg].free_kg >= 0
    for each in promotions(truck, numbered):
        assert each.placed.compartment_id in RIDES_IN[each.waiter.temperature]
        assert each.waiter.least_kg <= each.placed.quantity.kg <= each.waiter.quantity.kg


@given(trucks, st.lists(waiters, max_size=6))
def test_nobody_takes_room_that_someone_before_still_needs(truck: TruckRoom, queue: list[Waiter]) -> None:
    """Whoever is promoted leaves, in the box it took, at least what all earlier loads that still wait asked for."""
    numbered = _numbered(queue)
    given_room = promotions(truck, numbered)
    after = _after(truck, given_room)
    happy = {each.waiter.reservation_id for each in given_room}
    for each in given_room:
        for leg in each.waiter.stretch.legs:
            box = each.placed.compartment_id
            needed = NOTHING
            for earlier in numbered[: each.waiter.reservation_id]:
                waits = earlier.reservation_id not in happy and could_ever_fit(truck, earlier)
                if waits and leg in earlier.stretch.legs and box in RIDES_IN[earlier.temperature]:
                    needed = needed + earlier.quantity
            later = sum((o.placed.quantity.kg for o in given_room if _shares(o, each, leg, box)), start=0)
            assert after.compartments[leg, box].free.kg + later >= needed.kg


@given(trucks, st.lists(waiters, max_size=6))
def test_no_room_stands_idle_for_a_load_that_nobody_contests(truck: TruckRoom, queue: list[Waiter]) -> None:
    """A load that still waits either does not fit, or someone before it waits for a common leg."""
    numbered = _numbered(queue)
    given_room = promotions(truck, numbered)
    after = _after(truck, given_room)
    happy = {each.waiter.reservation_id for each in given_room}
    waiting = [waiter for waiter in numbered if waiter.reservation_id not in happy]
    for place, waiter in enumerate(waiting):
        contested = any(each.stretch.overlaps(waiter.stretch) for each in waiting[:place])
        fits = any(
            all(_fits(after, leg, box, waiter.quantity) for leg in waiter.stretch.legs)
            for box in RIDES_IN[waiter.temperature]
        )
        assert contested or not fits


def _numbered(queue: list[Waiter]) -> list[Waiter]:
    return [
        Waiter(number, each.stretch, each.temperature, each.quantity, each.least_kg)
        for number, each in enumerate(queue)
    ]


def _after(truck: TruckRoom, given_room: list[Promotion]) -> TruckRoom:
    for each in given_room:
        truck = truck.with_load(each.waiter.stretch, each.placed.compartment_id, each.placed.quantity)
    return truck


def _shares(other: Promotion, each: Promotion, leg: int, box: int) -> bool:
    came_later = other.waiter.reservation_id > each.waiter.reservation_id
    return came_later and leg in other.waiter.stretch.legs and other.placed.compartment_id == box


def _fits(truck: TruckRoom, leg: int, box: int, quantity: Quantity) -> bool:
    room = truck.compartments[leg, box].free
    return quantity.fits_in(room) and quantity.kg <= truck.payloads[leg].free_kg


# --- a line that lets smaller loads pass a very big one -------------------------------------------------------------


def test_a_very_big_load_may_be_passed_only_where_the_line_says_so() -> None:
    truck = a_truck(kg=500, used={(1, 1): Quantity(300, 0)})
    queue = [a_waiter(1, 400), a_waiter(2, 200)]
    given_room = promotions(truck, queue, passed_above=60)
    assert [(each.waiter.reservation_id, each.placed.quantity.kg) for each in given_room] == [(2, 200)]
    assert promotions(truck, queue) == []
    assert promotions(truck, queue, passed_above=80) == [], "400 of 500 kg is not more than 80 %"


def test_loads_as_big_do_not_pass_each_other() -> None:
    truck = a_truck(kg=500, used={(1, 1): Quantity(150, 0)})
    assert promotions(truck, [a_waiter(1, 400), a_waiter(2, 350)], passed_above=60) == []


def test_a_load_is_big_by_its_floor_space_as_well() -> None:
    truck = a_truck(kg=500, pallets=400, used={(1, 1): Quantity(0, 200)})
    queue = [a_waiter(1, 50, pallets=300), a_waiter(2, 100, pallets=100)]
    assert [each.waiter.reservation_id for each in promotions(truck, queue, passed_above=60)] == [2]


def test_who_may_be_passed_is_told_and_who_passes_does_not_count_it() -> None:
    truck = a_truck(kg=500, used={(1, 1): Quantity(450, 0)})
    queue = [a_waiter(1, 400), a_waiter(2, 200), a_waiter(3, 100)]
    places = [place_in_line(truck, queue, number, passed_above=60) for number in (1, 2, 3)]
    assert [place.rank for place in places] == [1, 1, 2]
    assert [place.may_be_passed for place in places] == [True, False, False]
    assert [rank(truck, queue, number, passed_above=60) for number in (1, 2, 3)] == [1, 1, 2]
    assert not any(place_in_line(truck, queue, number).may_be_passed for number in (1, 2, 3))


def test_a_load_served_first_still_finds_what_no_smaller_one_took() -> None:
    truck = a_truck(kg=500)
    queue = [a_waiter(1, 400), a_waiter(2, 200)]
    assert [each.waiter.reservation_id for each in promotions(truck, queue, passed_above=60)] == [1]
