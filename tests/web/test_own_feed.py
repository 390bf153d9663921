"""A private feed opens with its present secret only, and holds its reader's own reservations only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar
from starlette.testclient import TestClient

from core.access.feed_actions import close_feed_address, make_feed_address
from core.access.feed_tables import FeedAddress
from core.access.rights import VISITOR, Right
from core.access.tables import Person
from core.access.tokens import sha256_of
from core.database.doors import reading, write, writing
from core.reservations.actions import cancel, cancel_departure
from core.shared import clock
from core.shared.errors import SignInNeeded
from tests.builders import a_departure, a_line, a_member, site_ids_of
from tests.reservations.asking import Dock, a_dock, somebody_else
from tests.web.browser import a_browser


@pytest.fixture
def reader(database: str) -> Iterator[TestClient]:
    with a_browser() as browser:
        yield browser


def an_address(dock: Dock) -> str:
    return f"/calendrier/{write(lambda session: make_feed_address(session, dock.member))}.ics"


def events_of(text: str) -> list[dict[str, str]]:
    return [
        {name: str(event[name]) for name in ("uid", "summary", "description", "status", "sequence")}
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def test_a_member_reads_their_partners_reservations_and_nobody_elses(reader: TestClient) -> None:
    dock = a_dock()
    reservation_id = dock.ask(300).reservation_id
    somebody_else(dock).ask(200)
    answer = reader.get(an_address(dock))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"].startswith("private")
    (event,) = events_of(answer.text)
    assert event["uid"].startswith(f"reservation-{reservation_id}@")
    assert "300 kg" in event["summary"].replace("\xa0", " ")
    assert event["status"] == "CONFIRMED"


def test_a_coordinators_address_shows_what_they_carry_themselves_only(reader: TestClient) -> None:
    dock = a_dock()
    dock.ask(300)
    coordinator = write(lambda session: a_member(session, rights=[Right.coordinator]))
    token = write(lambda session: make_feed_address(session, coordinator))
    assert events_of(reader.get(f"/calendrier/{token}.ics").text) == []


def test_nothing_new_is_answered_without_a_body_and_a_change_is_seen(reader: TestClient) -> None:
    dock = a_dock()
    dock.ask(300)
    address = an_address(dock)
    etag = reader.get(address).headers["etag"]
    again = reader.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    dock.ask(100)
    assert reader.get(address, headers={"if-none-match": etag}).status_code == 200


def test_only_the_present_secret_opens_it(reader: TestClient) -> None:
    dock = a_dock()
    first = an_address(dock)
    assert reader.get(first).status_code == 200
    second = an_address(dock)
    assert [reader.get(each).status_code for each in (first, second)] == [404, 200]
    write(lambda session: close_feed_address(session, dock.member))
    assert reader.get(second).status_code == 404
    assert reader.get("/calendrier/jamais-vu.ics").status_code == 404


def test_a_closed_account_has_no_calendar(reader: TestClient) -> None:
    dock = a_dock()
    address = an_address(dock)
    with writing() as session:
        session.get_one(Person, dock.member.person_id).is_active = False
    assert reader.get(address).status_code == 404


def test_the_secret_itself_is_not_kept(database: str) -> None:
    dock = a_dock()
    token = write(lambda session: make_feed_address(session, dock.member))
    with reading() as session:
        kept = session.get_one(FeedAddress, dock.member.person_id)
    assert kept.token_sha256 == sha256_of(token) != token
    with pytest.raises(SignInNeeded):
        write(lambda session: make_feed_address(session, VISITOR))


def test_what_the_network_calls_off_stays_marked_and_what_i_cancel_is_gone(reader: TestClient) -> None:
    dock = a_dock()
    mine, theirs = dock.ask(300).reservation_id, dock.ask(200).reservation_id
    address = an_address(dock)
    write(lambda session: cancel(session, dock.member, reservation_id=mine, version=None))
    (before,) = events_of(reader.get(address).text)
    write(lambda session: cancel_departure(session, dock.coordinator, departure_id=dock.departure_id, reason="pont"))
    (after,) = events_of(reader.get(address).text)
    assert before["uid"] == after["uid"]
    assert before["uid"].startswith(f"reservation-{theirs}@")
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert int(after["sequence"]) > int(before["sequence"])


@pytest.mark.parametrize("change", [date(2027, 3, 14), date(2027, 11, 7)])
def test_two_readers_find_the_same_instants_on_both_sides_of_a_clock_change(reader: TestClient, change: date) -> None:
    days = [change - timedelta(days=2), change - timedelta(days=1), change, change + timedelta(days=1)]
    with clock.set_to(datetime.combine(change - timedelta(days=10), datetime.min.time(), tzinfo=UTC)):
        dock = a_dock()
        docks = [Dock(dock.partner_id, dock.member, dock.coordinator, *_a_run(day)) for day in days]
        for each in docks:
            each.ask(100)
        calendar = Calendar.from_ical(reader.get(an_address(dock)).text)
    read = sorted(event.decoded("dtstart").astimezone(UTC) for event in calendar.walk("VEVENT"))
    again = recurring_ical_events.of(calendar).between(days[0], days[-1] + timedelta(days=1))
    assert sorted(event["dtstart"].dt.astimezone(UTC) for event in again) == read
    assert [clock.local(moment).date() for moment in read] == days
    assert len({f"{clock.local(moment):%H:%M}" for moment in read}) == 1, "the same hour on the wall"
    assert len({f"{moment:%H:%M}" for moment in read}) == 2, "which is two instants of the day"


def _a_run(day: date) -> tuple[int, list[int]]:
    def written(session):  # type: ignore[no-untyped-def]  # a door's own
        departure_id = a_departure(session, day=day, line_id=a_line(session))
        return departure_id, site_ids_of(session, departure_id)

    found: tuple[int, list[int]] = write(written)
    return found
