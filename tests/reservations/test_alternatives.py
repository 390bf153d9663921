"""Another departure for a load whose truck does not run: whole, between the same places, the nearest day first."""

from __future__ import annotations

from datetime import date, timedelta

from core.reservations.alternatives import Load, assign, ranked
from core.reservations.fitting import TruckRoom
from core.reservations.refusals import NoOtherDeparture, OthersAreFull
from core.reservations.search import DepartureBoard
from core.shared.quantities import Quantity, TemperatureClass
from tests.reservations.trucks import CHILLED, FROZEN, SIX_THIRTY, a_truck, an_itinerary

TUESDAY = date(2027, 2, 9)


def a_board(number: int, days: int, *, kg: int = 500, truck: TruckRoom | None = None, hours: int = 0) -> DepartureBoard:
    """Return a departure of four stops, so many days from Tuesday."""
    moment = SIX_THIRTY + timedelta(days=days, hours=hours)
    return DepartureBoard(
        departure_id=number,
        line_id=1,
        line_name=f"Ligne {number}",
        territory="Bas-Saint-Laurent",
        is_flexible=False,
        is_planned=True,
        service_date=TUESDAY + timedelta(days=days),
        starts_at=moment,
        closes_at=moment - timedelta(hours=18),
        trough_discount_percent=30,
        itinerary=an_itinerary([1, 2, 3, 4]),
        room=truck or a_truck(kg=kg),
        queue=(),
    )


def a_load(number: int = 1, kg: int = 300, *, way: tuple[int, int] = (1, 4), kept: TemperatureClass = CHILLED) -> Load:
    return Load(number, *way, Quantity(kg, 0), kept)


def departures(found: object) -> list[int]:
    return [each.departure_id for each in found]  # type: ignore[attr-defined]  # a list of alternatives


def test_the_nearest_day_comes_first_and_the_later_of_two_as_near() -> None:
    boards = [a_board(1, -1), a_board(2, 7), a_board(3, 1), a_board(4, -3)]
    assert departures(ranked(a_load(), boards, day=TUESDAY)) == [3, 1, 4, 2]


def test_only_the_whole_load_counts_and_only_the_same_way_round() -> None:
    assert ranked(a_load(kg=600), [a_board(1, 1)], day=TUESDAY) == []
    assert ranked(a_load(way=(4, 1)), [a_board(1, 1)], day=TUESDAY) == []
    assert ranked(a_load(kept=FROZEN), [a_board(1, 1)], day=TUESDAY) == []


def test_what_one_load_is_offered_the_next_no_longer_is() -> None:
    moves = assign([a_load(1), a_load(2), a_load(3)], [a_board(1, 1), a_board(2, 2)], day=TUESDAY)
    assert [move.chosen.departure_id if move.chosen else None for move in moves] == [1, 2, None]
    assert moves[2].reason is not None


def test_loads_that_do_not_meet_share_a_truck() -> None:
    moves = assign([a_load(1, way=(1, 2)), a_load(2, way=(2, 4))], [a_board(1, 1)], day=TUESDAY)
    assert [move.chosen.departure_id for move in moves if move.chosen] == [1, 1]


def test_a_smaller_load_may_find_room_where_a_bigger_one_did_not() -> None:
    moves = assign([a_load(1, 600), a_load(2, 100)], [a_board(1, 1)], day=TUESDAY)
    assert [bool(move.chosen) for move in moves] == [False, True]


def test_at_most_three_are_shown_the_best_first() -> None:
    (move,) = assign([a_load()], [a_board(number, number) for number in range(1, 6)], day=TUESDAY)
    assert departures(move.alternatives) == [1, 2, 3]
    assert move.chosen == move.alternatives[0]


def test_why_there_is_none_names_the_nearest_and_what_it_lacks() -> None:
    full = a_truck(kg=500, used={(1, 1): Quantity(400, 0)})
    (move,) = assign([a_load()], [a_board(1, 5, truck=full), a_board(2, 2, truck=full)], day=TUESDAY)
    assert isinstance(move.reason, OthersAreFull)
    assert (move.reason.day, move.reason.lacking.kg) == (TUESDAY + timedelta(days=2), 200)
    (move,) = assign([a_load(kept=FROZEN)], [a_board(1, 1)], day=TUESDAY)
    assert isinstance(move.reason, NoOtherDeparture)
    (move,) = assign([a_load()], [], day=TUESDAY)
    assert isinstance(move.reason, NoOtherDeparture)
