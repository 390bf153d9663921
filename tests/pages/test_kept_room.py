"""Room kept for some partners on the screens: the coordinator's form, and the departure everybody reads (R5)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from core.database.doors import reading, write
from core.partners.kinds import PartnerKind
from core.seasons.allotment_actions import add_allotment
from core.seasons.allotment_views import AllotmentRow, allotments
from core.seasons.allotments import AllotmentCard
from core.shared import clock
from tests.builders import a_coordinator, a_departure, a_line
from tests.pages.app import open_page

SPACE = "\u00a0"


def a_card(**values: Any) -> AllotmentCard:
    today = clock.today()
    facts: dict[str, Any] = {"first_day": today, "last_day": today + timedelta(days=90), "release_days": 3, **values}
    return AllotmentCard(frozenset({PartnerKind.food_bank}), 60, **facts)


def opened(line_id: int) -> AppTest:
    return open_page("network", "coordination@exemple.test", tab="lines", open=str(line_id))


def there(line_id: int) -> list[AllotmentRow]:
    with reading() as session:
        return allotments(session, line_id)


def press(page: AppTest, label: str) -> AppTest:
    page = next(each for each in page.button if each.label == label).click().run()
    assert not page.exception
    return page


def number(page: AppTest, label: str, place: int = 0) -> Any:
    return [each for each in page.number_input if each.label == label][place]


def test_a_coordinator_keeps_room_changes_it_and_ends_it(sqlite_database: Path) -> None:
    line_id = write(lambda session: a_line(session))
    write(a_coordinator)
    page = opened(line_id)
    number(page, "Part gardée (%)").set_value(60)
    press(page, "Garder cette place")
    (row,) = there(line_id)
    assert (row.card.kinds, row.card.percent, row.card.every_year) == (frozenset({PartnerKind.food_bank}), 60, True)
    page = opened(line_id)
    number(page, "Part gardée (%)").set_value(30)
    press(page, "Enregistrer ce contingent")
    assert there(line_id)[0].card.percent == 30
    press(opened(line_id), "Y mettre fin maintenant")
    assert there(line_id) == []


def test_what_goes_beyond_the_truck_is_answered_and_nothing_is_written(sqlite_database: Path) -> None:
    line_id = write(lambda session: a_line(session))
    write(lambda session: add_allotment(session, a_coordinator(session), line_id=line_id, card=a_card()))
    page = opened(line_id)
    number(page, "Part gardée (%)", 1).set_value(50)
    page = press(page, "Garder cette place")
    assert any("banque alimentaire" in each.value for each in page.error)
    assert len(there(line_id)) == 1


def test_everybody_reads_what_a_departure_keeps_and_until_when(sqlite_database: Path) -> None:
    departure_id = write(_a_keeping_departure)
    page = open_page("transport_calendar", departure=str(departure_id))
    assert not page.exception
    said = [each.value for each in page.markdown if "gardés pour les banques alimentaires" in each.value]
    assert said
    assert f"60{SPACE}%" in said[0]


def _a_keeping_departure(session: Any) -> int:
    line_id = a_line(session)
    departure_id = a_departure(session, line_id=line_id)
    add_allotment(session, a_coordinator(session), line_id=line_id, card=a_card())
    return departure_id
