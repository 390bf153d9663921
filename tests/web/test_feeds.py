"""The public feed says what the calendar shows, in the reader's language, and answers 304 when nothing changed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlmodel import select
from starlette.testclient import TestClient

from core.database.doors import writing
from core.lines.actions import generate_departures
from core.lines.capacity import Ride
from core.lines.store import take_room
from core.lines.tables import Departure, DepartureState, LegRoom
from core.shared import clock
from core.shared.quantities import Quantity
from tests.builders import a_coordinator, a_departure, a_line
from tests.web.browser import a_browser


@pytest.fixture
def reader(sqlite_database: Path) -> Iterator[TestClient]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def departure_id(sqlite_database: Path) -> int:
    with writing() as session:
        return a_departure(session, line_id=a_line(session, name="Ligne de la vallée", capacity_kg=1000))


def test_a_reader_gets_the_departures_with_their_free_room(reader: TestClient, departure_id: int) -> None:
    answer = reader.get("/calendrier.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert str(event["summary"]) == "Ligne de la vallée"
    assert "1 000" in str(event["description"]).replace("\xa0", " ")
    assert str(event["url"]).endswith(f"/?departure={departure_id}")


def test_the_feed_speaks_english_when_asked(reader: TestClient, departure_id: int) -> None:
    assert "free from the first stop to the last" in reader.get("/calendrier.ics?language=en").text.replace("\r\n ", "")


def test_the_feed_follows_the_filters_of_the_page(reader: TestClient, departure_id: int) -> None:
    assert "BEGIN:VEVENT" in reader.get("/calendrier.ics?kg=1000").text
    assert "BEGIN:VEVENT" not in reader.get("/calendrier.ics?kg=1001").text
    assert "BEGIN:VEVENT" not in reader.get("/calendrier.ics?temperature=frozen").text
    assert "BEGIN:VEVENT" not in reader.get("/calendrier.ics?territory=Ailleurs").text


def test_nonsense_in_the_address_is_left_out(reader: TestClient, departure_id: int) -> None:
    answer = reader.get("/calendrier.ics?kg=beaucoup&line=-1&temperature=tiède&language=klingon")
    assert answer.status_code == 200
    assert "BEGIN:VEVENT" in answer.text


def test_nothing_new_is_answered_without_a_body(reader: TestClient, departure_id: int) -> None:
    etag = reader.get("/calendrier.ics").headers["etag"]
    again = reader.get("/calendrier.ics", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_reservation_changes_what_the_feed_says(reader: TestClient, departure_id: int) -> None:
    etag = reader.get("/calendrier.ics").headers["etag"]
    with writing() as session:
        box = session.exec(select(LegRoom.compartment_id).where(LegRoom.departure_id == departure_id)).first()
        assert box is not None
        assert take_room(session, Ride(departure_id, box, 0, 2), Quantity(300, 100))
    answer = reader.get("/calendrier.ics", headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert "700 kg" in answer.text.replace("\xa0", " ").replace("\r\n ", "")


def test_a_cancelled_departure_is_told_as_cancelled(reader: TestClient, departure_id: int) -> None:
    with writing() as session:
        session.get_one(Departure, departure_id).state = DepartureState.cancelled
    assert "STATUS:CANCELLED" in reader.get("/calendrier.ics").text


def test_a_day_on_which_nothing_runs_is_no_event(reader: TestClient) -> None:
    days = [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)]
    with clock.set_to(clock.at_local(date(2026, 12, 1), 600)):
        with writing() as session:
            line_id = a_line(session)
            coordinator = a_coordinator(session)
            generate_departures(session, coordinator, line_id=line_id, first_day=days[0], last_day=days[-1])
        calendar = Calendar.from_ical(reader.get("/calendrier.ics").text)
    assert [event.decoded("dtstart").date() for event in calendar.walk("VEVENT")] == [days[0], days[2]]


def test_the_base_map_is_served_by_navette_itself(reader: TestClient) -> None:
    for layer in ("land", "lakes", "boundaries"):
        assert reader.get(f"/geo/{layer}.geojson").json()["type"] == "FeatureCollection"
    assert reader.get("/geo/../pyproject.toml").status_code == 404
