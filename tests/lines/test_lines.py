"""Lines: what is believed, and what follows when one is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.calendar.recurrence import RuleNotUnderstood
from core.database.doors import WriteSession, reading, writing
from core.fleet.cards import CompartmentCard
from core.fleet.store import compartments_of
from core.i18n.words import words
from core.lines import line_store
from core.lines.actions import (
    CompartmentCannotKeep,
    LineCard,
    StopCard,
    add_line,
    change_line,
    end_pause,
    generate_departures,
    mark_done,
    pause_line,
    set_driver,
)
from core.lines.capacity import DepartureClosed, Ride
from core.lines.cards import SameStopTwice, StopsOutOfOrder
from core.lines.departure_actions import DriverTaken, NotYetLeft
from core.lines.store import take_room
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop, LegRoom, Line
from core.lines.views import drivers, generated_until, line_settings, lines
from core.partners.cards import CodeTaken
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal, StaleForm, WrongInput
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_person, a_site, a_vehicle

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def card_of(session: WriteSession, line_id: int, **changes: Any) -> LineCard:
    """The card from which a line's form would be drawn, with some fields changed."""
    line = session.get_one(Line, line_id)
    fields = {name: getattr(line, name) for name in LineCard.__slots__ if hasattr(line, name)}
    card = LineCard(
        **fields,
        stops=tuple(line_store.stops_of(session, line_id)),
        compartments=line_store.temperatures_of(session, line_id),
    )
    return replace(card, **changes)


def a_card(session: WriteSession, **changes: Any) -> LineCard:
    """A card for a new line."""
    return card_of(session, a_line(session), **{"code": "NEUVE", **changes})


def generated(session: WriteSession, line_id: int, first: date, last: date) -> tuple[int, ...]:
    return generate_departures(session, a_coordinator(session), line_id=line_id, first_day=first, last_day=last).made


def reserve_on(session: WriteSession, departure_id: int) -> None:
    room = session.exec(select(LegRoom).where(LegRoom.departure_id == departure_id)).first()
    assert room is not None
    assert take_room(session, Ride(departure_id, room.compartment_id, 0, 1), Quantity(10, 10))


