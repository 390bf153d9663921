"""One departure as a coordinator opens it: its driver, and the one act that calls it off."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from core.access.rights import Right
from core.database.doors import reading, writing
from core.lines.tables import Departure, DepartureState
from core.shared import clock
from tests.builders import a_departure, a_person
from tests.pages.test_network import errors, field, network, press


def test_a_departure_gets_its_driver_and_is_called_off_where_its_loads_are_offered_others(
    sqlite_database: Path,
) -> None:
    with writing() as session:
        departure_id = a_departure(session)
        driver = a_person(session, name="Lou Volant", rights=[Right.driver])
    page = network("departures", str(departure_id))
    field(page, "selectbox", "Conductrice ou conducteur").set_value(driver)
    press(page, "Enregistrer")
    assert not errors(page)
    page = network("departures", str(departure_id))
    assert "Annuler ce départ" not in [button.label for button in page.button]
    (link,) = [each.proto for each in page.get("page_link") if "rearrange" in each.proto.page]
    assert link.query_string == f"departure={departure_id}"
    with reading() as session:
        departure = session.get_one(Departure, departure_id)
    assert (departure.driver_id, departure.state) == (driver, DepartureState.planned)


def test_a_departure_that_never_left_is_called_off_with_a_reason(sqlite_database: Path) -> None:
    with writing() as session:
        departure_id = a_departure(session)
        departure = session.get_one(Departure, departure_id)
        week_ago = departure.starts_at - clock.now() + timedelta(hours=1)
        departure.closes_at, departure.starts_at = departure.closes_at - week_ago, departure.starts_at - week_ago
    page = network("departures", str(departure_id))
    press(page, "Annuler ce départ")
    assert "Raison" in errors(page)
    page.text_input(key=f"network.{departure_id}.cancel.reason").set_value("Verglas")
    press(page, "Annuler ce départ")
    assert not errors(page)
    with reading() as session:
        assert session.get_one(Departure, departure_id).state is DepartureState.cancelled
