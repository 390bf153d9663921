"""From one place to another along the stops of a departure."""

from core.reservations.itineraries import Stretch
from tests.reservations.trucks import an_itinerary


def test_a_way_goes_forward_only() -> None:
    line = an_itinerary([10, 20, 30])
    assert line.stretches(10, 30) == [Stretch(0, 2)]
    assert line.stretches(30, 10) == []
    assert line.stretches(10, 99) == []


def test_a_loop_offers_each_short_way_and_the_shortest_first() -> None:
    loop = an_itinerary([10, 20, 30, 40, 10, 20])
    assert loop.stretches(10, 20) == [Stretch(0, 1), Stretch(4, 5)]
    assert loop.stretches(30, 20) == [Stretch(2, 5)]
    assert loop.stretches(20, 10) == [Stretch(1, 4)]


def test_a_place_passed_twice_is_boarded_the_last_time() -> None:
    assert an_itinerary([10, 20, 10, 30]).stretches(10, 30) == [Stretch(2, 3)]


def test_the_length_of_a_way_is_the_sum_of_its_legs() -> None:
    assert an_itinerary([10, 20, 30, 40], metres=12_500).metres(Stretch(1, 3)) == 25_000


def test_legs_are_named_by_their_towns_or_by_their_places_inside_one_town() -> None:
    assert an_itinerary([10, 20]).places_of_leg(0) == ("Matane", "Amqui")
    assert an_itinerary([10, 20], towns=["Amqui"]).places_of_leg(0) == ("Lieu 10", "Lieu 20")


def test_two_ways_overlap_only_on_a_common_leg() -> None:
    assert not Stretch(0, 2).overlaps(Stretch(2, 4))
    assert Stretch(0, 3).overlaps(Stretch(2, 4))
    assert Stretch(2, 4).overlaps(Stretch(0, 3))
