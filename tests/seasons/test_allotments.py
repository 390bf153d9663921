"""Which departures an allotment concerns, when it ends for each, and what is answered to one that cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Member
from core.audit.tables import AuditLine
from core.database.doors import reading, write
from core.lines.tables import DepartureKind
from core.partners.kinds import PartnerKind
from core.seasons.allotment_actions import add_allotment, change_allotment, end_allotment
from core.seasons.allotment_views import allotments
from core.seasons.allotments import (
    AllotmentCard,
    KeptTwice,
    TooMuchKept,
    TourKeepsNothing,
    check_beside,
    checked_card,
)
from core.shared import clock
from core.shared.clock import at_local
from core.shared.errors import InThePast, NotAllowed, NotFound, Refusal, StaleForm, WrongInput
from core.shared.plausible import OutOfBounds
from tests.builders import a_coordinator, a_line, a_member

FOOD_BANKS, PRODUCERS = frozenset({PartnerKind.food_bank}), frozenset({PartnerKind.producer})
WINTER = AllotmentCard(FOOD_BANKS, 60, date(2027, 1, 1), date(2027, 4, 30), 7)
NOON = at_local(date(2027, 1, 11), 13 * 60)


def a_card(**values: Any) -> AllotmentCard:
    return replace(WINTER, **values)


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2026-12-31", False), ("2027-01-01", True), ("2027-04-30", True), ("2027-05-01", False), ("2028-02-01", False)],
)
def test_a_dated_allotment_is_for_its_days_alone(day: str, covered: bool) -> None:
    assert WINTER.covers(date.fromisoformat(day)) is covered


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        ("2026-10-31", False),
        ("2026-11-01", True),
        ("2027-02-28", True),
        ("2027-04-01", False),
        ("2028-02-29", True),
        ("2030-12-25", True),
        ("2025-12-25", False),
    ],
)
def test_a_yearly_allotment_comes_back_over_the_new_year_and_never_before_it_began(day: str, covered: bool) -> None:
    winter = a_card(first_day=date(2026, 11, 1), last_day=date(2027, 3, 31), every_year=True)
    assert winter.covers(date.fromisoformat(day)) is covered


def test_it_ends_at_midnight_some_days_before_and_at_the_cut_off_at_the_latest() -> None:
    assert WINTER.released_at(date(2027, 1, 12), NOON) == at_local(date(2027, 1, 5), 0)
    assert a_card(release_days=1).released_at(date(2027, 1, 11), NOON - timedelta(days=2)) == NOON - timedelta(days=2)
    spring = a_card(release_days=3).released_at(date(2027, 3, 16), NOON + timedelta(days=90))
    assert clock.local(spring) == datetime(2027, 3, 13, tzinfo=clock.local(spring).tzinfo), "midnight before the change"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kinds": frozenset()}, WrongInput),
        ({"percent": 0}, OutOfBounds),
        ({"percent": 101}, OutOfBounds),
        ({"release_days": 0}, OutOfBounds),
        ({"release_days": 91}, OutOfBounds),
        ({"first_day": date(2027, 5, 1)}, WrongInput),
        ({"last_day": date(2028, 6, 1)}, WrongInput),
        ({"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1)}, InThePast),
        ({"note": "x" * 201}, Refusal),
    ],
)
def test_what_cannot_be_believed_is_answered(changes: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked_card(a_card(**changes), today=date(2026, 11, 23))
    assert checked_card(WINTER, today=date(2026, 11, 23)) == WINTER


def test_all_of_the_room_at_most_is_kept_on_any_day() -> None:
    others = [a_card(kinds=PRODUCERS, percent=41, first_day=date(2027, 4, 1), last_day=date(2027, 6, 30))]
    with pytest.raises(TooMuchKept) as refused:
        check_beside(WINTER, others)
    assert (refused.value.day, refused.value.others, refused.value.left) == (date(2027, 4, 1), 41, 59)
    check_beside(a_card(percent=59), others)
    check_beside(a_card(last_day=date(2027, 3, 31)), others)


def test_a_yearly_allotment_meets_another_one_years_later() -> None:
    yearly = a_card(first_day=date(2025, 1, 1), last_day=date(2025, 4, 30), every_year=True)
    with pytest.raises(TooMuchKept):
        check_beside(a_card(kinds=PRODUCERS), [yearly])
    with pytest.raises(TooMuchKept):
        check_beside(yearly, [a_card(kinds=PRODUCERS)])


def test_a_kind_has_one_allotment_on_a_day() -> None:
    with pytest.raises(KeptTwice) as refused:
        check_beside(a_card(percent=10), [a_card(percent=10, kinds=FOOD_BANKS | PRODUCERS)])
    assert refused.value.kind is PartnerKind.food_bank


# --- acts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def line(database: str) -> tuple[int, Member]:
    return write(lambda session: (a_line(session), a_coordinator(session)))


def test_an_allotment_is_written_changed_and_ended_and_each_act_is_remembered(line: tuple[int, Member]) -> None:
    line_id, coordinator = line
    with clock.set_to(at_local(date(2026, 11, 23), 600)):
        id_ = write(lambda session: add_allotment(session, coordinator, line_id=line_id, card=WINTER))
        with reading() as session:
            (row,) = allotments(session, line_id)
        assert (row.id, row.card, row.version) == (id_, WINTER, 1)
        less = a_card(percent=40, kinds=FOOD_BANKS | PRODUCERS)
        write(lambda session: change_allotment(session, coordinator, allotment_id=id_, card=less, version=1))
        with pytest.raises(StaleForm):
            write(lambda session: end_allotment(session, coordinator, allotment_id=id_, version=1))
        with reading() as session:
            assert allotments(session, line_id)[0].card == less
        write(lambda session: end_allotment(session, coordinator, allotment_id=id_, version=2))
        with pytest.raises(NotFound):
            write(lambda session: end_allotment(session, coordinator, allotment_id=id_))
    with reading() as session:
        assert allotments(session, line_id) == []
        acts = [each.act for each in session.exec(select(AuditLine)) if "room" in each.act]
    assert acts == ["kept room", "changed the room kept", "ended the room kept"]


def test_only_a_coordinator_keeps_room_and_never_on_a_flexible_tour(line: tuple[int, Member]) -> None:
    line_id, coordinator = line
    with clock.set_to(at_local(date(2026, 11, 23), 600)):
        with pytest.raises(NotAllowed):
            write(lambda session: add_allotment(session, a_member(session), line_id=line_id, card=WINTER))
        with pytest.raises(NotFound):
            write(lambda session: add_allotment(session, coordinator, line_id=line_id + 99, card=WINTER))
        tour = write(lambda session: a_line(session, kind=DepartureKind.flexible))
        with pytest.raises(TourKeepsNothing):
            write(lambda session: add_allotment(session, coordinator, line_id=tour, card=WINTER))
