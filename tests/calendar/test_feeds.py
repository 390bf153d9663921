"""A feed says the same hours to every calendar program, and its ETag changes exactly when its words do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from core.calendar.feeds import FeedEvent, feed, fingerprint
from core.shared import clock
from core.shared.places import Point

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
