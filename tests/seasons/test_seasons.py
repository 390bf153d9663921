"""Weeks as the database tells them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.database.doors import WriteSession, reading, writing
from core.lines.actions import generate_departures
from core.lines.capacity import Ride
from core.lines.store import take_room
from core.lines.tables import LegRoom
from core.seasons.actions import override_period
from core.seasons.views import periods, season, week_loads
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound
from core.shared.periods import Period
from core.shared.plausible import Missing
from core.shared.quantities import Quantity
from tests.builders import a_coordinator, a_line, a_member
from tests.queries import counting_queries

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)
MONDAY = date(2027, 2, 8)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def a_run(session: WriteSession, line_id: int, day: date, *, kg: int) -> None:
    (departure_id,) = generate_departures(
        session, a_coordinator(session), line_id=line_id, first_day=day, last_day=day
    ).made
    box = session.exec(select(LegRoom).where(LegRoom.departure_id == departure_id)).first()
    assert box is not None
    if kg:
        assert take_room(session, Ride(departure_id, box.compartment_id, 0, 2), Quantity(kg, 0))


def test_a_week_sums_its_departures(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, capacity_kg=1000)
        a_run(session, line_id, MONDAY, kg=600)
        a_run(session, line_id, MONDAY + timedelta(days=6), kg=200)
        a_run(session, line_id, MONDAY + timedelta(days=7), kg=1000)
    with reading() as session, counting_queries() as asked:
        weeks = week_loads(session, first_week=MONDAY + timedelta(days=3), last_week=MONDAY + timedelta(days=4))
    assert [(each.departures, each.capacity_kg, each.booked_kg, each.load_percent) for each in weeks] == [
        (2, 2000, 800, 40.0)
    ]
    assert asked.count == 1


def test_a_coming_week_knows_the_same_week_of_past_seasons(database: str) -> None:
    with clock.set_to(datetime(2026, 1, 5, 17, tzinfo=UTC)), writing() as session:
        line_id = a_line(session, capacity_kg=1000, season_from=date(2026, 1, 1))
        a_run(session, line_id, date(2026, 2, 3), kg=900)  # ISO week 6, as 8 February 2027
    with writing() as session:
        a_run(session, line_id, MONDAY, kg=100)
        a_run(session, line_id, MONDAY + timedelta(days=7), kg=100)
    with reading() as session, counting_queries() as asked:
        found = periods(session, first_week=MONDAY, last_week=MONDAY + timedelta(days=7))
    first, second = found[line_id, MONDAY], found[line_id, MONDAY + timedelta(days=7)]
    assert (first.period, first.load_percent, first.typical_percent) == (Period.peak, 10.0, 90.0)
    assert (second.period, second.typical_percent) == (Period.trough, None)
    assert asked.count <= 2


def test_the_same_questions_say_how_full_each_departure_is(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, capacity_kg=1000)
        a_run(session, line_id, MONDAY, kg=600)
        a_run(session, line_id, MONDAY + timedelta(days=6), kg=200)
        a_run(session, line_id, MONDAY + timedelta(days=7), kg=1000)
    with reading() as session, counting_queries() as asked:
        found = season(session, first_week=MONDAY, last_week=MONDAY)
    assert list(found.load_percents.values()) == [60.0, 20.0]
    assert asked.count <= 2


def test_a_coordinator_declares_a_week_and_takes_it_back(database: str) -> None:
    with writing() as session:
        coordinator, line_id = a_coordinator(session), a_line(session)
        wednesday = MONDAY + timedelta(days=2)
        override_period(session, coordinator, line_id=line_id, week_start=wednesday, period=Period.trough, note="Essai")
        override_period(
            session, coordinator, line_id=line_id, week_start=MONDAY, period=Period.peak, note="Grande récolte"
        )
    with reading() as session:
        found = periods(session, first_week=MONDAY, last_week=MONDAY)
        assert (found[line_id, MONDAY].period, found[line_id, MONDAY].note) == (Period.peak, "Grande récolte")
        assert periods(session, first_week=MONDAY, last_week=MONDAY, line_id=line_id + 1) == {}
    with writing() as session:
        for _ in range(2):
            override_period(session, coordinator, line_id=line_id, week_start=MONDAY, period=None)
    with reading() as session:
        assert periods(session, first_week=MONDAY, last_week=MONDAY) == {}


def test_a_say_needs_a_reason_a_line_and_the_right(sqlite_database: object) -> None:
    with writing() as session:
        line_id = a_line(session)
        treasurer = a_member(session, rights=[Right.treasurer])
        coordinator = a_coordinator(session)
    with pytest.raises(Missing), writing() as session:
        override_period(session, coordinator, line_id=line_id, week_start=MONDAY, period=Period.peak, note=" ")
    with pytest.raises(NotFound), writing() as session:
        override_period(session, coordinator, line_id=999, week_start=MONDAY, period=Period.peak, note="x")
    with pytest.raises(NotAllowed), writing() as session:
        override_period(session, treasurer, line_id=line_id, week_start=MONDAY, period=Period.peak, note="x")
