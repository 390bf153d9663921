"""The coordinators' timeline: what fills each row, a drag that asks first, the list that does the same without one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.access.rights import Right
from core.database.doors import write
from core.lines.closure_actions import keep_driver_home, keep_vehicle_home
from core.shared import clock
from core.shared.periods import week_start
from pages._parts.timeline_grid import same_hour
from tests.builders import a_departure, a_person, a_vehicle
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.reservations.asking import Dock, a_dock, departure_of
from tests.storage.depot import a_depot

LIST = {"view": "list"}


@pytest.fixture
def dock(sqlite_database: Path) -> Dock:
    return a_dock(capacity_kg=500)


def day_of(dock: Dock) -> date:
    return departure_of(dock.departure_id).service_date


def opened(dock: Dock, **query: str) -> AppTest:
    """Open the week of the dock's departure as its coordinator."""
    app = open_page("timeline", dock.coordinator.email, **{"day": day_of(dock).isoformat(), **query})
    assert not app.exception, app.exception
    return app


def drawn(app: AppTest) -> dict[str, Any]:
    """Return what the component was given."""
    (component,) = app.get("component_instance")
    given: dict[str, Any] = json.loads(component.proto.json_args)
    return given


def press(app: AppTest, label: str, *, in_dialog: str = "") -> AppTest:
    """Press a button; `in_dialog` names the button that opened its dialog (a test draws the page anew each time)."""
    for each in filter(None, (in_dialog, label)):
        next(button for button in app.button if button.label == each).click()
    return app.run()


def drag(app: AppTest, dock: Dock, *, day: date, hour: str, row: str) -> AppTest:
    """Give the page what the component says when the dock's departure is dropped there."""
    event = next(each for each in drawn(app)["events"] if each["id"] == f"run-{dock.departure_id}")
    event = {**event, "start": f"{day.isoformat()}T{hour}:00", "resourceId": row}
    key = f"timeline.grid-{week_start(day_of(dock)).isoformat()}-7-fr-False"
    assert f"{key}-revision" in app.session_state
    app.session_state[key] = {"callback": "eventChange", "eventChange": {"event": event}}
    return app


def confirmed(app: AppTest, dock: Dock, **where: Any) -> AppTest:
    """Drag again, as a page drawn anew forgets its dialog, and confirm."""
    return press(drag(app, dock, **where), "Déplacer le départ")


def test_only_coordinators_see_it(dock: Dock) -> None:
    for email in (None, dock.member.email):
        app = open_page("timeline", email)
        assert not app.exception
        assert not app.get("component_instance")
        assert "Se connecter" in texts(app) or "droit" in texts(app)


def test_without_a_vehicle_it_says_what_will_stand_there(sqlite_database: Path) -> None:
    write(lambda session: a_person(session, email="coordo@exemple.test", rights=[Right.coordinator]))
    app = open_page("timeline", "coordo@exemple.test")
    assert not app.exception
    assert "Ici se trouveront les véhicules" in texts(app)


def test_runs_days_at_rest_drivers_away_and_storage_fill_the_rows(dock: Dock) -> None:
    departure = departure_of(dock.departure_id)
    driver = write(lambda session: a_person(session, name="Sacha Volant", rights=[Right.driver]))
    other, day = write(a_vehicle), departure.service_date
    write(
        lambda session: keep_vehicle_home(
            session, dock.coordinator, vehicle_id=other, first_day=day, last_day=day, reason="Freins"
        )
    )
    write(
        lambda session: keep_driver_home(
            session, dock.coordinator, person_id=driver, first_day=day, last_day=day, reason="Formation"
        )
    )
    depot = a_depot()
    depot.ask(300, on=((day - clock.today()).days, (day - clock.today()).days))
    dock.ask(250)
    given = drawn(opened(dock))
    titles = {event["id"].partition("-")[0]: event["title"] for event in given["events"] if event["id"][:4] != "stor"}
    assert "50" in titles["run"]
    assert "Freins" in titles["home"]
    assert "Formation" in titles["away"]
    assert any("3\u00a0pal" in event["title"] for event in given["events"] if event["id"].startswith("store-"))
    groups = [row["group"] for row in given["options"]["resources"]]
    assert sorted(set(groups), key=groups.index) == ["Véhicules", "Chauffeurs absents", "Entreposage"]


