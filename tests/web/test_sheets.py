"""The printed driver sheet: for drivers and coordinators, escaped, without anybody else's help."""

from __future__ import annotations

import pytest

from core.access.rights import VISITOR, Member
from core.access.session_actions import open_session
from core.database.doors import write
from core.reservations.tables import Reservation
from core.routes.actions import accept_plan
from core.web.cookies import session_cookie
from tests.routes.networks import TourDay, a_tour_day
from tests.web.browser import a_browser


def get(member: Member, path: str):  # type: ignore[no-untyped-def]
    browser = a_browser()
    if member.person_id is not None:
        person_id = member.person_id
        token = write(
            lambda session: open_session(session, person_id=person_id, email=member.email, address="192.0.2.1")
        )
        browser.cookies.set(session_cookie(), token)
    return browser.get(path)


def a_planned_day() -> TourDay:
    tours = a_tour_day(vehicles=1)
    load = tours.ask("Mont-Joli", "Amqui", kg=321, who=1)

    def annotate(session: object) -> None:
        session.get_one(Reservation, load).note = "<b>fragile</b>"  # type: ignore[attr-defined]  # a session

    write(annotate)
    plan_id = tours.plan()
    write(lambda session: accept_plan(session, tours.coordinator, plan_id=plan_id))
    return tours


def test_the_driver_prints_stops_loads_and_notes(sqlite_database: object) -> None:
    tours = a_planned_day()
    answer = get(tours.driver, f"/feuille/{tours.departure_ids[0]}")
    assert answer.status_code == 200
    assert "Quai de Mont-Joli" in answer.text
    assert answer.text.count("321\u00a0kg") == 2  # once loaded, once unloaded
    assert "&lt;b&gt;fragile&lt;/b&gt;" in answer.text
    assert "<b>" not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_partner_member_reads_no_sheet(sqlite_database: object) -> None:
    tours = a_planned_day()
    answer = get(tours.members[0], f"/feuille/{tours.departure_ids[0]}")
    assert answer.status_code == 404
    assert "321" not in answer.text


def test_a_stranger_is_sent_to_sign_in(sqlite_database: object) -> None:
    tours = a_planned_day()
    answer = get(VISITOR, f"/feuille/{tours.departure_ids[0]}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion")


@pytest.mark.parametrize("path", ["/feuille/99999", "/feuille/0"])
def test_an_unknown_departure_is_said_to_be_gone(sqlite_database: object, path: str) -> None:
    tours = a_planned_day()
    assert get(tours.driver, path).status_code == 404


def test_somebody_signed_out_learns_nothing_of_unknown_departures(sqlite_database: object) -> None:
    a_tour_day(vehicles=1)
    assert get(VISITOR, "/feuille/99999").status_code == 303
