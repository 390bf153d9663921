"""Which departures in a row carry a load where none goes all the way: the pure search, against a plain enumeration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from core.lines.terms import Terms
from core.reservations.connections import connections
from core.reservations.itineraries import Stop, Stretch
from core.reservations.search import DepartureBoard
from core.reservations.transfers import Connection, TransferRules, days_between
from core.reservations.waiting_list import Waiter
from core.shared.quantities import Quantity, may_ride
from core.storage.board import StorageBoard
from core.storage.room import Days
from tests.reservations.networks import TUESDAY, ALoad, a_board, a_store, by_distance, later, moment
from tests.reservations.trucks import AMBIENT, CHILLED, FROZEN

RIMOUSKI, AMQUI, MATANE, GASPE = 1, 2, 3, 4
WAY = ALoad(RIMOUSKI, GASPE)


def found(
    boards: Sequence[DepartureBoard],
    stores: Sequence[StorageBoard],
    load: ALoad = WAY,
    *,
    last_day: date = TUESDAY,
    rules: TransferRules | None = None,
) -> list[Connection]:
    return connections(
        boards,
        stores,
        load,
        by_distance,
        first_day=TUESDAY,
        last_day=last_day,
        rules=rules or TransferRules(),
    )


MORNING = a_board(1, [(RIMOUSKI, 7), (AMQUI, 9)])
AFTERNOON = a_board(2, [(AMQUI, 14), (GASPE, 18)])
COLD = a_store(1, AMQUI)


def test_two_departures_meet_at_a_cold_store() -> None:
    (way,) = found([MORNING, AFTERNOON], [COLD])
    assert [hop.departure_id for hop in way.hops] == [1, 2]
    (transfer,) = way.transfers
    assert transfer.site_id == AMQUI
    assert transfer.waits == timedelta(hours=5, minutes=10)
    assert transfer.days == Days(TUESDAY, TUESDAY)
    assert (way.price_cents, way.storage_cents) == (500 + 500 + 100, 100)
    assert (way.leaves_at, way.arrives_at) == (moment(7 + 1 / 6), moment(18))


def test_no_store_no_transfer() -> None:
    assert found([MORNING, AFTERNOON], []) == []
    assert found([MORNING, AFTERNOON], [a_store(1, AMQUI, temperature=FROZEN)]) == []
    assert found([MORNING, AFTERNOON], [a_store(1, AMQUI, used={TUESDAY: 950})]) == []
    assert found([MORNING, AFTERNOON], [a_store(1, AMQUI, days=Days(later(1), later(9)))]) == []


def test_every_ride_keeps_the_temperature_and_has_room_for_all_of_it() -> None:
    assert found([a_board(1, [(RIMOUSKI, 7), (AMQUI, 9)], temperature=AMBIENT), AFTERNOON], [COLD]) == []
    assert found([MORNING, a_board(2, [(AMQUI, 14), (GASPE, 18)], used=901)], [COLD]) == []
    crates = ALoad(RIMOUSKI, GASPE, temperature=AMBIENT)
    assert len(found([a_board(1, [(RIMOUSKI, 7), (AMQUI, 9)], temperature=AMBIENT), AFTERNOON], [COLD], crates)) == 1


def test_whoever_waits_for_the_second_ride_is_not_overtaken() -> None:
    waiting = Waiter(7, Stretch(0, 1), CHILLED, Quantity(400, 0), least_kg=400)
    full = a_board(2, [(AMQUI, 14), (GASPE, 18)], used=850, queue=[waiting])
    assert found([MORNING, full], [COLD], ALoad(RIMOUSKI, GASPE, Quantity(100, 0))) == []


def test_the_wait_is_long_enough_to_reload_and_bounded() -> None:
    soon = a_board(2, [(AMQUI, 9.25), (GASPE, 13)])
    assert found([MORNING, soon], [COLD]) == []
    after = a_board(2, [(AMQUI, 14), (GASPE, 18)], day=later(7))
    assert found([MORNING, after], [COLD]) == []
    (way,) = found([MORNING, after], [COLD], rules=TransferRules(longest_wait=timedelta(days=8)))
    assert way.transfers[0].days == Days(TUESDAY, later(7))
    assert way.storage_cents == 8 * 100


def test_a_second_transfer_only_where_rules_allow_it() -> None:
    boards = [MORNING, a_board(2, [(AMQUI, 10), (MATANE, 12)]), a_board(3, [(MATANE, 15), (GASPE, 20)])]
    stores = [COLD, a_store(2, MATANE)]
    (way,) = found(boards, stores)
    assert [transfer.site_id for transfer in way.transfers] == [AMQUI, MATANE]
    assert found(boards, stores, rules=TransferRules(most_transfers=1)) == []


def test_the_first_to_arrive_comes_first_then_the_cheapest_of_those_that_catch_the_same_truck() -> None:
    boards = [
        a_board(1, [(RIMOUSKI, 7), (AMQUI, 9)]),
        a_board(2, [(RIMOUSKI, 6), (MATANE, 9)], metres=20_000),
        a_board(3, [(AMQUI, 14), (MATANE, 15), (GASPE, 18)]),
        a_board(4, [(AMQUI, 11), (GASPE, 16)], metres=90_000),
    ]
    ways = found(boards, [COLD, a_store(2, MATANE)])
    assert [[hop.departure_id for hop in way.hops] for way in ways] == [[1, 4], [2, 3], [1, 3]]


def test_of_two_offers_at_the_place_the_cheapest_with_room_is_taken() -> None:
    stores = [a_store(1, AMQUI, cents=300), a_store(2, AMQUI, cents=50, used={TUESDAY: 950}), a_store(3, AMQUI)]
    (way,) = found([MORNING, AFTERNOON], stores)
    assert way.transfers[0].offer_id == 3


def test_a_way_says_that_one_of_its_lines_approves_each_load() -> None:
    asks = a_board(2, [(AMQUI, 14), (GASPE, 18)], terms=Terms(needs_approval=True))
    assert [way.needs_approval for way in found([MORNING, asks], [COLD])] == [True]
    assert [way.needs_approval for way in found([MORNING, AFTERNOON], [COLD])] == [False]


def test_a_flexible_tour_and_the_same_truck_twice_are_no_connection() -> None:
    assert found([MORNING, a_board(2, [(AMQUI, 14), (GASPE, 18)], is_flexible=True)], [COLD]) == []
    there_and_back = a_board(1, [(RIMOUSKI, 7), (AMQUI, 9), (MATANE, 11), (AMQUI, 13), (GASPE, 18)])
    assert found([there_and_back], [COLD]) == []


def test_only_the_first_day_is_bound_by_the_dates_asked() -> None:
    night = a_board(2, [(AMQUI, 6), (GASPE, 10)], day=later(1))
    (way,) = found([MORNING, night], [COLD])
    assert way.transfers[0].days == Days(TUESDAY, later(1))
    assert found([a_board(1, [(RIMOUSKI, 7), (AMQUI, 9)], day=later(1)), night], [COLD]) == []


def test_a_night_is_counted_by_the_clock_on_the_wall() -> None:
    late = moment(23.5)
    assert days_between(late, late + timedelta(hours=1)) == Days(TUESDAY, later(1))


# --- against an enumeration ------------------------------------------------------------------------------------------

SITES = (1, 2, 3, 4)
a_route = st.permutations(SITES).flatmap(
    lambda order: st.tuples(
        st.just(tuple(order)), st.integers(2, 4), st.integers(0, 40), st.integers(0, 950), st.booleans()
    )
)
an_offer = st.tuples(
    st.sampled_from(SITES), st.sampled_from((0, 300, 950)), st.integers(0, 3), st.sampled_from((CHILLED, AMBIENT))
)


def plainly(
    boards: Sequence[DepartureBoard], stores: Sequence[StorageBoard], load: ALoad, rules: TransferRules
) -> dict[tuple[int, Stretch], tuple[object, ...]]:
    """Try everything: each sequence of departures, each pair of stops on each, each offer at each transfer."""
    best: dict[tuple[int, Stretch], tuple[object, ...]] = {}
    for rides in range(2, rules.most_transfers + 2):
        for chosen in permutations(boards, rides):
            stretches = [
                [Stretch(a, b) for b in range(len(board.itinerary.stops)) for a in range(b)] for board in chosen
            ]
            for way in product(*stretches):
                for offers in product(stores, repeat=rides - 1):
                    merits = judged(chosen, way, offers, load, rules)
                    last = (chosen[-1].departure_id, way[-1])
                    if merits is not None and (last not in best or merits < best[last]):
                        best[last] = merits
    return best


def judged(
    boards: Sequence[DepartureBoard],
    way: Sequence[Stretch],
    offers: Sequence[StorageBoard],
    load: ALoad,
    rules: TransferRules,
) -> tuple[object, ...] | None:
    """Check one way by the words of the rules; return its merits, or None."""
    ends = [
        (board.itinerary.stops[ride.from_position], board.itinerary.stops[ride.to_position])
        for board, ride in zip(boards, way, strict=True)
    ]
    places = [ends[0][0].site_id, *(end.site_id for _start, end in ends)]
    joined = all(before[1].site_id == after[0].site_id for before, after in pairwise(ends))
    from_to = (places[0], places[-1]) == (load.from_site_id, load.to_site_id)
    if not (joined and from_to and len(set(places)) == len(places) and boards[0].service_date == TUESDAY):
        return None
    handed = [(here, there) for (_start, here), (there, _end) in pairwise(ends)]
    if not all(rides_along(*each, load) for each in zip(boards, way, strict=True)):
        return None
    if not all(waits_in(offer, *each, load, rules) for offer, each in zip(offers, handed, strict=True)):
        return None
    price = sum(500 * len(ride.legs) for ride in way)
    for offer, (here, there) in zip(offers, handed, strict=True):
        price += days_between(here.arrives_at, there.leaves_at).count * offer.cents_per_pallet_day
    rides = tuple((board.departure_id, ride) for board, ride in zip(boards, way, strict=True))
    return (ends[-1][1].arrives_at, price, len(way) - 1, -ends[0][0].leaves_at.timestamp(), rides)


def rides_along(board: DepartureBoard, ride: Stretch, load: ALoad) -> bool:
    rooms = [board.room.compartments[leg, 1] for leg in ride.legs]
    return all(
        may_ride(load.temperature, kept_at=room.temperature) and load.quantity.fits_in(room.free) for room in rooms
    )


def waits_in(offer: StorageBoard, here: Stop, there: Stop, load: ALoad, rules: TransferRules) -> bool:
    wait = there.leaves_at - here.arrives_at
    return (
        offer.site_id == here.site_id
        and rules.handling <= wait <= rules.longest_wait
        and may_ride(load.temperature, kept_at=offer.temperature)
        and all(
            offer.room[day].free >= load.quantity.pallet_hundredths
            for day in days_between(here.arrives_at, there.leaves_at)
        )
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(a_route, min_size=2, max_size=4), st.lists(an_offer, max_size=3))
def test_the_search_finds_what_an_enumeration_finds_and_nothing_else(
    routes: list[tuple[tuple[int, ...], int, int, int, bool]], offers: list[tuple[int, int, int, object]]
) -> None:
    boards = [
        a_board(
            number,
            [(site, start + 2 * position) for position, site in enumerate(order[:length])],
            used=used,
            temperature=CHILLED if cold else AMBIENT,
        )
        for number, (order, length, start, used, cold) in enumerate(routes, start=1)
    ]
    stores = [
        a_store(number, site, used={TUESDAY: used}, cents=100 * price, temperature=kept)  # type: ignore[arg-type]  # drawn from two classes
        for number, (site, used, price, kept) in enumerate(offers, start=1)
    ]
    load = ALoad(1, 4, Quantity(100, 100), AMBIENT)
    rules = TransferRules(longest_wait=timedelta(hours=30))
    ways = connections(boards, stores, load, by_distance, first_day=TUESDAY, last_day=TUESDAY, rules=rules)
    expected = plainly(boards, stores, load, rules)
    assert [way.merits() for way in ways] == sorted(expected.values())


def test_control_the_enumeration_notices_a_search_with_other_rules() -> None:
    boards = [MORNING, a_board(3, [(AMQUI, 9.25), (GASPE, 13)]), AFTERNOON]
    hasty = TransferRules(handling=timedelta(0))
    assert len(found(boards, [COLD], rules=hasty)) == 2
    assert sorted(plainly(boards, [COLD], WAY, hasty).values()) != sorted(
        plainly(boards, [COLD], WAY, TransferRules()).values()
    )