def test_only_what_may_move_can_be_dragged_and_only_clicks_and_drags_come_back(dock: Dock) -> None:
    given = drawn(opened(dock))
    (run,) = [event for event in given["events"] if event["id"].startswith("run-")]
    assert (run["startEditable"], run["resourceEditable"], run["durationEditable"]) == (True, True, False)
    assert not given["options"]["editable"]
    assert given["callbacks"] == ["eventClick", "eventChange"]
    assert given["license_key"] == "GPL-My-Project-Is-Open-Source"
    past = (day_of(dock) - timedelta(weeks=60)).isoformat()
    assert not [event for event in drawn(opened(dock, day=past))["events"] if event["id"].startswith("run-")]


def test_a_drag_asks_first_then_moves_and_the_same_drag_does_not_come_back(dock: Dock) -> None:
    dock.ask(200)
    before = departure_of(dock.departure_id)
    where: dict[str, Any] = {"day": before.service_date, "hour": "09:30", "row": f"vehicle-{before.vehicle_id}"}
    app = drag(opened(dock), dock, **where).run()
    assert not app.exception
    assert "1 réservation garde sa place" in texts(app)
    assert departure_of(dock.departure_id).starts_at == before.starts_at
    confirmed(app, dock, **where)
    moved = clock.local(departure_of(dock.departure_id).starts_at)
    assert (moved.date(), moved.hour, moved.minute) == (before.service_date, 9, 30)
    assert any("9 h 30" in each.value.replace("\u00a0", " ") for each in app.success)
    app.run()
    assert "Déplacer le départ" not in [each.label for each in app.button]


@pytest.mark.parametrize(("days", "minute", "becomes"), [(2, 450, 420), (2, 390, 420), (2, 480, 480), (0, 450, 450)])
def test_a_drop_close_to_its_hour_on_another_day_keeps_its_hour(days: int, minute: int, becomes: int) -> None:
    day = date(2027, 3, 12)  # the clock changes on the 14th
    there = day + timedelta(days=days)
    dropped, like = clock.at_local(there, minute), clock.at_local(day, 420)
    assert same_hour(dropped, like=like) == clock.at_local(there, becomes)


def test_a_refused_drag_says_why_and_nothing_moves(dock: Dock) -> None:
    before = departure_of(dock.departure_id)
    busy = departure_of(write(lambda session: a_departure(session, day=before.service_date))).vehicle_id
    where: dict[str, Any] = {"day": before.service_date, "hour": "07:30", "row": f"vehicle-{busy}"}
    app = confirmed(drag(opened(dock), dock, **where).run(), dock, **where)
    assert any("déjà" in each.value for each in app.error)
    assert departure_of(dock.departure_id) == before


def test_a_departure_dropped_on_storage_stays(dock: Dock) -> None:
    app = drag(opened(dock), dock, day=day_of(dock), hour="09:30", row="store-1").run()
    assert any("véhicule" in each.value for each in app.warning)
    assert "Déplacer le départ" not in [each.label for each in app.button]


def test_the_list_moves_a_departure_without_dragging(dock: Dock) -> None:
    other = write(lambda session: a_vehicle(session, capacity_kg=800))
    app = press(opened(dock, **LIST), "Déplacer…")
    vehicle = next(each for each in app.selectbox if each.label == "Véhicule")
    vehicle.set_value(other)
    press(app, "Déplacer le départ", in_dialog="Déplacer…")
    assert departure_of(dock.departure_id).vehicle_id == other


def test_the_list_says_when_nothing_changes(dock: Dock) -> None:
    app = press(press(opened(dock, **LIST), "Déplacer…"), "Déplacer le départ", in_dialog="Déplacer…")
    assert "Rien ne change" in texts(app)
    assert departure_of(dock.departure_id).version == 1


def test_a_vehicle_is_put_at_rest_and_back(dock: Dock) -> None:
    app = press(opened(dock, **LIST), "Mettre un véhicule à l’arrêt…")
    next(each for each in app.selectbox if each.label == "Véhicule").set_value(
        departure_of(dock.departure_id).vehicle_id
    )
    for each in app.date_input:
        each.set_value(day_of(dock))
    app.text_input[0].set_value("Entretien")
    press(app, "Mettre à l’arrêt", in_dialog="Mettre un véhicule à l’arrêt…")
    rest = next(each.label for each in app.button if "Entretien" in each.label)
    press(press(app, rest), "Retirer", in_dialog=rest)
    assert not [each for each in app.button if "Entretien" in each.label]


@pytest.mark.parametrize("view", ["week", "weeks", "list"])
def test_it_asks_few_questions_whatever_there_is(dock: Dock, view: str) -> None:
    a_depot()
    for _ in range(3):
        write(a_departure)
    app = opened(dock, view=view, day=week_start(day_of(dock)).isoformat())
    with counting_queries() as asked:
        app.run()
    assert asked.count <= 8, str(asked)
