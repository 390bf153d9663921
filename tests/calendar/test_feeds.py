"""A feed says the same hours to every calendar program, and its ETag changes exactly when its words do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar
from icalendar.cal import Component

from core.calendar.feeds import FeedEvent, feed, fingerprint, invitation, method_of
from core.shared import clock
from core.shared.places import Point
from tests.calendar.ical_js import instants

MADE = datetime(2027, 1, 4, 12, tzinfo=UTC)


def an_event(day: date = date(2027, 7, 6), **changes: Any) -> FeedEvent:
    starts = clock.at_local(day, 7 * 60)
    plain = FeedEvent(
        uid="departure-12@navette.example",
        version=1,
        starts_at=starts,
        ends_at=starts + timedelta(hours=4),
        title="○ Ligne de la vallée",
        description="780 kg",
        place="Rimouski",
        point=Point(48.449, -68.524),
        link="https://navette.example/?departure=12",
    )
    return replace(plain, **changes)


def read_back(*events: FeedEvent) -> Component:
    return Calendar.from_ical(feed("Navette — départs", events, made_at=MADE))


@pytest.mark.parametrize("day", [date(2027, 1, 12), date(2027, 7, 6), date(2027, 3, 14), date(2027, 11, 7)])
def test_seven_in_the_morning_stays_seven_all_year(day: date) -> None:
    written = feed("Navette", [an_event(day)], made_at=MADE).decode()
    assert f"DTSTART;TZID=America/Toronto:{day:%Y%m%d}T070000" in written


def test_the_time_zone_is_written_by_its_yearly_rules() -> None:
    written = feed("Navette", [], made_at=MADE).decode()
    assert written.count("BEGIN:VTIMEZONE") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in written
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in written
    assert "RDATE" not in written


def test_an_event_keeps_its_name_across_changes_and_counts_them() -> None:
    (event,) = read_back(an_event(version=3)).walk("VEVENT")
    assert (str(event["uid"]), str(event["sequence"])) == ("departure-12@navette.example", "3")


def test_a_cancelled_run_stays_in_the_feed_marked_cancelled() -> None:
    (event,) = read_back(an_event(is_cancelled=True)).walk("VEVENT")
    assert str(event["status"]) == "CANCELLED"


def test_commas_quotes_and_new_lines_come_back_as_they_were() -> None:
    said = "Œufs, « à l’année »; 3 palettes\nBEGIN:VEVENT\nrien"
    (event,) = read_back(an_event(title=said, description=said)).walk("VEVENT")
    assert (str(event["summary"]), str(event["description"])) == (said, said)


def test_lines_are_folded_below_76_bytes() -> None:
    written = feed("Navette", [an_event(description="légumes d’été, " * 40)], made_at=MADE)
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


def test_the_fingerprint_ignores_the_hour_of_reading_and_sees_every_change() -> None:
    before = fingerprint("Navette", [an_event()])
    assert before == fingerprint("Navette", [an_event()])
    changes: list[dict[str, Any]] = [{"description": "420 kg"}, {"is_cancelled": True}, {"version": 2}, {"point": None}]
    assert len({before, *(fingerprint("Navette", [an_event(**change)]) for change in changes)}) == 5


CHANGES = (date(2027, 3, 14), date(2027, 11, 7))


@pytest.mark.parametrize("change", CHANGES)
def test_every_reader_finds_the_same_instants_on_both_sides_of_a_clock_change(change: date) -> None:
    events = _around(change)
    meant = sorted(event.starts_at for event in events)
    file = feed("Navette", events, made_at=MADE)
    calendar = Calendar.from_ical(file)
    assert sorted(event.decoded("dtstart").astimezone(UTC) for event in calendar.walk("VEVENT")) == meant
    again = recurring_ical_events.of(calendar).between(change - timedelta(days=3), change + timedelta(days=4))
    assert sorted(event["dtstart"].dt.astimezone(UTC) for event in again) == meant
    for event in events:
        sent = Calendar.from_ical(_sent(event)).walk("VEVENT")[0]
        assert sent.decoded("dtstart").astimezone(UTC) == event.starts_at


@pytest.mark.parametrize("change", CHANGES)
def test_ical_js_finds_them_too(change: date) -> None:
    events = _around(change)
    assert instants(feed("Navette", events, made_at=MADE)) == sorted(event.starts_at for event in events)
    assert instants(_sent(events[-1])) == [events[-1].starts_at]


def test_a_time_zone_without_its_yearly_rules_would_be_read_an_hour_off() -> None:
    event = an_event(date(2027, 7, 6))
    calendar = Calendar.from_ical(feed("Navette", [event], made_at=MADE))
    calendar.subcomponents = [each for each in calendar.subcomponents if each.name != "VTIMEZONE"]
    calendar.add_missing_timezones()
    assert instants(calendar.to_ical()) != [event.starts_at]


def test_an_event_sent_by_mail_says_who_asks_what() -> None:
    for event, method in ((an_event(), "REQUEST"), (an_event(is_cancelled=True), "CANCEL")):
        calendar = Calendar.from_ical(_sent(event))
        (found,) = calendar.walk("VEVENT")
        assert str(calendar["method"]) == method == method_of(event)
        assert str(found["organizer"]) == "mailto:navette@exemple.test"
        assert str(found["attendee"]) == "mailto:basile@exemple.test"
        assert len(calendar.walk("VTIMEZONE")) == 1


def test_what_still_waits_for_an_answer_is_tentative() -> None:
    (event,) = read_back(an_event(is_tentative=True)).walk("VEVENT")
    assert str(event["status"]) == "TENTATIVE"


def _around(change: date) -> list[FeedEvent]:
    days = [change + timedelta(days=offset) for offset in range(-2, 3)]
    return [an_event(day, uid=f"departure-{day}@navette.example") for day in days]


def _sent(event: FeedEvent) -> bytes:
    return invitation(event, organizer="navette@exemple.test", attendee="basile@exemple.test", made_at=MADE)
