"""A departure moves to another day, hour, vehicle or driver, or stays put with a sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.database.doors import WriteSession, reading, write, writing
from core.fleet.actions import CompartmentCard
from core.i18n.words import words
from core.lines.actions import generate_departures, pause_line
from core.lines.capacity import DepartureClosed, Ride
from core.lines.closure_actions import keep_driver_home, keep_vehicle_home, note_day, set_thaw
from core.lines.closures import Holiday
from core.lines.departure_actions import DriverTaken, assign_driver, move_departure
from core.lines.moving_actions import Moved
from core.lines.moving_refusals import (
    BookedMoreThanFits,
    ClosedThen,
    DriverNotThere,
    LineRunsThatDay,
    NotAvailableThen,
    NothingKeepsThat,
    OutOfSeason,
    TourIsPlanned,
)
from core.lines.store import rooms_on_legs, take_room
from core.lines.tables import Departure, DepartureState, DepartureStop, Leg, LegRoom, LineException
from core.lines.timetable import VehicleTaken
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, Refusal, StaleForm
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_person, a_vehicle

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)  # a Monday, 12:00 in Québec
TUESDAY, WEDNESDAY = date(2027, 2, 9), date(2027, 2, 10)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def weekly(session: WriteSession, **values: Any) -> int:
    """A line that runs on Tuesdays at 07:00, with its departure of 9 February."""
    line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU", **values)
    return a_departure(session, line_id=line_id, day=TUESDAY)


def move(session: WriteSession, departure_id: int, day: date, minute: int = 420, **values: Any) -> Moved:
    asked = {"version": None, **values}
    at = clock.at_local(day, minute)
    return move_departure(session, a_coordinator(session), departure_id=departure_id, starts_at=at, **asked)


def book(session: WriteSession, departure_id: int, kg: int) -> None:
    """Count a load on the whole way, in the first compartment."""
    rooms = rooms_on_legs(session, [departure_id])[departure_id]
    ride = Ride(departure_id, rooms[0].compartment_id, 0, max(room.position for room in rooms) + 1)
    assert take_room(session, ride, Quantity(kg, 100))


def departure(departure_id: int) -> Departure:
    with reading() as session:
        return session.get_one(Departure, departure_id)


def changes() -> list[LineException]:
    with reading() as session:
        return list(session.exec(select(LineException)))


def refused(kind: type[Refusal], departure_id: int, day: date, minute: int = 420, **values: Any) -> Refusal:
    """Try to move, expect that refusal with a sentence in French, and nothing changed."""
    before = departure(departure_id)
    with pytest.raises(kind) as caught, writing() as session:
        move(session, departure_id, day, minute, **values)
    assert departure(departure_id) == before
    said = words("fr").refusal(caught.value)
    assert said
    assert "%(" not in said
    return caught.value


def test_another_day_takes_stops_and_cut_off_along_and_is_remembered(database: str) -> None:
    with writing() as session:
        departure_id = weekly(session)
        moved = move(session, departure_id, WEDNESDAY, 600, reason="Tempête")
    now = departure(departure_id)
    assert (now.service_date, now.version, moved.version) == (WEDNESDAY, 2, 2)
    assert clock.local(now.starts_at).strftime("%d %H:%M") == "10 10:00"
    assert now.ends_at - now.starts_at == timedelta(minutes=150)
    assert now.starts_at - now.closes_at == timedelta(hours=18)
    with reading() as session:
        stops = session.exec(select(DepartureStop)).all()
    assert [(each.arrives_at - now.starts_at).seconds // 60 for each in stops] == [0, 70, 140]
    (decided,) = changes()
    assert (decided.day, decided.to_day, decided.starts_minute, decided.reason) == (TUESDAY, WEDNESDAY, 600, "Tempête")


def test_generating_again_neither_undoes_a_move_nor_makes_the_old_date_anew(database: str) -> None:
    with writing() as session:
        departure_id = weekly(session)
        move(session, departure_id, WEDNESDAY)
        line_id = session.get_one(Departure, departure_id).line_id
        again = generate_departures(
            session, a_coordinator(session), line_id=line_id, first_day=date(2027, 2, 7), last_day=date(2027, 2, 13)
        )
    assert again.made == ()
    assert [words("en").refusal(each.reason) for each in again.skipped] == [
        "Tue, Feb 9: the run is moved to Wed, Feb 10."
    ]


def test_moving_back_to_where_the_rule_puts_it_forgets_the_decision(database: str) -> None:
    with writing() as session:
        departure_id = weekly(session)
        move(session, departure_id, WEDNESDAY)
        move(session, departure_id, date(2027, 2, 11), 480)
        assert len(session.exec(select(LineException)).all()) == 1
        move(session, departure_id, TUESDAY)
    assert changes() == []
    assert departure(departure_id).service_date == TUESDAY


@pytest.mark.parametrize("change", [date(2027, 3, 14), date(2027, 11, 7)])
def test_seven_o_clock_is_seven_o_clock_on_both_sides_of_the_change(database: str, change: date) -> None:
    with writing() as session:
        departure_id = a_departure(session, day=change - timedelta(days=1))
        move(session, departure_id, change + timedelta(days=1))
    assert clock.local(departure(departure_id).starts_at).strftime("%H:%M") == "07:00"


def test_a_day_that_is_closed_taken_past_or_out_of_season_is_refused(database: str) -> None:
    with writing() as session:
        daily = a_line(session, season_to=date(2027, 7, 31))
        departure_id, other = (a_departure(session, line_id=daily, day=day) for day in (TUESDAY, WEDNESDAY))
        pause_line(
            session,
            a_coordinator(session),
            line_id=daily,
            first_day=date(2027, 2, 15),
            last_day=date(2027, 2, 16),
            reason="Relâche",
        )
        note_day(session, a_coordinator(session), day=date(2027, 2, 17), text="Pont fermé", closes=True)
        note_day(session, a_coordinator(session), day=date(2027, 2, 18), text="Marché à Amqui", closes=False)
    why = refused(ClosedThen, departure_id, date(2027, 7, 1)).facts()["why"]
    assert isinstance(why, Holiday)
    refused(ClosedThen, departure_id, date(2027, 2, 15))
    refused(ClosedThen, departure_id, date(2027, 2, 17))
    refused(LineRunsThatDay, departure_id, WEDNESDAY)
    refused(OutOfSeason, departure_id, date(2027, 8, 2))
    refused(InThePast, departure_id, date(2027, 1, 31))
    refused(StaleForm, departure_id, date(2027, 2, 18), version=7)
    with writing() as session:
        move(session, departure_id, date(2027, 2, 18), version=1)
    assert other != departure_id


def test_the_vehicle_and_the_driver_must_be_there_and_free(database: str) -> None:
    with writing() as session:
        truck = a_vehicle(session)
        first = a_departure(session, line_id=a_line(session, vehicle_id=truck), day=TUESDAY)
        second = a_departure(session, line_id=a_line(session, vehicle_id=truck, starts_minute=900), day=TUESDAY)
        driver = a_person(session, name="Sacha Volant", rights=[Right.driver])
        elsewhere = a_departure(session, day=WEDNESDAY)
        assign_driver(session, a_coordinator(session), departure_id=elsewhere, driver_id=driver, version=1)
        keep_vehicle_home(
            session,
            a_coordinator(session),
            vehicle_id=truck,
            first_day=date(2027, 2, 22),
            last_day=date(2027, 2, 23),
            reason="Freins",
        )
        keep_driver_home(
            session,
            a_coordinator(session),
            person_id=driver,
            first_day=date(2027, 2, 25),
            last_day=date(2027, 2, 26),
        )
    refused(VehicleTaken, first, TUESDAY, 890)
    refused(NotAvailableThen, first, date(2027, 2, 23))
    refused(DriverTaken, first, WEDNESDAY, driver_id=driver)
    refused(DriverNotThere, first, date(2027, 2, 25), driver_id=driver)
    refused(NotFound, first, WEDNESDAY, vehicle_id=999)
    with writing() as session:
        move(session, first, WEDNESDAY, 600, driver_id=driver)
    assert departure(first).driver_id == driver
    assert departure(second).version == 1


def test_a_smaller_vehicle_takes_what_is_booked_or_is_refused(database: str) -> None:
    with writing() as session:
        departure_id = weekly(session, capacity_kg=1000)
        book(session, departure_id, 600)
        small, tiny = a_vehicle(session, capacity_kg=700), a_vehicle(session, capacity_kg=500)
        frozen_only = a_vehicle(session, temperatures=(TemperatureClass.frozen,))
    over = refused(BookedMoreThanFits, departure_id, TUESDAY, vehicle_id=tiny).facts()
    assert (over["booked"], over["room"]) == (Quantity(600, 100), Quantity(500, 100))
    refused(NothingKeepsThat, departure_id, TUESDAY, vehicle_id=frozen_only)
    with writing() as session:
        moved = move(session, departure_id, TUESDAY, vehicle_id=small)
        rooms = rooms_on_legs(session, [departure_id])[departure_id]
    assert not moved.has_more_room
    assert not moved.has_new_hours
    assert {(each.capacity.kg, each.used.kg) for each in rooms} == {(700, 600)}


def test_loads_of_two_parts_may_share_one_part_of_the_new_truck(database: str) -> None:
    cold, frozen = (TemperatureClass.chilled,), (TemperatureClass.frozen,)
    with writing() as session:
        two = a_vehicle(
            session,
            compartments=(CompartmentCard("Avant", 400, 300, frozen), CompartmentCard("Arrière", 800, 500, cold)),
        )
        other = a_vehicle(
            session,
            compartments=(CompartmentCard("A", 900, 500, cold), CompartmentCard("B", 300, 300, (*cold, *frozen))),
        )
        departure_id = weekly(session, vehicle_id=two)
        for box in {each.compartment_id for each in rooms_on_legs(session, [departure_id])[departure_id]}:
            assert take_room(session, Ride(departure_id, box, 0, 2), Quantity(250, 100))
        moved = move(session, departure_id, TUESDAY, vehicle_id=other)
        rooms = rooms_on_legs(session, [departure_id])[departure_id]
    assert moved.has_more_room
    assert {(each.temperature, each.capacity.kg, each.used.kg) for each in rooms} == {
        (TemperatureClass.chilled, 900, 250),
        (TemperatureClass.frozen, 300, 250),
    }


def test_the_thaw_of_the_new_day_counts(database: str) -> None:
    with writing() as session:
        heavy = a_vehicle(session, capacity_kg=2000, gvwr_kg=7000)
        departure_id = weekly(session, vehicle_id=heavy)
        book(session, departure_id, 1800)
        set_thaw(
            session,
            a_coordinator(session),
            first_day=date(2027, 3, 8),
            last_day=date(2027, 5, 7),
            keeps_percent=80,
        )
    over = refused(BookedMoreThanFits, departure_id, date(2027, 3, 10)).facts()
    assert over["room"] == Quantity(1600, 100)
    with writing() as session:
        move(session, departure_id, date(2027, 3, 5))


def test_what_has_left_is_planned_as_a_tour_or_is_not_ours_stays(database: str) -> None:
    with writing() as session:
        departure_id = weekly(session)
        visitor = a_member(session)
    with pytest.raises(NotAllowed), writing() as session:
        move_departure(
            session, visitor, departure_id=departure_id, starts_at=clock.at_local(WEDNESDAY, 420), version=None
        )
    with pytest.raises(NotFound), writing() as session:
        move(session, 999, WEDNESDAY)
    with clock.set_to(datetime(2027, 2, 9, 13, tzinfo=UTC)):
        refused(DepartureClosed, departure_id, WEDNESDAY)

    def plan(session: WriteSession) -> None:
        from core.routes.tables import PlanState, TourPlan

        row = TourPlan(
            service_date=TUESDAY,
            state=PlanState.accepted,
            document={},
            made_at=clock.now(),
            emissions_grams=0,
            alone_emissions_grams=0,
            cost_cents=0,
            alone_cost_cents=0,
            metres=0,
            alone_metres=0,
            minutes=0,
        )
        session.add(row)
        session.flush()
        session.get_one(Departure, departure_id).tour_plan_id = row.id

    write(plan)
    refused(TourIsPlanned, departure_id, WEDNESDAY)


def test_the_counters_stay_whole_after_a_change_of_truck(database: str) -> None:
    from core.schema.verify import verify

    with writing() as session:
        departure_id = weekly(session)
        move(session, departure_id, WEDNESDAY, vehicle_id=a_vehicle(session, capacity_kg=400))
        legs, rooms = session.exec(select(Leg)).all(), session.exec(select(LegRoom)).all()
    assert [each.payload_kg for each in legs] == [400, 400]
    assert [each.capacity_kg for each in rooms] == [400, 400]
    assert departure(departure_id).state is DepartureState.planned
    assert verify() == []
