"""Two coordinators accept two plans of the same day at the same moment: one wins, the other is told why (R1, R12).

The controls come first: without the lock both would have been told that their plan was accepted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

import pytest
from sqlmodel import Session, col, select

from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, write, writing
from core.i18n.words import words
from core.lines.tables import Departure
from core.routes import actions, store
from core.routes.actions import accept_plan
from core.routes.tables import PlanState, TourPlan
from core.shared.errors import StaleForm
from tests.builders import a_coordinator
from tests.races.naive import plain_engine
from tests.routes.networks import TourDay, a_tour_day, assert_counters_sound, notice_kinds, states

T = TypeVar("T")
ROUNDS = 4


def two_drafts() -> tuple[TourDay, list[int]]:
    tours = a_tour_day()
    tours.ask()
    tours.ask(who=1, on=1)
    return tours, [tours.plan(), tours.plan()]


def at_once(acts: Collection[Callable[[], T]]) -> list[T | Exception]:
    """Run every act in a thread of its own, from one starting line; what it raises is a result."""
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Exception:
        line.wait(60)
        try:
            return act()
        except Exception as fault:
            return fault

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def plan_states(plan_ids: Collection[int]) -> list[PlanState]:
    with reading() as session:
        return [session.get_one(TourPlan, plan_id).state for plan_id in plan_ids]


# --- controls: the race is real ------------------------------------------------------------------------------------


def naive_accept(session: Session, plan_id: int, after_looking: Callable[[], object]) -> bool:
    """Do what must never be done: look whether a plan of the day stands, then write, with nothing held in between."""
    day = session.exec(select(col(TourPlan.service_date)).where(TourPlan.id == plan_id)).one()
    standing = session.exec(
        select(col(TourPlan.id)).where(TourPlan.service_date == day, col(TourPlan.state) == PlanState.accepted)
    ).all()
    after_looking()
    if standing:
        return False
    session.get_one(TourPlan, plan_id).state = PlanState.accepted
    session.commit()
    return True


def test_control_without_a_lock_both_plans_are_accepted(database: str) -> None:
    _tours, drafts = two_drafts()
    engine, looked = plain_engine(), threading.Barrier(2)

    def naive(plan_id: int) -> bool:
        with Session(engine) as session:
            return naive_accept(session, plan_id, lambda: looked.wait(30))

    try:
        assert at_once([lambda plan_id=each: naive(plan_id) for each in drafts]) == [True, True]  # type: ignore[misc]  # bound early
    finally:
        engine.dispose()
    assert plan_states(drafts) == [PlanState.accepted, PlanState.accepted]


def test_without_the_lock_of_the_plans_their_loads_are_still_a_wall(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL two coordinators who both saw two drafts meet at the loads: one of them finds them placed."""
    if database == "sqlite":
        pytest.skip("SQLite has one writer at a time: there is no lock to take away")
    tours, drafts = two_drafts()
    looked = threading.Barrier(2)

    def look_without_lock(session: WriteSession, day: date) -> list[TourPlan]:
        found = list(session.exec(select(TourPlan).where(TourPlan.service_date == day)))
        assert [each.state for each in found] == [PlanState.draft] * 2
        looked.wait(30)
        return found

    def departures_without_lock(session: WriteSession, departure_ids: Collection[int]) -> dict[int, Departure]:
        found = session.exec(select(Departure).where(col(Departure.id).in_(departure_ids))).all()
        return {each.id: each for each in found if each.id is not None}

    monkeypatch.setattr(store, "lock_plans_of_day", look_without_lock)
    monkeypatch.setattr(actions, "lock_departures", departures_without_lock)

    def attempt(plan_id: int) -> int:
        with writing() as session:
            return accept_plan(session, tours.coordinator, plan_id=plan_id)

    results = at_once([lambda plan_id=each: attempt(plan_id) for each in drafts])  # type: ignore[misc]  # bound early
    assert sorted(type(each).__name__ for each in results) == ["NoLongerOpen", "int"]
    assert sorted(plan_states(drafts)) == [PlanState.accepted, PlanState.superseded]
    assert_counters_sound()


# --- proof ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_two_coordinators_wins_and_the_other_gets_a_sentence(database: str, _round: int) -> None:
    tours, drafts = two_drafts()
    people = [tours.coordinator, write(a_coordinator)]

    def accepting(number: int) -> Callable[[], int]:
        return lambda: write(lambda session: accept_plan(session, people[number], plan_id=drafts[number]))

    results = at_once([accepting(0), accepting(1)])
    assert sorted(type(each).__name__ for each in results) == ["StaleForm", "int"]
    (lost,) = (each for each in results if isinstance(each, StaleForm))
    sentence = words("fr").refusal(lost)
    assert "plan" in sentence
    assert sentence.count(".") >= 2, "the fact, and a way out"
    winner = next(number for number, each in enumerate(results) if each == 2)
    assert plan_states(drafts)[winner] is PlanState.accepted
    assert plan_states(drafts)[1 - winner] is PlanState.superseded
    with reading() as session:
        acts = session.exec(
            select(AuditLine).where(AuditLine.subject == "tour_plan", AuditLine.act == "accepted")
        ).all()
        ridden = session.exec(select(Departure.tour_plan_id).where(col(Departure.id).in_(tours.departure_ids))).all()
    assert [line.person_id for line in acts] == [people[winner].person_id]
    assert {plan_id for plan_id in ridden if plan_id} == {drafts[winner]}
    assert set(states(tours).values()) == {"confirmed"}
    for partner_id in tours.partner_ids:
        assert notice_kinds(partner_id).count("tour_accepted") == 1
    assert_counters_sound()
