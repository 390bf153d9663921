"""What vehicles do on some days, for coordinators only: runs, those that may still move, and what keeps people home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from core.access.rights import Right
from core.database.doors import reading, writing
from core.lines.closure_actions import keep_driver_home, keep_vehicle_home
from core.lines.tables import Departure, DepartureState
from core.lines.timeline_views import vehicle_timeline
from core.shared import clock
from core.shared.errors import NotAllowed
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_person, a_vehicle
from tests.queries import counting_queries

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)
MONDAY = date(2027, 2, 8)
SUNDAY = MONDAY + timedelta(days=6)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def test_vehicles_show_their_runs_and_who_is_home(database: str) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
        resting = a_vehicle(session, name="Fourgon")
        driver = a_person(session, name="Sacha Volant", rights=[Right.driver])
        run = a_departure(session, day=MONDAY)
        off = a_departure(session, day=MONDAY)
        session.get_one(Departure, off).state = DepartureState.cancelled
        a_departure(session, day=SUNDAY + timedelta(days=1))
        keep_vehicle_home(
            session, coordinator, vehicle_id=resting, first_day=MONDAY, last_day=SUNDAY, reason="Entretien"
        )
        keep_driver_home(session, coordinator, person_id=driver, first_day=SUNDAY, last_day=SUNDAY)
    with reading() as session, counting_queries() as asked:
        seen = vehicle_timeline(session, coordinator, first_day=MONDAY, last_day=SUNDAY)
    assert asked.count == 3
    assert [(each.id, each.may_move) for each in seen.runs] == [(run, True)]
    assert "Fourgon" in {each.name for each in seen.vehicles}
    assert [(each.vehicle, each.reason) for each in seen.closures.vehicles] == [("Fourgon", "Entretien")]
    assert [each.person for each in seen.closures.drivers] == ["Sacha Volant"]


def test_what_has_left_may_no_longer_move_and_a_run_that_ends_in_the_morning_is_there(database: str) -> None:
    with writing() as session:
        night = a_line(session, starts_minute=22 * 60, minutes_between=180)
        a_departure(session, line_id=night, day=MONDAY - timedelta(days=1))
        a_departure(session, day=MONDAY - timedelta(days=1))
        coordinator = a_coordinator(session)
    with clock.set_to(datetime(2027, 2, 9, 12, tzinfo=UTC)), reading() as session:
        seen = vehicle_timeline(session, coordinator, first_day=MONDAY, last_day=SUNDAY)
    assert [(each.line_id, each.may_move) for each in seen.runs] == [(night, False)]


def test_nobody_else_reads_who_is_away(database: str) -> None:
    with writing() as session:
        member = a_member(session, rights=[Right.driver])
    with reading() as session, pytest.raises(NotAllowed):
        vehicle_timeline(session, member, first_day=MONDAY, last_day=SUNDAY)
