"""Where a departure lacks room, what would do is named: another day, or another stop nearby on the same line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.database.doors import reading
from core.reservations.alternatives import Load
from core.reservations.remedies import End, day_after, other_stop
from core.reservations.requests import Wish
from core.reservations.search import DepartureBoard
from core.reservations.views import find_departures
from core.shared.quantities import Quantity, TemperatureClass
from tests.reservations.asking import a_dock, day_of
from tests.reservations.test_alternatives import a_board
from tests.reservations.trucks import CHILLED, SIX_THIRTY, a_truck, an_itinerary


def board_with(*used_legs: int, ferries: frozenset[int] = frozenset(), metres: int = 20_000) -> DepartureBoard:
    """Return a departure of four stops whose truck is full on some legs."""
    truck = a_truck(kg=500, used={(leg, 1): Quantity(400, 0) for leg in used_legs})
    itinerary = replace(an_itinerary([1, 2, 3, 4], metres=metres), ferry_legs=ferries)
    return replace(a_board(1, 0, truck=truck), itinerary=itinerary)


def a_load(way: tuple[int, int] = (1, 4)) -> Load:
    return Load(0, *way, Quantity(300, 0), CHILLED)


def test_the_nearest_stop_beyond_the_full_leg_is_named_with_the_way_along_the_line() -> None:
    found = other_stop(board_with(0), a_load())
    assert found is not None
    assert (found.end, found.site_id, found.metres) == (End.start, 2, 20_000)
    found = other_stop(board_with(2), a_load())
    assert found is not None
    assert (found.end, found.site_id, found.metres) == (End.end, 3, 20_000)


def test_no_stop_helps_where_the_middle_is_full_or_the_others_are_far() -> None:
    assert other_stop(board_with(0, 1, 2), a_load()) is None
    assert other_stop(board_with(0), a_load(), within_metres=19_999) is None
    assert other_stop(board_with(0, metres=90_000), a_load()) is None


def test_a_stop_beyond_a_ferry_is_not_nearby() -> None:
    assert other_stop(board_with(0, ferries=frozenset({0})), a_load()) is None


def test_the_two_places_themselves_are_no_other_stop() -> None:
    found = other_stop(board_with(1), a_load((2, 3)))
    assert found is None or found.site_id not in (2, 3)


def test_the_next_day_is_the_first_departure_after_this_one() -> None:
    days = [(SIX_THIRTY + timedelta(days=each), date(2027, 2, 2) + timedelta(days=each)) for each in (1, 3)]
    assert day_after(days, SIX_THIRTY) == date(2027, 2, 3)
    assert day_after(days, SIX_THIRTY + timedelta(days=1)) == date(2027, 2, 5)
    assert day_after(days, SIX_THIRTY + timedelta(days=3)) is None


def test_a_full_departure_names_what_would_do(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400, way=(0, 1))
    wish = Wish(
        dock.partner_id,
        dock.sites[0],
        dock.sites[2],
        Quantity(300, 0),
        TemperatureClass.chilled,
        day_of(dock),
        day_of(dock),
    )
    with reading() as session:
        (option,) = find_departures(session, dock.member, wish)
    assert option.most.kg == 100
    assert option.other_stop is not None
    assert (option.other_stop.site_id, option.other_stop.metres) == (dock.sites[1], 50_000)
    assert option.next_day is None
