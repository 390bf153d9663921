"""The letter about a season brings the event of each of its dates, as later letters will change them."""

from __future__ import annotations

from functools import partial

from icalendar import Calendar
from sqlmodel import col, select

from core.database.doors import reading, write
from core.jobs.post import send_letters
from core.reservations.actions import cancel
from core.reservations.series_change_actions import end_series
from core.reservations.series_tables import SeriesDate
from tests.jobs.mail import MailBox
from tests.jobs.test_post import box as box
from tests.jobs.test_post import event_of
from tests.reservations.seasons import a_season


def test_each_date_of_a_season_comes_as_an_event_that_later_letters_change(database: str, box: MailBox) -> None:
    season = a_season(weeks=4, capacity_kg=500)
    season.somebody_else().make(400, weeks=1)
    season.make(300, waits_if_full=True)
    while send_letters():
        pass
    with reading() as session:
        wanted = select(SeriesDate.reservation_id).where(SeriesDate.kg == 300).order_by(col(SeriesDate.day))
        first, *booked = [each or 0 for each in session.exec(wanted)]
    assert len(booked) == 3
    letter = next(each for each in box.taken if each["To"] == season.member.email)
    (part,) = letter.iter_attachments()
    assert part["content-type"].params["method"] == "PUBLISH"
    calendar = Calendar.from_ical(part.get_content())
    events = {str(event["uid"]): int(str(event["sequence"])) for event in calendar.walk("VEVENT")}
    assert [int(uid.partition("@")[0].removeprefix("reservation-")) for uid in events] == booked, "who waits has none"
    assert first not in booked
    assert len(calendar.walk("VTIMEZONE")) == 1

    box.taken.clear()
    write(partial(cancel, member=season.member, reservation_id=booked[0]))
    send_letters()
    (cancelled,) = (each for each in box.taken if each["To"] == season.member.email)
    method, event = event_of(cancelled)
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    assert int(str(event["sequence"])) > events[event["uid"]]


def test_a_season_without_any_place_brings_no_event(database: str, box: MailBox) -> None:
    season = a_season(weeks=2, capacity_kg=500)
    season.make(900, weeks=2)
    send_letters()
    (letter,) = (each for each in box.taken if each["To"] == season.member.email)
    assert list(letter.iter_attachments()) == []


def test_a_season_given_up_takes_its_events_away_in_one_letter(database: str, box: MailBox) -> None:
    season = a_season(weeks=4, capacity_kg=500)
    step = season.make(300)
    send_letters()
    box.taken.clear()
    write(partial(end_series, member=season.member, series_id=step.series_id, from_day=season.days[2]))
    assert send_letters() == 1
    (letter,) = box.taken
    (part,) = letter.iter_attachments()
    statuses = [str(event["status"]) for event in Calendar.from_ical(part.get_content()).walk("VEVENT")]
    assert statuses == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CANCELLED"]
