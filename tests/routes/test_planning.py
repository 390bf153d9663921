"""From requests to a draft, from a draft to the departures: nothing in between is lost or oversold."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from core.access.rights import VISITOR
from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, write
from core.fleet.tables import Vehicle
from core.lines.tables import Departure, Leg, LegRoom
from core.reservations.actions import cancel
from core.routes import planning
from core.routes.actions import accept_plan, ask_for_plan
from core.routes.refusals import LoadsChanged, NoLoads, NoVehicle, PlanBreaksRules, TourUnderWay
from core.routes.tables import PlanState, TourPlan
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, SignInNeeded, StaleForm
from core.work.actions import JobCancelled, ask_cancel, claim
from core.work.tables import Job
from tests.routes.networks import (
    FROZEN,
    TourDay,
    a_tour_day,
    assert_counters_sound,
    notice_kinds,
    states,
    stop_names,
)


def accept(tours: TourDay, plan_id: int) -> int:
    return write(lambda session: accept_plan(session, tours.coordinator, plan_id=plan_id))


def plan_row(plan_id: int) -> TourPlan:
    with reading() as session:
        return session.get_one(TourPlan, plan_id)


def test_asking_for_a_plan_leaves_a_job_for_the_worker(database: str) -> None:
    tours = a_tour_day()
    tours.ask()
    job_id = write(
        lambda session: ask_for_plan(
            session, tours.coordinator, service_date=tours.day, vehicle_ids=[*tours.vehicle_ids, 999]
        )
    )
    with reading() as session:
        job = session.get_one(Job, job_id)
    assert job.kind == "plan_tours"
    assert job.arguments["vehicle_ids"] == tours.vehicle_ids
    assert job.arguments["service_date"] == tours.day.isoformat()


def test_only_a_coordinator_plans_and_accepts(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    plan_id = tours.plan()
    for somebody in (tours.members[0], tours.driver):
        with pytest.raises(NotAllowed):
            write(lambda s, m=somebody: ask_for_plan(s, m, service_date=tours.day, vehicle_ids=[1]))  # type: ignore[misc]  # bound early
        with pytest.raises(NotAllowed):
            write(lambda s, m=somebody: accept_plan(s, m, plan_id=plan_id))  # type: ignore[misc]  # bound early
    with pytest.raises(SignInNeeded):
        write(lambda session: accept_plan(session, VISITOR, plan_id=plan_id))


def test_what_cannot_be_planned_is_refused_with_its_reason(sqlite_database: object) -> None:
    tours = a_tour_day()

    def ask(day: object = tours.day, vehicle_ids: object = tours.vehicle_ids) -> str:
        return write(
            lambda session: ask_for_plan(
                session,
                tours.coordinator,
                service_date=day,  # type: ignore[arg-type]  # passed on
                vehicle_ids=vehicle_ids,  # type: ignore[arg-type]  # passed on
            )
        )

    with pytest.raises(NoLoads):
        ask()
    tours.ask()
    with pytest.raises(NoVehicle):
        ask(vehicle_ids=[])
    with pytest.raises(NoVehicle):
        ask(vehicle_ids=[999])
    with pytest.raises(InThePast):
        ask(day=clock.today() - timedelta(days=1))
    with clock.set_to(clock.at_local(tours.day, 8 * 60)), pytest.raises(TourUnderWay):
        ask()


def test_a_draft_changes_nothing_until_it_is_accepted(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    before = stop_names(tours.departure_ids[0])
    draft = plan_row(tours.plan())
    assert draft.state is PlanState.draft
    assert draft.cost_cents > 0
    assert draft.alone_metres > 0
    assert stop_names(tours.departure_ids[0]) == before
    assert set(states(tours).values()) == {"requested"}


def test_accepting_puts_stops_loads_and_notices_in_place(database: str) -> None:
    tours = a_tour_day()
    first = tours.ask("Rimouski", "Amqui", kg=300, who=0)
    second = tours.ask("Mont-Joli", "Amqui", kg=400, who=1, on=1)
    plan_id = tours.plan()
    assert accept(tours, plan_id) == 2
    assert states(tours) == {first: "confirmed", second: "confirmed"}
    used = [each for each in tours.departure_ids if "Quai de Mont-Joli" in stop_names(each)]
    assert len(used) == 1
    assert stop_names(used[0])[0] == stop_names(used[0])[-1] == "Dépôt de Rimouski"
    with reading() as session:
        departure = session.get_one(Departure, used[0])
        rooms = session.exec(select(LegRoom).where(LegRoom.departure_id == used[0])).all()
        lines = session.exec(select(AuditLine).where(AuditLine.subject == "tour_plan")).all()
    assert departure.tour_plan_id == plan_id
    assert sorted(room.used_kg for room in rooms) == [0, 300, 700]
    assert [line.act for line in lines] == ["drafted", "accepted"]
    assert lines[1].facts["placed"] == 2
    assert notice_kinds(tours.partner_ids[0])[-1] == "tour_accepted"
    assert notice_kinds(tours.partner_ids[1])[-1] == "tour_accepted"
    assert plan_row(plan_id).accepted_by_id == tours.coordinator.person_id
    assert_counters_sound()


def test_accepting_twice_is_harmless(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    plan_id = tours.plan()
    assert accept(tours, plan_id) == accept(tours, plan_id) == 1
    assert notice_kinds(tours.partner_ids[0]).count("tour_accepted") == 1


def test_a_load_left_out_stays_a_request_and_its_partner_is_told(sqlite_database: object) -> None:
    tours = a_tour_day(vehicles=1)
    carried = tours.ask(kg=900)
    others = [tours.ask(kg=900, who=1) for _ in range(4)]
    plan_id = tours.plan()
    accept(tours, plan_id)
    found = states(tours)
    assert "confirmed" in found.values()
    assert "requested" in found.values()
    left_out = [each for each in (carried, *others) if found[each] == "requested"]
    assert {each["shipment"] for each in plan_row(plan_id).document["unserved"]} == set(left_out)
    assert "left_out_of_tour" in notice_kinds(tours.partner_ids[1])
    assert_counters_sound()


def test_a_new_load_makes_the_draft_out_of_date(database: str) -> None:
    tours = a_tour_day()
    tours.ask()
    plan_id = tours.plan()
    tours.ask(who=1)
    with pytest.raises(LoadsChanged) as refused:
        accept(tours, plan_id)
    assert refused.value.count == 1
    assert set(states(tours).values()) == {"requested"}


def test_a_cancelled_load_makes_the_draft_out_of_date(sqlite_database: object) -> None:
    tours = a_tour_day()
    gone, kept = tours.ask(), tours.ask(who=1)
    plan_id = tours.plan()
    write(lambda session: cancel(session, tours.members[0], reservation_id=gone, version=None))
    with pytest.raises(LoadsChanged):
        accept(tours, plan_id)
    assert states(tours)[kept] == "requested"


def test_a_smaller_truck_makes_the_plan_break_a_rule(sqlite_database: object) -> None:
    tours = a_tour_day(vehicles=1)
    tours.ask(kg=900)
    plan_id = tours.plan()

    def make_smaller(session: object) -> None:
        session.get_one(Vehicle, tours.vehicle_ids[0]).payload_kg = 800  # type: ignore[attr-defined]  # a session

    write(make_smaller)
    with pytest.raises(PlanBreaksRules):
        accept(tours, plan_id)


def test_a_day_can_be_planned_again_after_acceptance(database: str) -> None:
    tours = a_tour_day()
    tours.ask("Rimouski", "Amqui")
    first = tours.plan()
    accept(tours, first)
    tours.ask("Mont-Joli", "Rimouski", who=1, kg=500)
    second = tours.plan()
    assert accept(tours, second) == 2
    assert set(states(tours).values()) == {"confirmed"}
    assert plan_row(first).state is PlanState.superseded
    assert plan_row(second).state is PlanState.accepted
    assert_counters_sound()
    with pytest.raises(StaleForm):
        accept(tours, first)


def test_a_vehicle_that_the_new_plan_leaves_idle_stays_at_its_base(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask("Rimouski", "Amqui")
    accept(tours, tours.plan([tours.vehicle_ids[0]]))
    accept(tours, tours.plan([tours.vehicle_ids[1]]))
    assert stop_names(tours.departure_ids[0]) == ["Dépôt de Rimouski", "Dépôt de Rimouski"]
    assert "Entrepôt d'Amqui" in stop_names(tours.departure_ids[1])
    with reading() as session:
        assert session.get_one(Departure, tours.departure_ids[0]).tour_plan_id is None
    tours.ask(who=1)  # and it still takes requests
    assert_counters_sound()


def test_another_draft_of_the_day_is_superseded(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    first, second = tours.plan(), tours.plan()
    accept(tours, second)
    assert plan_row(first).state is PlanState.superseded
    with pytest.raises(StaleForm):
        accept(tours, first)


def test_a_plan_is_not_accepted_once_a_tour_has_left(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    plan_id = tours.plan()
    with clock.set_to(clock.at_local(tours.day, 9 * 60)), pytest.raises(TourUnderWay):
        accept(tours, plan_id)
    with clock.set_to(clock.at_local(tours.day, 30 * 60)), pytest.raises(InThePast):
        accept(tours, plan_id)


def test_a_load_the_plan_does_not_know_of_keeps_everything_as_it_was(database: str) -> None:
    """A counter that no reservation explains is an incident: the plan is not put in place over it."""
    tours = a_tour_day()
    tours.ask()
    plan_id = tours.plan()

    def ride_unseen(session: WriteSession) -> None:
        session.get_one(Leg, (tours.departure_ids[0], 0)).used_kg = 5

    write(ride_unseen)
    before = stop_names(tours.departure_ids[0])
    with pytest.raises(RuntimeError):
        accept(tours, plan_id)
    assert stop_names(tours.departure_ids[0]) == before
    assert set(states(tours).values()) == {"requested"}
    assert plan_row(plan_id).state is PlanState.draft


def test_an_unknown_plan_is_not_found(sqlite_database: object) -> None:
    tours = a_tour_day()
    with pytest.raises(NotFound):
        accept(tours, 999)


def test_two_coordinators_accept_two_drafts_and_one_wins(database: str) -> None:
    tours = a_tour_day()
    tours.ask()
    tours.ask(who=1)
    drafts = [tours.plan(), tours.plan()]
    begin = threading.Barrier(2)
    outcomes: list[str] = []

    def accepting(plan_id: int) -> None:
        begin.wait()
        try:
            accept(tours, plan_id)
            outcomes.append("accepted")
        except StaleForm:
            outcomes.append("stale")

    threads = [threading.Thread(target=accepting, args=(each,)) for each in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "stale"]
    assert set(states(tours).values()) == {"confirmed"}
    assert_counters_sound()


def test_nothing_is_kept_of_a_cancelled_search(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    job_id = write(
        lambda session: ask_for_plan(session, tours.coordinator, service_date=tours.day, vehicle_ids=tours.vehicle_ids)
    )
    assert claim(job_id)
    write(lambda session: ask_cancel(session, tours.coordinator, job_id=job_id))
    with pytest.raises(JobCancelled):
        planning.run(job_id, tours.arguments())
    with reading() as session:
        assert session.exec(select(TourPlan)).all() == []


def test_loads_cancelled_before_the_search_leave_nothing_to_plan(sqlite_database: object) -> None:
    tours = a_tour_day()
    gone = tours.ask()
    job_id = write(
        lambda session: ask_for_plan(session, tours.coordinator, service_date=tours.day, vehicle_ids=tours.vehicle_ids)
    )
    assert claim(job_id)
    write(lambda session: cancel(session, tours.members[0], reservation_id=gone, version=None))
    with pytest.raises(NoLoads):
        planning.run(job_id, tours.arguments())


def test_frozen_goods_wait_for_a_vehicle_that_keeps_them(sqlite_database: object) -> None:
    tours = a_tour_day(temperature=FROZEN)
    frozen = tours.ask(temperature=FROZEN)
    plan_id = tours.plan()
    accept(tours, plan_id)
    assert states(tours)[frozen] == "confirmed"
