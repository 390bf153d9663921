"""What each departure answers to a load, and in which order they are listed."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from core.i18n.words import words
from core.reservations.itineraries import Stretch
from core.reservations.refusals import (
    BiggerThanTruck,
    NothingKeepsIt,
    OthersWaitFirst,
    OthersWaitFirstUntil,
    TruckFull,
    TruckFullUntil,
)
from core.reservations.requests import ReservationRequest
from core.reservations.search import (
    DepartureBoard,
    Merits,
    answer_of_tour,
    best_seat,
    first_day_with_room,
    refusal,
    tour_metres,
)
from core.reservations.waiting_list import NotKept, Offer, Placed, TooBig
from core.shared.periods import Period
from core.shared.places import Point
from core.shared.quantities import NOTHING, Quantity, TemperatureClass
from tests.reservations.trucks import CHILLED, FROZEN, SIX_THIRTY, a_truck, a_waiter, an_itinerary

DAY = date(2027, 2, 2)


def a_board(**values: object) -> DepartureBoard:
    board = DepartureBoard(
        departure_id=1,
        line_id=1,
        line_name="Ligne de la vallée",
        territory="La Matapédia",
        is_flexible=False,
        is_planned=True,
        service_date=DAY,
        starts_at=SIX_THIRTY,
        closes_at=SIX_THIRTY - timedelta(hours=18),
        trough_discount_percent=30,
        itinerary=an_itinerary([10, 20, 30, 40]),
        room=a_truck(kg=500),
        queue=[],
    )
    return replace(board, **values)  # type: ignore[arg-type]  # each test names real fields


def a_load(
    kg: int = 300, temperature: TemperatureClass = CHILLED, *, way: tuple[int, int] = (10, 40)
) -> ReservationRequest:
    return ReservationRequest("r", 1, 1, *way, Quantity(kg, 0), temperature)


def test_a_load_sits_where_it_fits_even_on_the_longer_way_round() -> None:
    loop = an_itinerary([10, 20, 30, 40, 50, 10, 60, 20])
    room = a_truck(kg=500, legs=7, used={(0, 1): Quantity(400, 0)})
    seat = best_seat(a_board(itinerary=loop, room=room), a_load(way=(10, 20)), least_kg=300)
    assert seat is not None
    assert (seat.stretch, isinstance(seat.answer, Placed)) == (Stretch(5, 7), True)


def test_a_departure_that_does_not_join_the_places_has_no_seat() -> None:
    assert best_seat(a_board(), a_load(way=(40, 10)), least_kg=300) is None


def test_the_next_departure_with_room_is_named() -> None:
    full = a_board(room=a_truck(kg=500, used={(1, 1): Quantity(280, 0)}))
    later = a_board(departure_id=2, service_date=DAY + timedelta(days=2), starts_at=SIX_THIRTY + timedelta(days=2))
    seat = best_seat(full, a_load(), least_kg=300)
    assert seat is not None
    assert first_day_with_room([full, later], a_load()) == DAY + timedelta(days=2)
    said = refusal(full, a_load(), seat.answer, next_day=first_day_with_room([full, later], a_load()))
    assert isinstance(said, TruckFullUntil)
    assert words("en").refusal(said) == (
        "This departure is full between Amqui and Rimouski: 80\u00a0kg short. Next departure with enough room: "
        "Thu, Feb 4 — or the waiting list (place 1)."
    )
    alone = refusal(full, a_load(), seat.answer, next_day=first_day_with_room([full], a_load()))
    assert type(alone) is TruckFull


def test_a_load_that_only_the_queue_holds_back_is_told_so() -> None:
    board = a_board(room=a_truck(kg=500, used={(0, 1): Quantity(300, 0)}), queue=[a_waiter(1, 450)])
    load = a_load(100, way=(20, 40))
    seat = best_seat(board, load, least_kg=100)
    assert seat is not None
    assert type(refusal(board, load, seat.answer, next_day=None)) is OthersWaitFirst
    assert type(refusal(board, load, seat.answer, next_day=DAY)) is OthersWaitFirstUntil


def test_a_load_that_can_never_ride_is_told_why() -> None:
    load = a_load(600)
    assert isinstance(refusal(a_board(), load, TooBig(Quantity(500, 0)), next_day=None), BiggerThanTruck)
    assert isinstance(refusal(a_board(), load, NotKept(), next_day=None), NothingKeepsIt)
    with pytest.raises(ValueError, match="not refused"):
        refusal(a_board(), load, Placed(1, load.quantity), next_day=None)


def test_a_tour_refuses_only_what_its_vehicle_can_never_carry() -> None:
    tour = a_board(is_flexible=True, itinerary=an_itinerary([10, 10]), room=a_truck(kg=500, legs=1))
    assert answer_of_tour(tour, a_load(500)) is None
    assert answer_of_tour(tour, a_load(501)) == TooBig(Quantity(500, 0))
    assert answer_of_tour(tour, a_load(1, FROZEN)) == NotKept()
    assert answer_of_tour(replace(tour, room=a_truck(legs=0)), a_load(501)) is None


def test_a_tour_goes_to_its_territory_and_where_it_calls_anyway() -> None:
    tour = a_board(is_flexible=True)
    assert tour.tours(99, "La Matapédia")
    assert tour.tours(10, "La Matanie")
    assert not tour.tours(99, "La Matanie")


def test_a_lapsed_offer_frees_its_room_for_the_next_in_line() -> None:
    offer = Offer(7, Stretch(0, 3), 1, Quantity(400, 0), SIX_THIRTY - timedelta(hours=20))
    room = a_truck(kg=500).with_load(offer.stretch, 1, offer.quantity)
    board = a_board(room=room, offers=[offer], queue=[a_waiter(8, 200)])
    before = board.settled(now=SIX_THIRTY - timedelta(hours=21))
    assert (before.lapsed, before.promoted) == ([], [])
    after = board.settled(now=SIX_THIRTY - timedelta(hours=20))
    assert [each.waiter.reservation_id for each in after.promoted] == [8]
    assert (after.board.offers, after.board.queue) == ([], [])
    assert after.board.room.compartment_free(0, 1).kg == 300
    gone = board.settled(now=SIX_THIRTY)
    assert (len(gone.lapsed), gone.promoted) == (1, [])


def test_reservations_are_taken_until_the_cut_off_and_the_truck_is_ahead_until_it_leaves() -> None:
    board = a_board()
    assert board.takes_reservations(now=board.closes_at - timedelta(seconds=1))
    assert not board.takes_reservations(now=board.closes_at)
    assert board.is_ahead(now=board.starts_at - timedelta(seconds=1))
    assert not board.is_ahead(now=board.starts_at)
    assert not replace(board, is_planned=False).is_ahead(now=board.closes_at)


def test_tours_are_priced_by_the_way_itself() -> None:
    rimouski, amqui = Point(48.4488, -68.5243), Point(48.4634, -67.4318)
    assert tour_metres(rimouski, amqui) == pytest.approx(100_000, rel=0.02)


def some_merits(**values: object) -> Merits:
    merits = Merits(True, True, NOTHING, 1000, Period.normal, SIX_THIRTY)
    return replace(merits, **values)  # type: ignore[arg-type]  # each test names real fields


def test_the_best_come_first() -> None:
    in_order = [
        some_merits(price_cents=900),
        some_merits(period=Period.trough),
        some_merits(),
        some_merits(leaves_at=SIX_THIRTY + timedelta(days=1)),
        some_merits(period=Period.peak),
        some_merits(is_certain=False, price_cents=1),
        some_merits(has_room=False, lacking=Quantity(10, 0), price_cents=5000),
        some_merits(has_room=False, lacking=Quantity(80, 0)),
    ]
    shuffled = Random(1).sample(in_order, len(in_order))
    assert sorted(shuffled, key=Merits.rank) == in_order
