"""What decides the days of a line: seasonal timetables, single dates, absences, notes; why a day is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.database.doors import WriteSession, reading, writing
from core.i18n.words import words
from core.lines.actions import generate_departures, pause_line
from core.lines.capacity import Ride
from core.lines.cards import StopCard
from core.lines.closure_actions import (
    end_driver_absence,
    end_vehicle_absence,
    keep_driver_home,
    keep_vehicle_home,
    note_day,
    remove_note,
    set_thaw,
)
from core.lines.pattern_actions import (
    PatternCard,
    PatternsOverlap,
    RunsAlready,
    RunsNotThen,
    add_date,
    put_pattern,
    remove_pattern,
    skip_date,
    take_back_decision,
)
from core.lines.store import rooms_on_legs, take_room
from core.lines.tables import Departure, Line
from core.lines.views import DepartureFilter, closed_days, conflicts, preview
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, Refusal, StaleForm, WrongInput
from core.shared.plausible import Missing, OutOfBounds
from core.shared.quantities import Quantity
from tests.builders import a_coordinator, a_line, a_member, a_person, site_ids_of
from tests.queries import counting_queries

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)  # a Monday
FIRST, LAST = date(2027, 2, 8), date(2027, 2, 28)
TUESDAY, NEXT = date(2027, 2, 9), date(2027, 2, 16)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def generate(session: WriteSession, line_id: int, first: date = FIRST, last: date = LAST) -> Any:
    return generate_departures(session, a_coordinator(session), line_id=line_id, first_day=first, last_day=last)


def tuesdays(session: WriteSession, **values: Any) -> int:
    """A line of Tuesdays at 07:00 with its departures of 9, 16 and 23 February."""
    line_id = a_line(session, **{"rrule": "FREQ=WEEKLY;BYDAY=TU", **values})
    generate(session, line_id)
    return line_id


def days(line_id: int) -> list[str]:
    with reading() as session:
        found = session.exec(select(Departure).where(Departure.line_id == line_id)).all()
    return sorted(clock.local(each.starts_at).strftime("%m-%d %H:%M") for each in found)


def departure_on(day: date) -> Departure:
    with reading() as session:
        return session.exec(select(Departure).where(Departure.service_date == day)).one()


def book(day: date) -> int:
    departure_id = departure_on(day).id or 0
    with writing() as session:
        room = rooms_on_legs(session, [departure_id])[departure_id][0]
        assert take_room(session, Ride(departure_id, room.compartment_id, 0, 1), Quantity(10, 0))
    return departure_id


def in_english(reasons: list[Refusal | None]) -> list[str]:
    return [words("en").refusal(each) for each in reasons if each is not None]


# --- seasonal timetables ---------------------------------------------------------------------------------------------


def summer(**values: Any) -> PatternCard:
    return PatternCard(
        **{
            "name": "Horaire d'été",
            "first_day": date(2027, 2, 15),
            "last_day": date(2027, 2, 28),
            "rrule": "FREQ=WEEKLY;BYDAY=TU,TH",
            "starts_minute": 360,
            **values,
        }
    )


def test_a_pattern_replaces_the_days_and_hours_of_its_season_only(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        done = put_pattern(session, a_coordinator(session), line_id=line_id, card=summer())
    assert days(line_id) == ["02-09 07:00", "02-16 06:00", "02-18 06:00", "02-23 06:00", "02-25 06:00"]
    assert (done.departures.made, done.departures.kept_departure_ids) == (2, ())
    with writing() as session:
        remove_pattern(session, a_coordinator(session), pattern_id=done.id)
    assert days(line_id) == ["02-09 07:00", "02-16 07:00", "02-23 07:00"]


def test_what_does_not_change_keeps_its_version(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        put_pattern(session, a_coordinator(session), line_id=line_id, card=summer())
    assert (departure_on(TUESDAY).version, departure_on(NEXT).version) == (1, 2)


def test_a_pattern_may_stop_elsewhere_and_at_other_times(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        first, _middle, last = site_ids_of(session, departure_on_in(session, TUESDAY))
        stops = (StopCard(first, 0, 5, 0), StopCard(last, 90, 5, 80_000))
        put_pattern(session, a_coordinator(session), line_id=line_id, card=summer(stops=stops))
        assert site_ids_of(session, departure_on_in(session, NEXT)) == [first, last]
        assert len(site_ids_of(session, departure_on_in(session, TUESDAY))) == 3


def departure_on_in(session: WriteSession, day: date) -> int:
    return session.exec(select(Departure).where(Departure.service_date == day)).one().id or 0


@pytest.mark.parametrize("change", [date(2027, 3, 14), date(2027, 11, 7)])
def test_a_pattern_keeps_its_hour_across_the_change_of_the_clocks(database: str, change: date) -> None:
    card = summer(first_day=date(2027, 3, 1), last_day=date(2027, 12, 1), rrule="FREQ=DAILY", starts_minute=420)
    with writing() as session:
        line_id = a_line(session)
        put_pattern(session, a_coordinator(session), line_id=line_id, card=card)
        generate(session, line_id, date.fromordinal(change.toordinal() - 1), date.fromordinal(change.toordinal() + 1))
    assert {each[-5:] for each in days(line_id)} == {"07:00"}
    assert len(days(line_id)) == 3


def test_a_pattern_that_cannot_be_is_answered_with_a_sentence(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        coordinator, stranger = a_coordinator(session), a_member(session)
        put_pattern(session, coordinator, line_id=line_id, card=summer())
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (PatternsOverlap, {"card": summer(first_day=date(2027, 2, 28), last_day=date(2027, 3, 9))}),
        (WrongInput, {"card": summer(first_day=date(2027, 3, 9), last_day=date(2027, 3, 1))}),
        (Missing, {"card": summer(name=" ")}),
        (OutOfBounds, {"card": summer(starts_minute=1440)}),
        (NotFound, {"card": summer(), "pattern_id": 999}),
        (StaleForm, {"card": summer(), "pattern_id": 1, "version": 9}),
    ]
    for kind, asked in wrong:
        with pytest.raises(kind), writing() as session:
            put_pattern(session, coordinator, line_id=line_id, **asked)
    with pytest.raises(NotAllowed), writing() as session:
        put_pattern(session, stranger, line_id=line_id, card=summer())
    with writing() as session:
        put_pattern(
            session, coordinator, line_id=line_id, card=summer(rrule="FREQ=WEEKLY;BYDAY=FR"), pattern_id=1, version=1
        )
    assert days(line_id) == ["02-09 07:00", "02-19 06:00", "02-26 06:00"]


# --- single dates ----------------------------------------------------------------------------------------------------


def test_a_date_is_skipped_with_its_reason_and_comes_back(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        done = skip_date(session, a_coordinator(session), line_id=line_id, day=NEXT, reason="Assemblée")
        again = generate(session, line_id)
    assert days(line_id) == ["02-09 07:00", "02-23 07:00"]
    assert done.departures.removed == 1
    assert in_english([each.reason for each in again.skipped]) == ["Tue, Feb 16: the run is skipped (Assemblée)."]
    with writing() as session:
        take_back_decision(session, a_coordinator(session), exception_id=done.id)
    assert len(days(line_id)) == 3


def test_an_added_date_runs_whatever_closes_it(database: str) -> None:
    holiday = date(2027, 3, 26)  # Good Friday
    with writing() as session:
        line_id = tuesdays(session)
        add_date(session, a_coordinator(session), line_id=line_id, day=holiday, reason="Récolte", starts_minute=600)
    assert days(line_id)[-1] == "03-26 10:00"
    for kind, day in ((RunsAlready, holiday), (RunsAlready, TUESDAY), (InThePast, date(2027, 1, 31))):
        with pytest.raises(kind), writing() as session:
            add_date(session, a_coordinator(session), line_id=line_id, day=day, reason="Encore")
    with pytest.raises(RunsNotThen), writing() as session:
        skip_date(session, a_coordinator(session), line_id=line_id, day=date(2027, 2, 10), reason="Rien")


# --- what closes a day -----------------------------------------------------------------------------------------------


def test_a_vehicle_in_maintenance_frees_its_days_and_gives_them_back(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        truck = session.get_one(Line, line_id).vehicle_id
        done = keep_vehicle_home(
            session, a_coordinator(session), vehicle_id=truck, first_day=NEXT, last_day=NEXT, reason="Freins"
        )
    assert days(line_id) == ["02-09 07:00", "02-23 07:00"]
    with writing() as session:
        assert end_vehicle_absence(session, a_coordinator(session), absence_id=done.id).made == 1
    assert len(days(line_id)) == 3


def test_a_driver_away_closes_their_days_unless_somebody_replaces_them(database: str) -> None:
    with writing() as session:
        sacha, robin = (a_person(session, rights=[Right.driver]) for _ in range(2))
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU")
        session.get_one(Line, line_id).driver_id = sacha
        session.flush()
        generate(session, line_id)
        coordinator = a_coordinator(session)
        away = keep_driver_home(session, coordinator, person_id=sacha, first_day=NEXT, last_day=NEXT)
    assert departure_on(TUESDAY).driver_id == sacha
    assert days(line_id) == ["02-09 07:00", "02-23 07:00"]
    with writing() as session:
        said = closed_days(session, first_day=FIRST, last_day=LAST).notices
        assert in_english([each.reason for each in said]) == ["Tue, Feb 16: no driver is available."]
        end_driver_absence(session, coordinator, absence_id=away.id)
        keep_driver_home(
            session, coordinator, person_id=sacha, first_day=NEXT, last_day=NEXT, substitute_id=robin, reason="Congé"
        )
    assert (departure_on(NEXT).driver_id, departure_on(TUESDAY).driver_id) == (robin, sacha)
    with pytest.raises(WrongInput), writing() as session:
        keep_driver_home(session, coordinator, person_id=sacha, first_day=NEXT, last_day=NEXT, substitute_id=sacha)


def test_a_note_closes_a_day_or_only_tells(database: str) -> None:
    with writing() as session:
        line_id, other = tuesdays(session), tuesdays(session)
        coordinator = a_coordinator(session)
        closing = note_day(session, coordinator, day=NEXT, text="Pont fermé", closes=True, line_id=line_id)
        note_day(session, coordinator, day=TUESDAY, text="Marché à Amqui", closes=False)
    assert (len(days(line_id)), len(days(other))) == (2, 3)
    with reading() as session:
        said = closed_days(session, first_day=FIRST, last_day=LAST).notices
    assert [(each.day, each.told, each.line_id) for each in said] == [
        (TUESDAY, "Marché à Amqui", None),
        (NEXT, "", line_id),
    ]
    assert in_english([said[1].reason]) == ["Tue, Feb 16: no run, Pont fermé."]
    with writing() as session:
        assert remove_note(session, coordinator, note_id=closing.id).made == 1


def test_reserved_departures_stay_and_are_listed_with_why(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        coordinator = a_coordinator(session)
    kept = book(NEXT)
    with writing() as session:
        truck = session.get_one(Line, line_id).vehicle_id
        done = keep_vehicle_home(
            session, coordinator, vehicle_id=truck, first_day=TUESDAY, last_day=NEXT, reason="Freins"
        )
        assert done.departures.kept_departure_ids == (kept,)
        assert done.departures.removed == 1
    with reading() as session, counting_queries() as asked:
        (row,) = conflicts(session)
    assert asked.count <= 4, str(asked)
    assert (row.departure_id, in_english([row.reason])) == (
        kept,
        [f"Tue, Feb 16: “{row.vehicle_name}” is not available (Freins)."],
    )


def test_each_way_to_disagree_is_named(database: str) -> None:
    with writing() as session:
        line_id = tuesdays(session)
        coordinator = a_coordinator(session)
    book(NEXT)

    def reasons() -> list[str]:
        with reading() as session:
            return in_english([each.reason for each in conflicts(session)])

    assert reasons() == []
    with writing() as session:
        skipped = skip_date(session, coordinator, line_id=line_id, day=NEXT, reason="Assemblée")
    assert reasons() == ["Tue, Feb 16: the run is skipped (Assemblée)."]
    with writing() as session:
        take_back_decision(session, coordinator, exception_id=skipped.id)
        pattern = put_pattern(session, coordinator, line_id=line_id, card=summer(starts_minute=480))
    assert "leaves at" in reasons()[0]
    with writing() as session:
        remove_pattern(session, coordinator, pattern_id=pattern.id)
        put_pattern(session, coordinator, line_id=line_id, card=summer(rrule="FREQ=WEEKLY;BYDAY=FR"))
    assert reasons() == ["Tue, Feb 16: the line no longer runs on this date."]
    with writing() as session:
        add_date(session, coordinator, line_id=line_id, day=NEXT, reason="On y tient", starts_minute=420)
    assert reasons() == []


# --- what people see -------------------------------------------------------------------------------------------------


def test_the_calendar_names_holidays_once_and_lines_only_where_they_would_run(database: str) -> None:
    with writing() as session:
        line_id, other = tuesdays(session), tuesdays(session, territory="Côte-Nord")
        pause_line(
            session,
            a_coordinator(session),
            line_id=line_id,
            first_day=date(2027, 3, 22),
            last_day=date(2027, 3, 28),
            reason="Relâche",
        )
        set_thaw(
            session,
            a_coordinator(session),
            first_day=date(2027, 3, 8),
            last_day=date(2027, 5, 7),
            keeps_percent=82,
        )
    with reading() as session, counting_queries() as asked:
        said = closed_days(session, first_day=date(2027, 3, 22), last_day=date(2027, 4, 4))
        elsewhere = closed_days(
            session,
            first_day=date(2027, 3, 22),
            last_day=date(2027, 4, 4),
            wanted=DepartureFilter(territory="Côte-Nord"),
        )
    assert asked.count == 2, str(asked)
    assert [(each.day.isoformat(), each.line_id) for each in said.notices] == [
        ("2027-03-23", line_id),
        ("2027-03-26", None),
    ]
    assert in_english([each.reason for each in said.notices]) == [
        "Tue, Mar 23: the line is on pause (Relâche).",
        "Fri, Mar 26: no run, Good Friday.",
    ]
    assert [each.keeps_percent for each in said.thaws] == [82]
    assert [each.line_id for each in elsewhere.notices] == [None]
    assert other != line_id


def test_a_rule_is_previewed_with_the_dates_it_would_skip(database: str) -> None:
    with reading() as session:
        seen = preview(
            session, line_id=None, rrule="FREQ=WEEKLY;BYDAY=FR", first_day=date(2027, 3, 12), last_day=None, most=3
        )
        short = preview(
            session, line_id=None, rrule="FREQ=MONTHLY;BYMONTHDAY=1", first_day=TUESDAY, last_day=date(2027, 4, 2)
        )
    assert [each.isoformat() for each in seen.days] == ["2027-03-12", "2027-03-19", "2027-04-02"]
    assert [each.day.isoformat() for each in seen.skipped] == ["2027-03-26"]
    assert len(short.days) == 2