def test_a_line_is_written_and_read_back_with_its_stops(database: str) -> None:
    with writing() as session:
        line_id = add_line(session, a_coordinator(session), a_card(session, rrule="rrule:freq=weekly;byday=tu"))
        made = generated(session, line_id, date(2027, 2, 8), date(2027, 2, 28))
        pause_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            first_day=date(2027, 3, 1),
            last_day=date(2027, 3, 7),
            reason="Relâche",
        )
    with reading() as session:
        (line,) = (each for each in lines(session) if each.id == line_id)
        settings = line_settings(session)[line_id]
        until = generated_until(session)
    assert (line.code, line.rrule, line.version) == ("NEUVE", "FREQ=WEEKLY;BYDAY=TU", 1)
    assert [(stop.town, stop.arrives_after_minutes) for stop in line.stops] == [
        ("Rimouski", 0),
        ("Mont-Joli", 70),
        ("Amqui", 140),
    ]
    assert (line.thresholds.trough_below_percent, line.thresholds.peak_from_percent) == (35, 75)
    assert list(settings.temperatures.values()) == [TemperatureClass.chilled]
    assert [pause.reason for pause in settings.pauses] == ["Relâche"]
    assert (len(made), until[line_id]) == (3, date(2027, 2, 23))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"code": "la vallée"},
        {"rrule": "tous les mardis"},
        {"season_to": date(2020, 1, 1)},
        {"starts_minute": 1440},
        {"starts_minute": -1},
        {"cut_off_hours": 400},
        {"trough_below_percent": 75},
        {"trough_below_percent": 0},
        {"peak_from_percent": 101},
        {"trough_discount_percent": -5},
        {"note": "x" * 401},
        {"vehicle_id": 0},
        {"vehicle_id": 999},
        {"stops": ()},
        {"stops": (StopCard(1, 0, 10, 0),)},
        {"stops": (StopCard(1, 0, 10, 0), StopCard(999, 60, 10, 1))},
        {"stops": (StopCard(1, 0, 10, 0), StopCard(0, 60, 10, 1))},
        {"stops": (StopCard(1, 0, -1, 0), StopCard(2, 60, 10, 1))},
        {"stops": (StopCard(1, 0, 10, 0), StopCard(2, 60, 10, 10**8))},
        {"stops": (StopCard(1, 0, 10, 0), StopCard(2, 60, 10, 1, "x" * 81))},
        {"compartments": {}},
        {"compartments": {999: TemperatureClass.chilled}},
        {"compartments": {1: TemperatureClass.frozen}},
    ],
)
def test_a_line_that_cannot_be_believed_is_refused(sqlite_database: object, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as no, writing() as session:
        add_line(session, a_coordinator(session), a_card(session, **wrong))
    assert "%(" not in words("fr").refusal(no.value)
    with reading() as session:
        assert lines(session) == []


def test_stops_are_in_the_order_they_are_driven(sqlite_database: object) -> None:
    with writing() as session:
        card = a_card(session)
        first, second, _ = card.stops
    for stops, no in (
        ((first, replace(second, arrives_after_minutes=9)), StopsOutOfOrder),
        ((first, replace(first, arrives_after_minutes=60)), SameStopTwice),
        ((replace(first, dwell_minutes=0), replace(second, arrives_after_minutes=0, dwell_minutes=0)), StopsOutOfOrder),
    ):
        with pytest.raises(no), writing() as session:
            add_line(session, a_coordinator(session), replace(card, stops=stops))


def test_a_flexible_line_may_go_from_its_base_to_its_base(database: str) -> None:
    with writing() as session:
        base = a_site(session)
        stops = (StopCard(base, 0, 0, 0), StopCard(base, 480, 0, 0))
        line_id = a_line(session, kind=DepartureKind.flexible, stops=stops)
        departure_id = a_departure(session, line_id=line_id)
        assert session.get_one(Departure, departure_id).kind is DepartureKind.flexible
    with pytest.raises(SameStopTwice), writing() as session:
        a_line(session, stops=stops)


def test_a_compartment_is_set_to_a_temperature_it_keeps(sqlite_database: object) -> None:
    with writing() as session:
        boxes = (
            CompartmentCard("Froid", 500, 300, (TemperatureClass.chilled, TemperatureClass.frozen)),
            CompartmentCard("Sec", 500, 300, (TemperatureClass.ambient,)),
        )
        truck = a_vehicle(session, compartments=boxes)
        cold, dry = (each.id or 0 for each in compartments_of(session, truck))
        card = a_card(session, vehicle_id=truck)
    wanted: Mapping[int, TemperatureClass] = {cold: TemperatureClass.frozen, dry: TemperatureClass.chilled}
    with pytest.raises(CompartmentCannotKeep) as no, writing() as session:
        add_line(session, a_coordinator(session), replace(card, compartments=wanted))
    assert "Sec" in words("fr").refusal(no.value)


def test_a_code_belongs_to_one_line_and_only_a_coordinator_writes(database: str) -> None:
    with writing() as session:
        card = a_card(session)
        add_line(session, a_coordinator(session), card)
    with pytest.raises(CodeTaken), writing() as session:
        add_line(session, a_coordinator(session), card)
    with pytest.raises(NotAllowed), writing() as session:
        add_line(session, a_member(session, rights=[Right.committee]), replace(card, code="AUTRE"))


def test_a_new_hour_reaches_the_free_departures_and_leaves_the_reserved_one_alone(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, starts_minute=420)
        before = generated(session, line_id, date(2027, 2, 9), date(2027, 2, 11))
        reserve_on(session, before[1])
        changed = change_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            card=card_of(session, line_id, starts_minute=480),
            version=1,
        )
    assert changed.kept_departure_ids == (before[1],)
    with reading() as session:
        found = session.exec(select(Departure).order_by(Departure.service_date)).all()  # type: ignore[arg-type] # a column
        hours = [clock.local(each.starts_at).hour for each in found]
        stops = session.exec(select(DepartureStop).where(DepartureStop.departure_id == before[0])).all()
    assert [each.id for each in found] == list(before), "a departure that still runs keeps its id, hence its links"
    assert hours == [8, 7, 8]
    assert {clock.local(each.arrives_at).strftime("%H:%M") for each in stops} == {"08:00", "09:10", "10:20"}


def test_other_days_of_the_week_remove_free_departures_and_make_the_new_ones(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU")
        before = generated(session, line_id, date(2027, 2, 8), date(2027, 2, 28))
        reserve_on(session, before[0])
        card = card_of(session, line_id, rrule="FREQ=WEEKLY;BYDAY=WE")
        change_line(session, a_coordinator(session), line_id=line_id, card=card, version=None)
    with reading() as session:
        days = sorted(each.service_date for each in session.exec(select(Departure)))
    assert days == [date(2027, 2, 9), date(2027, 2, 10), date(2027, 2, 17), date(2027, 2, 24)]


def test_a_line_without_departures_changes_freely(sqlite_database: object) -> None:
    with writing() as session:
        line_id = a_line(session)
        card = card_of(session, line_id, starts_minute=600)
        changed = change_line(session, a_coordinator(session), line_id=line_id, card=card, version=1)
    assert changed.kept_departure_ids == ()


def test_a_new_name_moves_nothing(database: str) -> None:
    with writing() as session:
        line_id = a_line(session)
        (departure_id,) = generated(session, line_id, date(2027, 2, 9), date(2027, 2, 9))
        change_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            card=card_of(session, line_id, name="Autre nom", trough_below_percent=20),
            version=1,
        )
        assert session.get_one(Departure, departure_id).version == 1
    with reading() as session:
        assert [each.name for each in lines(session)] == ["Autre nom"]


