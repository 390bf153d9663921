"""Where decisions about a line meet: moved and added dates, drivers given by hand, timetables beyond the season."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.database.doors import WriteSession, reading, write, writing
from core.lines.actions import assign_driver, change_line, generate_departures, move_departure
from core.lines.capacity import Ride
from core.lines.closure_actions import keep_driver_home, keep_vehicle_home, set_thaw
from core.lines.closures import DriverAway, VehicleAway
from core.lines.generation_actions import LineAtRest
from core.lines.kinds import DepartureState
from core.lines.pattern_actions import CalledOffThen, PatternCard, add_date, put_pattern, skip_date
from core.lines.store import rooms_on_legs, take_room
from core.lines.tables import Departure, Leg, Line, LineException
from core.lines.timetable import VehicleTaken
from core.lines.views import conflicts
from core.shared import clock
from core.shared.clock import at_local
from core.shared.errors import InThePast
from core.shared.quantities import Quantity
from tests.builders import a_coordinator, a_line, a_person, a_vehicle
from tests.lines.test_lines import card_of

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)  # a Monday
FIRST, LAST = date(2027, 2, 8), date(2027, 2, 21)
TUESDAY, WEDNESDAY, FRIDAY = date(2027, 2, 9), date(2027, 2, 10), date(2027, 2, 12)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def tuesdays(session: WriteSession, **values: Any) -> int:
    line_id = a_line(session, **{"rrule": "FREQ=WEEKLY;BYDAY=TU", **values})
    generate_departures(session, a_coordinator(session), line_id=line_id, first_day=FIRST, last_day=LAST)
    return line_id


def on(session: WriteSession, line_id: int, day: date) -> Departure:
    wanted = select(Departure).where(Departure.line_id == line_id, Departure.service_date == day)
    return session.exec(wanted).one()


def move(session: WriteSession, line_id: int, day: date, to: date, minute: int = 420) -> None:
    departure = on(session, line_id, day)
    move_departure(
        session,
        a_coordinator(session),
        departure_id=departure.id or 0,
        starts_at=at_local(to, minute),
        version=departure.version,
    )


def book(session: WriteSession, departure: Departure) -> None:
    departure_id = departure.id or 0
    room = rooms_on_legs(session, [departure_id])[departure_id][0]
    assert take_room(session, Ride(departure_id, room.compartment_id, 0, 1), Quantity(10, 0))


def days(line_id: int) -> list[date]:
    with reading() as session:
        found = session.exec(select(Departure).where(Departure.line_id == line_id)).all()
    return sorted(each.service_date for each in found)


def test_an_added_run_may_go_to_a_day_from_which_another_was_moved(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        move(session, line_id, TUESDAY, WEDNESDAY)
        add_date(session, a_coordinator(session), line_id=line_id, day=FRIDAY, reason="Récolte")
    with writing() as session:
        move(session, line_id, FRIDAY, TUESDAY, 480)
    with writing() as session:
        again = generate_departures(
            session, a_coordinator(session), line_id=line_id, first_day=FIRST, last_day=date(2027, 2, 14)
        )
    assert again.made == ()
    assert days(line_id) == [TUESDAY, WEDNESDAY, date(2027, 2, 16)]


def test_a_new_hour_at_which_the_driver_is_elsewhere_leaves_the_run_without_driver(database: str) -> None:
    with writing() as session:
        driver = a_person(session, rights=[Right.driver])
        other = tuesdays(session, starts_minute=12 * 60)
        line_id = tuesdays(session, starts_minute=6 * 60)
        for each in (other, line_id):
            assign_driver(
                session, a_coordinator(session), departure_id=on(session, each, TUESDAY).id or 0, driver_id=driver
            )
    with writing() as session:
        card = card_of(session, line_id, starts_minute=11 * 60)
        change_line(session, a_coordinator(session), line_id=line_id, card=card, version=1)
        moved = on(session, line_id, TUESDAY)
        assert clock.local(moved.starts_at).hour == 11
        assert moved.driver_id is None


def test_a_timetable_beyond_the_season_is_no_conflict(database: str) -> None:
    january = PatternCard("Hiver", date(2027, 2, 8), date(2027, 2, 28), "FREQ=WEEKLY;BYDAY=TU", 420)
    with writing() as session:
        line_id = a_line(
            session, rrule="FREQ=WEEKLY;BYDAY=TU", season_from=date(2026, 6, 1), season_to=date(2026, 11, 30)
        )
        put_pattern(session, a_coordinator(session), line_id=line_id, card=january)
        made = generate_departures(
            session, a_coordinator(session), line_id=line_id, first_day=FIRST, last_day=LAST
        ).made
        assert len(made) == 2
        book(session, on(session, line_id, TUESDAY))
    with reading() as session:
        assert conflicts(session) == []


def test_a_line_at_rest_keeps_no_free_run_even_a_moved_one(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        move(session, line_id, TUESDAY, WEDNESDAY)
    with writing() as session:
        change_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            card=card_of(session, line_id),
            version=1,
            is_active=False,
        )
    assert days(line_id) == []


def test_an_added_date_that_cannot_run_is_refused_with_why(database: str) -> None:
    with writing() as session:
        vehicle_id = a_vehicle(session)
        tuesdays(session, vehicle_id=vehicle_id, rrule="FREQ=DAILY")
        line_id = tuesdays(session, vehicle_id=vehicle_id, rrule="FREQ=WEEKLY;BYDAY=SU", starts_minute=15 * 60)
    with pytest.raises(VehicleTaken), writing() as session:
        add_date(
            session, a_coordinator(session), line_id=line_id, day=FRIDAY, reason="Récolte", starts_minute=7 * 60 + 30
        )
    with reading() as session:
        assert session.exec(select(LineException)).all() == []


def test_a_date_whose_departure_was_called_off_or_whose_line_rests_is_not_added(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        on(session, line_id, TUESDAY).state = DepartureState.cancelled
        skip_date(session, a_coordinator(session), line_id=line_id, day=TUESDAY, reason="Panne")
    with pytest.raises(CalledOffThen), writing() as session:
        add_date(session, a_coordinator(session), line_id=line_id, day=TUESDAY, reason="Récolte")
    with writing() as session:
        session.get_one(Line, line_id).is_active = False
    with pytest.raises(LineAtRest), writing() as session:
        add_date(session, a_coordinator(session), line_id=line_id, day=FRIDAY, reason="Récolte")
    with writing() as session:
        session.get_one(Line, line_id).is_active = True
    with clock.set_to(at_local(FRIDAY, 600)), pytest.raises(InThePast), writing() as session:
        add_date(session, a_coordinator(session), line_id=line_id, day=FRIDAY, reason="Récolte")


def test_a_thaw_leaves_alone_what_is_on_the_road(database: str) -> None:
    with writing() as session:
        vehicle_id = a_vehicle(session, capacity_kg=5000, gvwr_kg=11_000)
        line_id = tuesdays(session, vehicle_id=vehicle_id)
        begun, coming = on(session, line_id, TUESDAY), on(session, line_id, date(2027, 2, 16))
    with clock.set_to(at_local(TUESDAY, 420 + 30)), writing() as session:
        set_thaw(session, a_coordinator(session), first_day=TUESDAY, last_day=date(2027, 2, 20), keeps_percent=80)
    with reading() as session:
        legs = session.exec(select(Leg).where(Leg.position == 0)).all()
        assert {each.departure_id: each.payload_kg for each in legs} == {begun.id: 5000, coming.id: 4000}


def test_a_later_hour_that_reaches_into_the_thaw_is_cut(database: str) -> None:
    with writing() as session:
        vehicle_id = a_vehicle(session, capacity_kg=5000, gvwr_kg=11_000)
        line_id = tuesdays(session, vehicle_id=vehicle_id)
        set_thaw(session, a_coordinator(session), first_day=WEDNESDAY, last_day=WEDNESDAY, keeps_percent=80)
        departure_id = on(session, line_id, TUESDAY).id
    with writing() as session:
        move(session, line_id, TUESDAY, TUESDAY, 23 * 60)
    with reading() as session:
        legs = session.exec(select(Leg).where(Leg.departure_id == departure_id)).all()
        assert {each.payload_kg for each in legs} == {4000}


def test_a_free_run_moved_to_a_truck_that_goes_away_is_listed(database: str) -> None:
    with writing() as session:
        line_id, truck = tuesdays(session), a_vehicle(session, name="Camion prêté")
        departure = on(session, line_id, TUESDAY)
        move_departure(
            session,
            a_coordinator(session),
            departure_id=departure.id or 0,
            starts_at=departure.starts_at,
            vehicle_id=truck,
            version=None,
        )
    with reading() as session:
        assert conflicts(session) == []
    with writing() as session:
        keep_vehicle_home(
            session, a_coordinator(session), vehicle_id=truck, first_day=TUESDAY, last_day=TUESDAY, reason="Panne"
        )
    with reading() as session:
        (row,) = conflicts(session)
    assert isinstance(row.reason, VehicleAway)


def test_a_free_run_given_to_a_driver_who_goes_away_is_listed(database: str) -> None:
    with writing() as session:
        driver = a_person(session, rights=[Right.driver])
        departure = on(session, tuesdays(session), TUESDAY)
        assign_driver(session, a_coordinator(session), departure_id=departure.id or 0, driver_id=driver)
        keep_driver_home(session, a_coordinator(session), person_id=driver, first_day=TUESDAY, last_day=TUESDAY)
    with reading() as session:
        (row,) = conflicts(session)
    assert isinstance(row.reason, DriverAway)


def test_a_thaw_written_while_departures_are_being_made_reaches_them(database: str) -> None:
    with writing() as session:
        vehicle_id = a_vehicle(session, capacity_kg=5000, gvwr_kg=11_000)
        line_id = a_line(session, vehicle_id=vehicle_id, rrule="FREQ=WEEKLY;BYDAY=TU")
        coordinator = a_coordinator(session)

    def thaw() -> None:
        with clock.set_to(NOON):
            write(partial(set_thaw, member=coordinator, first_day=FIRST, last_day=LAST, keeps_percent=80))

    other = Thread(target=thaw)
    with writing() as session:
        generate_departures(session, coordinator, line_id=line_id, first_day=FIRST, last_day=LAST)
        other.start()
        other.join(0.4)
    other.join()
    with reading() as after:
        assert {each.payload_kg for each in after.exec(select(Leg))} == {4000}
