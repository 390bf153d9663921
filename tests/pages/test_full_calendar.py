"""The calendar component repeats its last click on every rerun; our adapter hands each click over once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from core.i18n.words import words
from core.shared import clock
from pages._parts import full_calendar as adapter
from pages._parts.full_calendar import CalendarEvent, full_calendar

STARTS, ENDS = datetime(2027, 7, 6, 10, 30, tzinfo=UTC), datetime(2027, 7, 6, 14, tzinfo=UTC)
EVENT = CalendarEvent("12", STARTS, ENDS, ("○ 6 h 30", "Vallée"), "#1F5FA8")


class Component:
    """The component as it behaves: it keeps its last value and gives it again and again."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.drawn: dict[str, Any] = {}

    def __call__(self, **arguments: Any) -> dict[str, Any]:
        self.drawn = arguments
        value: dict[str, Any] = self.state.get(arguments["key"], {})
        return value

    def click(self, place: int = 0) -> None:
        event = self.drawn["events"][place]
        self.state[self.drawn["key"]] = {"callback": "eventClick", "eventClick": {"event": event}}


@pytest.fixture
def component(monkeypatch: pytest.MonkeyPatch) -> Component:
    made = Component()
    monkeypatch.setattr(adapter, "calendar", made)
    monkeypatch.setattr(adapter, "st", SimpleNamespace(session_state=made.state))
    return made


def rerun() -> str | None:
    return full_calendar(words("fr"), [EVENT], key="grid", first_day=date(2027, 7, 5), weeks=5, dark=False)


def test_a_click_is_handed_over_once(component: Component) -> None:
    assert rerun() is None
    component.click()
    assert [rerun(), rerun(), rerun()] == ["12", None, None]


def test_a_second_click_on_the_same_block_counts(component: Component) -> None:
    rerun()
    component.click()
    assert rerun() == "12"
    component.click()
    assert rerun() == "12"


def test_without_the_revision_a_click_would_come_back_for_ever(component: Component) -> None:
    rerun()
    component.click()
    raw = component(key=component.drawn["key"], events=component.drawn["events"])
    assert raw == component(key=component.drawn["key"], events=component.drawn["events"]) != {}


def test_wall_clock_hours_are_sent_without_a_zone(component: Component) -> None:
    rerun()
    block = component.drawn["events"][0]
    assert (block["start"], block["end"]) == ("2027-07-06T06:30", "2027-07-06T10:00")


def test_today_is_the_networks_though_it_is_tomorrow_in_greenwich(component: Component) -> None:
    with clock.set_to(datetime(2027, 7, 7, 2, tzinfo=UTC)):
        rerun()
    assert component.drawn["options"]["now"] == "2027-07-06"


def test_only_clicks_are_asked_back(component: Component) -> None:
    rerun()
    assert component.drawn["callbacks"] == ["eventClick"]
    assert component.drawn["license_key"] == "GPL-My-Project-Is-Open-Source"
    assert component.drawn["options"]["height"] == 640