def test_a_line_taken_out_of_service_loses_its_free_departures_only(database: str) -> None:
    with writing() as session:
        line_id = a_line(session)
        made = generated(session, line_id, date(2027, 2, 9), date(2027, 2, 12))
        reserve_on(session, made[2])
        changed = change_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            card=card_of(session, line_id),
            version=1,
            is_active=False,
        )
    assert changed.kept_departure_ids == (made[2],)
    with reading() as session:
        assert [each.id for each in session.exec(select(Departure))] == [made[2]]


def test_departures_that_have_left_never_change(database: str) -> None:
    with writing() as session:
        line_id = a_line(session, starts_minute=420)
        generated(session, line_id, date(2027, 2, 2), date(2027, 2, 5))
    with clock.set_to(datetime(2027, 2, 3, 17, tzinfo=UTC)), writing() as session:
        card = card_of(session, line_id, starts_minute=600)
        change_line(session, a_coordinator(session), line_id=line_id, card=card, version=None)
    with reading() as session:
        found = session.exec(select(Departure).order_by(Departure.service_date)).all()  # type: ignore[arg-type] # a column
    assert [clock.local(each.starts_at).hour for each in found] == [7, 7, 10, 10]


def test_a_stale_form_of_a_line_is_refused(database: str) -> None:
    with writing() as session:
        line_id = a_line(session)
        card = card_of(session, line_id)
        change_line(session, a_coordinator(session), line_id=line_id, card=replace(card, name="Un"), version=1)
    with pytest.raises(StaleForm), writing() as session:
        change_line(session, a_coordinator(session), line_id=line_id, card=replace(card, name="Deux"), version=1)
    with pytest.raises(NotFound), writing() as session:
        change_line(session, a_coordinator(session), line_id=999, card=card, version=1)
    with pytest.raises(NotFound), writing() as session:
        end_pause(session, a_coordinator(session), pause_id=999)
    with pytest.raises(RuleNotUnderstood), writing() as session:
        wrong = replace(card, rrule="FREQ=HOURLY")
        change_line(session, a_coordinator(session), line_id=line_id, card=wrong, version=2)


def test_a_driver_drives_one_departure_at_a_time(database: str) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
        driver = a_person(session, name="Lou Volant", rights=[Right.driver])
        passenger = a_person(session)
        first = a_departure(session, day=date(2027, 2, 9))
        same_time = a_departure(session, day=date(2027, 2, 9), starts_minute=480)
        later = a_departure(session, day=date(2027, 2, 9), starts_minute=900)
        set_driver(session, coordinator, departure_id=first, person_id=driver)
        set_driver(session, coordinator, departure_id=first, person_id=driver)
        set_driver(session, coordinator, departure_id=later, person_id=driver)
    with reading() as session:
        assert drivers(session) == {driver: "Lou Volant"}
    with pytest.raises(DriverTaken) as no, writing() as session:
        set_driver(session, coordinator, departure_id=same_time, person_id=driver)
    assert "Lou Volant" in words("fr").refusal(no.value)
    with pytest.raises(WrongInput), writing() as session:
        set_driver(session, coordinator, departure_id=same_time, person_id=passenger)
    with pytest.raises(NotFound), writing() as session:
        set_driver(session, coordinator, departure_id=999, person_id=driver)
    with writing() as session:
        set_driver(session, coordinator, departure_id=first, person_id=None)
        set_driver(session, coordinator, departure_id=same_time, person_id=driver)


def test_a_departure_is_done_once_it_has_left(database: str) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
        driver = a_member(session, rights=[Right.driver])
        stranger = a_member(session, rights=[Right.driver])
        departure_id = a_departure(session, day=date(2027, 2, 2))
        set_driver(session, coordinator, departure_id=departure_id, person_id=driver.person_id)
    with pytest.raises(NotYetLeft), writing() as session:
        mark_done(session, driver, departure_id)
    with clock.set_to(datetime(2027, 2, 2, 20, tzinfo=UTC)):
        with pytest.raises(NotAllowed), writing() as session:
            mark_done(session, stranger, departure_id)
        with writing() as session:
            mark_done(session, driver, departure_id)
            version = session.get_one(Departure, departure_id).version
            mark_done(session, coordinator, departure_id)
            assert session.get_one(Departure, departure_id).version == version
        with pytest.raises(DepartureClosed), writing() as session:
            set_driver(session, coordinator, departure_id=departure_id, person_id=None)


def test_a_cancelled_departure_is_not_done(sqlite_database: object) -> None:
    with writing() as session:
        departure_id = a_departure(session, day=date(2027, 2, 2))
        session.get_one(Departure, departure_id).state = DepartureState.cancelled
    with clock.set_to(datetime(2027, 2, 2, 20, tzinfo=UTC)), pytest.raises(DepartureClosed), writing() as session:
        mark_done(session, a_coordinator(session), departure_id)
