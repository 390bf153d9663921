"""A window is declared once, told to those it is meant for, and takes believable requests while it is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import VISITOR
from core.database.doors import reading, write
from core.lines.kinds import DepartureKind
from core.notices.tables import Notice, NoticeKind
from core.partners.kinds import PartnerKind
from core.reservations.refusals import PlacesNotJoined
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, Refusal, SignInNeeded, StaleForm, WrongInput
from core.shared.plausible import Missing, OutOfBounds
from core.shared.quantities import Quantity, TemperatureClass
from core.slot_windows.actions import close_window_on, declare_window, withdraw_window
from core.slot_windows.cards import SlotOffer
from core.slot_windows.kinds import SlotMeasure, WindowStage
from core.slot_windows.refusals import (
    AskingIsOver,
    NoDateFits,
    NotForThisKind,
    NothingRuns,
    NotYetOpen,
    OnlyFixedStops,
)
from core.slot_windows.request_actions import ask_for_slots, withdraw_request
from core.slot_windows.stages import stage_of
from core.slot_windows.views import own_slots, slot_windows
from tests.builders import a_coordinator, a_line
from tests.slot_windows.windows import CLOSES_ON, FIRST, MONDAY, TUESDAYS, Spring, a_card, a_spring, asking_is_over

DAY = timedelta(days=1)


def told(kind: NoticeKind) -> list[tuple[int, dict[str, Any]]]:
    with reading() as session:
        return [(each.partner_id, each.facts) for each in session.exec(select(Notice).where(Notice.kind == kind))]


def test_a_window_makes_its_departures_and_tells_the_partners_it_is_meant_for(database: str) -> None:
    spring = a_spring()
    assert tuple(spring.departures) == TUESDAYS
    notices = told(NoticeKind.slots_open)
    assert notices
    assert {facts["dates"] for _partner, facts in notices} == {5}
    food_bank = spring.producer(PartnerKind.food_bank)
    assert food_bank.partner_id not in {partner for partner, _facts in notices}


def test_the_same_form_twice_declares_one_window_and_tells_once(sqlite_database: object) -> None:
    spring = a_spring()
    before = len(told(NoticeKind.slots_open))
    card = a_card(spring.line_id)
    first = write(lambda session: declare_window(session, spring.coordinator, card))
    again = write(lambda session: declare_window(session, spring.coordinator, card))
    assert first == again != spring.window_id
    assert len(told(NoticeKind.slots_open)) == 2 * before


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kinds": frozenset()}, WrongInput),
        ({"name": " "}, Missing),
        ({"last_day": FIRST - DAY}, WrongInput),
        ({"last_day": FIRST + 400 * DAY}, WrongInput),
        ({"closes_on": FIRST}, WrongInput),
        ({"closes_on": MONDAY - DAY, "opens_on": MONDAY - 2 * DAY}, InThePast),
        ({"opens_on": CLOSES_ON + DAY}, WrongInput),
        ({"step": 0}, OutOfBounds),
        ({"offer": SlotOffer()}, WrongInput),
        ({"offer": SlotOffer(percent=50, kg=100)}, WrongInput),
        ({"offer": SlotOffer(percent=101)}, OutOfBounds),
        ({"offer": SlotOffer(kg=0)}, OutOfBounds),
        ({"first_day": date(2027, 3, 3), "last_day": date(2027, 3, 5)}, NothingRuns),
    ],
    ids=str,
)
def test_a_window_that_cannot_be_is_refused_in_a_sentence(
    sqlite_database: object, values: dict[str, Any], expected: type[Refusal]
) -> None:
    spring = a_spring()
    with pytest.raises(expected):
        write(lambda session: declare_window(session, spring.coordinator, a_card(spring.line_id, **values)))


def test_only_coordinators_declare_and_only_on_lines_with_fixed_stops(sqlite_database: object) -> None:
    spring = a_spring()
    who = spring.producer()
    with pytest.raises(NotAllowed):
        write(lambda session: declare_window(session, who.member, a_card(spring.line_id)))
    with pytest.raises(NotAllowed):
        write(lambda session: withdraw_window(session, who.member, window_id=spring.window_id))
    tour = write(lambda session: a_line(session, kind=DepartureKind.flexible))
    with pytest.raises(OnlyFixedStops):
        write(lambda session: declare_window(session, a_coordinator(session), a_card(tour)))
    with pytest.raises(NotFound):
        write(lambda session: declare_window(session, a_coordinator(session), a_card(9_999)))


def test_a_partner_asks_changes_and_withdraws_while_the_window_is_open(database: str) -> None:
    spring = a_spring()
    who = spring.producer()
    request_id = spring.ask(who, 300, weekdays=frozenset({1}))
    assert spring.ask(who, 300, weekdays=frozenset({1})) == request_id
    (mine,) = [spring.own(who).request]
    assert mine is not None
    assert (mine.quantity, mine.version) == (Quantity(300, 300), 1)
    assert spring.ask(who, 400, days=frozenset(TUESDAYS[:2]), version=1) == request_id
    changed = spring.own(who).request
    assert changed is not None
    assert (changed.quantity.kg, changed.days, changed.weekdays, changed.version) == (
        400,
        frozenset(TUESDAYS[:2]),
        frozenset(),
        2,
    )
    write(lambda session: withdraw_request(session, who.member, window_id=spring.window_id, partner_id=who.partner_id))
    write(lambda session: withdraw_request(session, who.member, window_id=spring.window_id, partner_id=who.partner_id))
    assert spring.own(who).request is None
    assert spring.ask(who, 200) == request_id
    assert spring.window().requests == 1


def test_a_form_drawn_before_a_change_changes_nothing(sqlite_database: object) -> None:
    spring = a_spring()
    who = spring.producer()
    spring.ask(who, 300)
    spring.ask(who, 400, version=1)
    with pytest.raises(StaleForm):
        spring.ask(who, 500, version=1)
    kept = spring.own(who).request
    assert kept is not None
    assert kept.quantity.kg == 400


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"quantity": Quantity(0, 100)}, OutOfBounds),
        ({"quantity": Quantity(100, -1)}, OutOfBounds),
        ({"quantity": Quantity(100, 0)}, WrongInput),
        ({"quantity": Quantity(100_000, 100)}, OutOfBounds),
        ({"temperature": TemperatureClass.frozen}, NoDateFits),
        ({"days": frozenset({FIRST})}, NoDateFits),
        ({"weekdays": frozenset({6})}, NoDateFits),
    ],
    ids=str,
)
def test_a_request_that_cannot_be_is_refused_in_a_sentence(
    sqlite_database: object, values: dict[str, Any], expected: type[Refusal]
) -> None:
    spring = a_spring()
    with pytest.raises(expected):
        spring.ask(spring.producer(), **values)


def test_a_request_that_goes_nowhere_or_backwards_is_refused(sqlite_database: object) -> None:
    spring = a_spring()
    who = spring.producer()
    with pytest.raises(WrongInput):
        spring.ask(who, to_site_id=spring.sites[0])
    with pytest.raises(NoDateFits):
        spring.ask(who, from_site_id=spring.sites[2], to_site_id=spring.sites[0])
    assert issubclass(PlacesNotJoined, Refusal)


def test_asking_has_its_time(sqlite_database: object) -> None:
    spring = a_spring(opens_on=MONDAY + DAY)
    who = spring.producer()
    with pytest.raises(NotYetOpen):
        spring.ask(who)
    with clock.set_to(clock.at_local(MONDAY + DAY, 0)):
        spring.ask(who, 300)
    with clock.set_to(clock.at_local(CLOSES_ON, 24 * 60 - 1)):
        spring.ask(who, 200, version=1)
    with asking_is_over(), pytest.raises(AskingIsOver):
        spring.ask(who, 100, version=2)
    with asking_is_over(), pytest.raises(AskingIsOver):
        write(
            lambda session: withdraw_request(session, who.member, window_id=spring.window_id, partner_id=who.partner_id)
        )


def test_a_window_is_for_its_kinds_and_each_sees_only_its_own_request(database: str) -> None:
    spring = a_spring()
    one, other = spring.asked(300, 200)
    food_bank = spring.producer(PartnerKind.food_bank)
    with pytest.raises(NotForThisKind):
        spring.ask(food_bank)
    with reading() as session:
        assert slot_windows(session, food_bank.member) == []
        assert [each.requests for each in slot_windows(session, one.member)] == [None]
        with pytest.raises(NotFound):
            own_slots(session, one.member, window=spring.window(), partner_id=other.partner_id)
        with pytest.raises(SignInNeeded):
            slot_windows(session, VISITOR)
    with pytest.raises(NotAllowed):
        write(lambda session: ask_for_slots(session, one.member, spring.wish(other)))
    assert len(spring.board().requests) == 2


def test_a_coordinator_asks_for_a_partner_who_has_no_computer(sqlite_database: object) -> None:
    spring = a_spring()
    who = spring.producer()
    write(lambda session: ask_for_slots(session, spring.coordinator, spring.wish(who, 300)))
    assert spring.own(who).request is not None


def test_the_coordinator_gives_more_time_or_less_and_takes_a_window_back(database: str) -> None:
    spring = a_spring()
    at = spring.window()
    with pytest.raises(WrongInput):
        closing(spring, FIRST, at.version)
    closing(spring, CLOSES_ON + 3 * DAY, at.version)
    with pytest.raises(StaleForm):
        closing(spring, CLOSES_ON, at.version)
    with asking_is_over():
        spring.ask(spring.producer(), 100)
        closing(spring, CLOSES_ON, at.version + 1)
        assert spring.window().stage is WindowStage.closed
    write(lambda session: withdraw_window(session, spring.coordinator, window_id=spring.window_id))
    write(lambda session: withdraw_window(session, spring.coordinator, window_id=spring.window_id))
    with reading() as session:
        assert slot_windows(session, spring.coordinator) == []
    with pytest.raises(NotFound):
        spring.ask(spring.producer())


def closing(spring: Spring, closes_on: date, version: int) -> None:
    write(
        lambda session: close_window_on(
            session, spring.coordinator, window_id=spring.window_id, version=version, closes_on=closes_on
        )
    )


def test_a_window_is_in_one_stage_at_a_time() -> None:
    opens, closes = clock.at_local(MONDAY, 0), clock.at_local(CLOSES_ON, 0)
    times = {"opens_at": opens, "closes_at": closes, "shared_at": None, "withdrawn_at": None}

    def at(now: date, **values: Any) -> WindowStage:
        return stage_of(**{**times, **values}, now=clock.at_local(now, 0))

    assert at(MONDAY - DAY) is WindowStage.announced
    assert at(MONDAY) is WindowStage.open
    assert at(CLOSES_ON) is WindowStage.closed
    assert at(MONDAY, shared_at=opens) is WindowStage.shared
    assert at(MONDAY, withdrawn_at=opens) is WindowStage.withdrawn


def test_a_window_by_weight_takes_boxes_that_need_no_floor(sqlite_database: object) -> None:
    spring = a_spring(measure=SlotMeasure.kg, step=10)
    who = spring.producer()
    spring.ask(who, quantity=Quantity(120, 0))
    kept = spring.own(who).request
    assert kept is not None
    assert kept.quantity == Quantity(120, 0)
    assert replace(spring.wish(who), quantity=Quantity(1, 0)).quantity.kg == 1
