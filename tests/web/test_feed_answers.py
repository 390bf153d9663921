"""What a feed answers when little is asked anew, when a day was closed meanwhile, and what a log may say of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlmodel import select
from starlette.testclient import TestClient

from core.database.doors import writing
from core.lines.actions import generate_departures, pause_line
from core.lines.capacity import Ride
from core.lines.store import rooms_on_legs, take_room
from core.lines.tables import Departure
from core.shared import clock
from core.shared.quantities import Quantity
from core.web.quiet_logs import keep_secrets_out_of_logs
from tests.builders import a_coordinator, a_line
from tests.web.browser import a_browser

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)
FREE, RESERVED = date(2027, 2, 9), date(2027, 2, 16)


@pytest.fixture
def reader(sqlite_database: Path) -> Iterator[TestClient]:
    with clock.set_to(NOON), a_browser() as browser:
        yield browser


@pytest.mark.parametrize("asked", ["*", "{strong}", '"other", W/{strong}', "W/{strong}"])
def test_the_same_word_however_it_is_written_is_nothing_new(reader: TestClient, asked: str) -> None:
    answer = reader.get("/calendrier.ics")
    strong = answer.headers["etag"].removeprefix("W/")
    again = reader.get("/calendrier.ics", headers={"if-none-match": asked.replace("{strong}", strong)})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    other = reader.get("/calendrier.ics", headers={"if-none-match": 'W/"other"'})
    assert other.status_code == 200


def test_a_run_on_a_day_closed_meanwhile_is_gone_or_said_to_be_unsure(reader: TestClient) -> None:
    with writing() as session:
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU")
        coordinator = a_coordinator(session)
        generate_departures(session, coordinator, line_id=line_id, first_day=FREE, last_day=RESERVED)
        reserved = session.exec(select(Departure.id).where(Departure.service_date == RESERVED)).one() or 0
        box = rooms_on_legs(session, [reserved])[reserved][0].compartment_id
        assert take_room(session, Ride(reserved, box, 0, 1), Quantity(10, 0))
    before = reader.get("/calendrier.ics")
    assert [str(each["status"]) for each in Calendar.from_ical(before.text).walk("VEVENT")] == ["CONFIRMED"] * 2
    with writing() as session:
        pause_line(session, coordinator, line_id=line_id, first_day=FREE, last_day=RESERVED, reason="Relâche")
    after = reader.get("/calendrier.ics", headers={"if-none-match": before.headers["etag"]})
    (event,) = Calendar.from_ical(after.text).walk("VEVENT")
    assert event.decoded("dtstart").date() == RESERVED
    assert str(event["status"]) == "TENTATIVE"
    assert "Relâche" in str(event["description"])
    assert " libre" not in str(event["description"]), "nobody is invited to reserve there"


def test_no_secret_of_an_address_is_written_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    keep_secrets_out_of_logs()
    keep_secrets_out_of_logs()
    log = logging.getLogger("uvicorn.access")
    assert len(log.filters) == 1
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        for address in ("/calendrier/s3cret.ics", "/lien/s3cret?x=1", "/calendrier.ics?kg=5"):
            log.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", address, "1.1", 200)
    assert "s3cret" not in caplog.text
    assert "/calendrier/" in caplog.text
    assert "/lien/" in caplog.text
    assert "/calendrier.ics?kg=5" in caplog.text
    log.filters.clear()
