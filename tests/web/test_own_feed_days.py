"""A private feed also holds what its reader's partners store and their turns, as whole days, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from core.access.feed_actions import make_feed_address
from core.access.rights import Member
from core.compensation.actions import drop_turn, set_turn
from core.database.doors import write
from core.shared import clock
from core.storage.actions import cancel_stay
from tests.compensation.network import a_role, small_network
from tests.storage.depot import a_depot, somebody_else
from tests.web.browser import a_browser


@pytest.fixture
def reader(database: str) -> Iterator[TestClient]:
    with a_browser() as browser:
        yield browser


def events_of(reader: TestClient, member: Member) -> list[tuple[str, str, object, object]]:
    token = write(lambda session: make_feed_address(session, member))
    calendar = Calendar.from_ical(reader.get(f"/calendrier/{token}.ics").text)
    return [
        (str(event["uid"]).partition("-")[0], str(event["summary"]), event.decoded("dtstart"), event.decoded("dtend"))
        for event in calendar.walk("VEVENT")
    ]


def test_a_stay_covers_its_days_and_goes_when_it_is_cancelled(reader: TestClient) -> None:
    depot = a_depot()
    stored = depot.ask(250, on=(2, 6))
    somebody_else(depot).ask(100, on=(3, 4))
    ((kind, title, first, after),) = events_of(reader, depot.member)
    assert (kind, first, after) == ("stay", depot.day(2), depot.day(7))
    assert "2,5" in title
    assert events_of(reader, depot.owner) == [], "the place's owner stores nothing"
    write(lambda session: cancel_stay(session, depot.member, stay_id=stored.stay_id))
    assert events_of(reader, depot.member) == []


def test_a_turn_covers_its_days_for_the_partner_whose_turn_it_is(reader: TestClient) -> None:
    network = small_network()
    role_id, today = a_role(network), clock.today()
    last = today + timedelta(days=6)
    turn_id = write(
        lambda session: set_turn(
            session, network.coordinator, role_id=role_id, partner_id=network.farm, first_day=today, last_day=last
        )
    )
    assert events_of(reader, network.farmer) == [
        ("turn", "Tour de rôle : Répartition", today, last + timedelta(days=1))
    ]
    assert events_of(reader, network.banker) == []
    write(lambda session: drop_turn(session, network.coordinator, turn_id=turn_id))
    assert events_of(reader, network.farmer) == []
