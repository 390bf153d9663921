"""Departures are generated ahead: in local time, never twice, never over one that has reservations (R4, R8)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.database.doors import WriteSession, reading, write, writing
from core.database.engines import current_writer
from core.fleet.actions import change_vehicle
from core.i18n.words import words
from core.lines import departure_store, generation_actions, scheduling_actions
from core.lines.actions import end_pause, generate_departures, pause_line
from core.lines.capacity import Ride
from core.lines.closures import Holiday, OnPause
from core.lines.generation_actions import LineAtRest
from core.lines.store import give_back_room, take_room
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom
from core.lines.timetable import VehicleTaken
from core.schema.triggers import drop_triggers
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, Refusal, WrongInput
from core.shared.quantities import Quantity
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_vehicle

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)  # a Monday, 12:00 in Québec


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def generate(session: WriteSession, line_id: int, first: date, last: date) -> generation_actions.Generated:
    return generate_departures(session, a_coordinator(session), line_id=line_id, first_day=first, last_day=last)


def days_of(line_id: int) -> list[date]:
    with reading() as session:
        return sorted(each.service_date for each in session.exec(select(Departure)) if each.line_id == line_id)


def test_a_departure_is_built_whole(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, capacity_kg=900, payload_kg=800, starts_minute=390, cut_off_hours=18)
        (departure_id,) = generate(session, line_id, date(2027, 2, 9), date(2027, 2, 9)).made
    with reading() as session:
        departure = session.get_one(Departure, departure_id)
        stops = session.exec(select(DepartureStop)).all()
        legs = session.exec(select(Leg)).all()
        rooms = session.exec(select(LegRoom)).all()
    assert departure.starts_at == datetime(2027, 2, 9, 11, 30, tzinfo=UTC)
    assert departure.ends_at == departure.starts_at + timedelta(minutes=150)
    assert departure.closes_at == datetime(2027, 2, 8, 17, 30, tzinfo=UTC)
    assert [(each.arrives_at - departure.starts_at).seconds // 60 for each in stops] == [0, 70, 140]
    assert [(each.position, each.metres, each.payload_kg) for each in legs] == [(0, 50_000, 800), (1, 50_000, 800)]
    assert [(each.position, each.capacity_kg, each.used_kg) for each in rooms] == [(0, 900, 0), (1, 900, 0)]


@pytest.mark.parametrize("change", [date(2027, 3, 14), date(2027, 11, 7)])
def test_seven_o_clock_stays_seven_o_clock_across_the_change(database: str, change: date) -> None:
    with writing() as session:
        line_id = a_line(session, starts_minute=420)
        generate(session, line_id, change - timedelta(days=1), change + timedelta(days=1))
    with reading() as session:
        found = session.exec(select(Departure).order_by(Departure.starts_at)).all()  # type: ignore[arg-type] # a column
        stops = session.exec(select(DepartureStop).where(DepartureStop.position == 1)).all()
    assert [clock.local(each.starts_at).strftime("%H:%M") for each in found] == ["07:00"] * 3
    assert len({each.starts_at.hour for each in found}) == 2
    assert {clock.local(each.arrives_at).strftime("%H:%M") for each in stops} == {"08:10"}


def test_doing_it_again_adds_nothing(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU,TH")
        first = generate(session, line_id, date(2027, 2, 1), date(2027, 2, 14))
        again = generate(session, line_id, date(2027, 2, 1), date(2027, 2, 21))
    assert (len(first.made), len(again.made)) == (4, 2)
    assert not set(first.made) & set(again.made)
    assert len(days_of(line_id)) == 6


def test_a_holiday_and_a_pause_are_named(database: str) -> None:
    with writing() as session:
        line_id = a_line(session)
        pause_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            first_day=date(2027, 6, 26),
            last_day=date(2027, 6, 27),
            reason="Entretien du camion",
        )
        done = generate(session, line_id, date(2027, 6, 23), date(2027, 7, 2))
    assert [(each.day, type(each.reason)) for each in done.skipped] == [
        (date(2027, 6, 24), Holiday),
        (date(2027, 6, 26), OnPause),
        (date(2027, 6, 27), OnPause),
        (date(2027, 7, 1), Holiday),
    ]
    said = [words("fr").refusal(each.reason) for each in done.skipped]
    assert "fête nationale du Québec" in said[0]
    assert "Entretien du camion" in said[1]
    assert len(days_of(line_id)) == 6


def test_a_season_bounds_the_departures(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, season_from=date(2027, 2, 5), season_to=date(2027, 2, 7))
        generate(session, line_id, date(2027, 2, 1), date(2027, 2, 28))
    assert days_of(line_id) == [date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7)]


def test_a_run_whose_hour_is_gone_today_is_not_made(database: str) -> None:
    with writing() as session:
        morning, evening = a_line(session, starts_minute=420), a_line(session, starts_minute=1080)
        generate(session, morning, date(2027, 2, 1), date(2027, 2, 2))
        generate(session, evening, date(2027, 2, 1), date(2027, 2, 2))
    assert days_of(morning) == [date(2027, 2, 2)]
    assert days_of(evening) == [date(2027, 2, 1), date(2027, 2, 2)]


def test_a_vehicle_is_on_one_run_at_a_time(database: str) -> None:
    with writing() as session:
        truck = a_vehicle(session, name="Le blanc")
        first = a_line(session, vehicle_id=truck, name="Vallée", rrule="FREQ=WEEKLY;BYDAY=TU", starts_minute=420)
        same_time = a_line(session, vehicle_id=truck, starts_minute=420 + 149)
        touching = a_line(session, vehicle_id=truck, rrule="FREQ=WEEKLY;BYDAY=TU", starts_minute=420 + 150)
        generate(session, first, date(2027, 2, 8), date(2027, 2, 10))
        clash = generate(session, same_time, date(2027, 2, 8), date(2027, 2, 10))
    assert [each.day for each in clash.skipped] == [date(2027, 2, 9)]
    assert isinstance(clash.skipped[0].reason, VehicleTaken)
    assert "« Vallée »".replace(" ", "\u00a0") in words("fr").refusal(clash.skipped[0].reason)
    assert days_of(same_time) == [date(2027, 2, 8), date(2027, 2, 10)]
    with writing() as session:
        done = generate(session, touching, date(2027, 2, 16), date(2027, 2, 16))
        assert len(done.made) == 1


def test_a_run_longer_than_a_day_does_not_overlap_itself(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, minutes_between=1000)  # 2 020 minutes: over a day and a half
        done = generate(session, line_id, date(2027, 2, 8), date(2027, 2, 11))
    assert days_of(line_id) == [date(2027, 2, 8), date(2027, 2, 10)]
    assert [each.day for each in done.skipped] == [date(2027, 2, 9), date(2027, 2, 11)]


def test_a_cancelled_departure_frees_the_vehicle_and_is_not_made_again(database: str) -> None:
    with writing() as session:
        truck = a_vehicle(session)
        line_id, other = a_line(session, vehicle_id=truck), a_line(session, vehicle_id=truck)
        departure_id = a_departure(session, line_id=line_id, day=date(2027, 2, 9))
        session.get_one(Departure, departure_id).state = "cancelled"  # type: ignore[assignment] # its word
        session.flush()
        assert len(generate(session, other, date(2027, 2, 9), date(2027, 2, 9)).made) == 1
        assert generate(session, line_id, date(2027, 2, 9), date(2027, 2, 9)).made == ()


@pytest.mark.parametrize(
    ("first", "last", "no"),
    [
        (date(2027, 1, 31), date(2027, 2, 9), InThePast),
        (date(2027, 2, 9), date(2027, 2, 8), WrongInput),
        (date(2027, 2, 9), date(2030, 2, 8), WrongInput),
    ],
)
def test_days_past_reversed_or_too_far_are_refused(
    sqlite_database: object, first: date, last: date, no: type[Exception]
) -> None:
    with pytest.raises(no), writing() as session:
        generate(session, a_line(session), first, last)


def test_only_a_coordinator_generates(sqlite_database: object) -> None:
    with pytest.raises(NotAllowed), writing() as session:
        line_id = a_line(session)
        member = a_member(session, rights=[Right.driver, Right.treasurer, Right.committee])
        generate_departures(session, member, line_id=line_id, first_day=date(2027, 2, 9), last_day=date(2027, 2, 9))


def test_a_line_that_is_not_there_or_at_rest_is_said_so(sqlite_database: object) -> None:
    with pytest.raises(NotFound), writing() as session:
        generate(session, 999, date(2027, 2, 9), date(2027, 2, 9))
    with writing() as session:
        from core.fleet.cards import CompartmentCard, VehicleCard
        from core.fleet.tables import Vehicle
        from core.shared.quantities import TemperatureClass

        line_id = a_line(session)
        truck = session.exec(select(Vehicle)).one()
        box = CompartmentCard("Caisse", 1000, 600, (TemperatureClass.chilled,))
        card = VehicleCard(
            *("V", "Camion", truck.owner_id, truck.base_site_id, 4000, 1000, 0, 0, 0, 20.0, True), compartments=(box,)
        )
        change_vehicle(
            session, a_coordinator(session), vehicle_id=truck.id or 0, card=card, version=None, is_active=False
        )
    with pytest.raises(LineAtRest), writing() as session:
        generate(session, line_id, date(2027, 2, 9), date(2027, 2, 9))


def test_a_pause_removes_free_departures_and_lists_the_reserved_one(database: str) -> None:
    with writing() as session:
        line_id = a_line(session)
        made = generate(session, line_id, date(2027, 2, 8), date(2027, 2, 12)).made
        (room,) = session.exec(select(LegRoom).where(LegRoom.departure_id == made[1], LegRoom.position == 0))
        ride = Ride(made[1], room.compartment_id, 0, 1)
        assert take_room(session, ride, Quantity(10, 10))
        paused = pause_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            first_day=date(2027, 2, 8),
            last_day=date(2027, 2, 10),
            reason="Semaine de relâche",
        )
    assert (paused.removed, paused.kept_departure_ids) == (2, (made[1],))
    assert days_of(line_id) == [date(2027, 2, 9), date(2027, 2, 11), date(2027, 2, 12)]
    with writing() as session:
        assert end_pause(session, a_coordinator(session), pause_id=paused.pause_id) == line_id
        give_back_room(session, ride, Quantity(10, 10))
        generate(session, line_id, date(2027, 2, 8), date(2027, 2, 12))
    assert len(days_of(line_id)) == 5


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2027, 2, 9), date(2027, 2, 8), "Vacances"),
        (date(2027, 1, 1), date(2027, 1, 31), "Vacances"),
        (date(2027, 2, 9), date(2027, 2, 9), "  "),
        (date(2027, 2, 9), date(2099, 2, 9), "Vacances"),
    ],
)
def test_a_pause_that_makes_no_sense_is_refused(sqlite_database: object, first: date, last: date, reason: str) -> None:
    with pytest.raises((WrongInput, InThePast, Refusal)), writing() as session:
        pause_line(
            session, a_coordinator(session), line_id=a_line(session), first_day=first, last_day=last, reason=reason
        )


def _generate_at_once(lines: list[int]) -> list[int]:
    """Generate the same day of several lines at the same time; return how many departures each made."""
    together = Barrier(len(lines))

    def one(line_id: int) -> int:
        with clock.set_to(NOON):
            together.wait()
            return len(write(lambda session: generate(session, line_id, date(2027, 2, 9), date(2027, 2, 9))).made)

    with ThreadPoolExecutor(len(lines)) as threads:
        return list(threads.map(one, lines))


def test_many_lines_generated_at_once_put_the_vehicle_on_one_run(database: str) -> None:
    with writing() as session:
        truck = a_vehicle(session)
        lines = [a_line(session, vehicle_id=truck) for _ in range(8)]
    assert sum(_generate_at_once(lines)) == 1


def test_the_same_line_generated_at_once_makes_each_day_once(database: str) -> None:
    with writing() as session:
        line_id = a_line(session)
    assert sum(_generate_at_once([line_id] * 8)) == 1


def test_without_the_vehicle_lock_the_race_is_real(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the lock nor the wall, PostgreSQL gives the vehicle to several runs (SQLite: one writer)."""
    from core.fleet.tables import Vehicle

    with current_writer().begin() as connection:
        drop_triggers(connection)
    with writing() as session:
        truck = a_vehicle(session)
        lines = [a_line(session, vehicle_id=truck) for _ in range(8)]
    read = Barrier(8, timeout=2)

    def unlocked(session: WriteSession, vehicle_id: int) -> Vehicle:
        return session.get_one(Vehicle, vehicle_id)

    def all_have_read(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        if database == "postgresql":
            read.wait()
        return found

    original = departure_store.spans_of_vehicle
    monkeypatch.setattr(scheduling_actions, "lock_vehicle", unlocked)
    monkeypatch.setattr(departure_store, "spans_of_vehicle", all_have_read)
    made = sum(_generate_at_once(lines))
    assert made > 1 if database == "postgresql" else made == 1
