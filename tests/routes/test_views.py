"""Who sees what of a plan and of the driver's sheet (R9), in few queries."""

from __future__ import annotations

import pytest

from core.access.rights import VISITOR
from core.database.doors import reading, write, writing
from core.reservations.actions import cancel
from core.routes.actions import accept_plan
from core.routes.tables import PlanState
from core.routes.views import day_board, driver_sheet, plan_of_day, tour_days
from core.shared.errors import NotAllowed, NotFound, SignInNeeded
from tests.queries import counting_queries
from tests.routes.networks import TourDay, a_tour_day


def an_accepted_day() -> TourDay:
    """A day whose plan is accepted: two loads of two partners on one tour."""
    tours = a_tour_day()
    tours.ask("Rimouski", "Amqui", kg=300, who=0)
    tours.ask("Mont-Joli", "Amqui", kg=400, who=1)
    plan_id = tours.plan()
    write(lambda session: accept_plan(session, tours.coordinator, plan_id=plan_id))
    return tours


def test_a_coordinator_sees_every_load_and_the_money(sqlite_database: object) -> None:
    tours = an_accepted_day()
    with reading() as session:
        plan = plan_of_day(session, tours.coordinator, service_date=tours.day)
    assert plan is not None
    assert plan.state is PlanState.accepted
    [tour] = plan.tours
    assert tour.cost_cents == plan.together.cost_cents
    assert tour.metres == plan.together.metres
    assert tour.loads == 2
    loads = [load for stop in tour.stops for load in stop.pick_ups]
    assert {load.partner_name for load in loads} == {"Partenaire A", "Partenaire B"}
    assert all(load.number.startswith("R-") for load in loads)
    assert [stop.number for stop in tour.stops] == list(range(1, len(tour.stops) + 1))
    assert max(leg.aboard.kg for leg in tour.legs) == 700
    assert plan.alone.metres > plan.together.metres


def test_a_partner_reads_its_own_loads_by_name_and_no_amount(sqlite_database: object) -> None:
    tours = an_accepted_day()
    with reading() as session:
        plan = plan_of_day(session, tours.members[0], service_date=tours.day)
    assert plan is not None
    assert plan.together.cost_cents is None
    assert plan.alone.cost_cents is None
    assert plan.tours[0].cost_cents is None
    loads = [load for stop in plan.tours[0].stops for load in stop.pick_ups]
    own = [load for load in loads if load.is_own]
    others = [load for load in loads if not load.is_own]
    assert [load.partner_name for load in own] == ["Partenaire A"]
    assert [(load.partner_name, load.number, load.to_name, load.quantity.kg) for load in others] == [("", "", "", 400)]


def test_a_draft_is_for_coordinators_only(sqlite_database: object) -> None:
    tours = a_tour_day()
    tours.ask()
    plan_id = tours.plan()
    with reading() as session:
        assert plan_of_day(session, tours.members[0], service_date=tours.day) is None
        assert plan_of_day(session, tours.members[0], service_date=tours.day, plan_id=plan_id) is None
        draft = plan_of_day(session, tours.coordinator, service_date=tours.day)
        with pytest.raises(NotFound):
            plan_of_day(session, tours.coordinator, service_date=tours.day, plan_id=plan_id + 1)
        with pytest.raises(SignInNeeded):
            plan_of_day(session, VISITOR, service_date=tours.day)
    assert draft is not None
    assert draft.state is PlanState.draft


def test_the_accepted_plan_comes_before_drafts_unless_one_is_asked_for(sqlite_database: object) -> None:
    tours = an_accepted_day()
    tours.ask(who=1)
    draft_id = tours.plan()
    with reading() as session:
        board = day_board(session, tours.day)
        first = plan_of_day(session, tours.coordinator, service_date=tours.day, board=board)
        asked = plan_of_day(session, tours.coordinator, service_date=tours.day, plan_id=draft_id, board=board)
    assert first is not None
    assert asked is not None
    assert (first.state, first.changed) == (PlanState.accepted, 1)
    assert (asked.state, asked.changed) == (PlanState.draft, 0)


def test_a_draft_says_how_many_loads_changed_since(sqlite_database: object) -> None:
    tours = a_tour_day()
    gone = tours.ask()
    tours.ask(who=1)
    tours.plan()
    write(lambda session: cancel(session, tours.members[0], reservation_id=gone, version=None))
    tours.ask(who=1)
    with reading() as session:
        board = day_board(session, tours.day)
        draft = plan_of_day(session, tours.coordinator, service_date=tours.day, board=board)
    assert draft is not None
    assert draft.changed == 2


def test_the_page_of_the_day_needs_few_queries_whatever_the_loads(sqlite_database: object) -> None:
    tours = an_accepted_day()
    for _ in range(4):
        tours.ask(kg=50)
    with counting_queries() as counter, reading() as session:
        assert list(tour_days(session)) == [tours.day]
        board = day_board(session, tours.day)
        plan_of_day(session, tours.coordinator, service_date=tours.day, board=board)
    assert counter.count <= 6, str(counter)
    assert len(board.loads) == 6
    assert len(board.vehicles) == 2


def test_the_driver_reads_what_to_load_and_unload_at_each_stop(sqlite_database: object) -> None:
    tours = an_accepted_day()
    with counting_queries() as counter, reading() as session:
        sheet = driver_sheet(session, tours.driver, service_date=tours.day)
    assert counter.count <= 3, str(counter)
    assert len(sheet.runs) == 2
    used = next(run for run in sheet.runs if run.is_planned_tour)
    with reading() as session:
        sheet = driver_sheet(session, tours.driver, service_date=tours.day, departure_id=used.departure_id)
    assert sheet.chosen == used
    loaded = [load.quantity.kg for stop in sheet.stops for load in stop.to_load]
    unloaded = [load.quantity.kg for stop in sheet.stops for load in stop.to_unload]
    assert sorted(loaded) == sorted(unloaded) == [300, 400]
    assert sheet.stops[0].metres == 0
    assert sheet.metres > 100_000
    at_the_end = next(stop for stop in sheet.stops if stop.to_unload)
    assert {load.other_place for load in at_the_end.to_unload} == {"Dépôt de Rimouski", "Quai de Mont-Joli"}


def test_a_load_cancelled_after_acceptance_is_not_on_the_sheet(sqlite_database: object) -> None:
    tours = an_accepted_day()
    write(lambda session: cancel(session, tours.members[0], reservation_id=tours.asked[0], version=None))
    with reading() as session:
        runs = driver_sheet(session, tours.driver, service_date=tours.day).runs
        sheets = [
            driver_sheet(session, tours.driver, service_date=tours.day, departure_id=run.departure_id) for run in runs
        ]
    assert [load.quantity.kg for sheet in sheets for stop in sheet.stops for load in stop.to_load] == [400]


def test_sheets_are_for_drivers_and_coordinators(sqlite_database: object) -> None:
    tours = a_tour_day()
    with reading() as session:
        assert driver_sheet(session, tours.coordinator, service_date=tours.day).chosen is not None
        with pytest.raises(NotAllowed):
            driver_sheet(session, tours.members[0], service_date=tours.day)
        with pytest.raises(SignInNeeded):
            driver_sheet(session, VISITOR, service_date=tours.day)


def test_a_day_without_departure_has_an_empty_sheet(sqlite_database: object) -> None:
    tours = a_tour_day()
    with reading() as session:
        sheet = driver_sheet(session, tours.driver, service_date=tours.day.replace(year=tours.day.year + 1))
    assert (sheet.runs, sheet.chosen, sheet.stops) == ((), None, ())


def test_the_thaw_cuts_what_a_heavy_vehicle_may_carry_on_its_tour(database: str) -> None:
    from core.lines.closure_actions import set_thaw

    tours = a_tour_day()
    with reading() as session:
        before = {each.vehicle.id: each.vehicle for each in day_board(session, tours.day).vehicles}
    with writing() as session:
        set_thaw(session, tours.coordinator, first_day=tours.day, last_day=tours.day, keeps_percent=80)
    with reading() as session:
        after = {each.vehicle.id: each.vehicle for each in day_board(session, tours.day).vehicles}
    for key, vehicle in before.items():
        share = 80 if vehicle.gvwr_kg >= 4500 else 100
        assert after[key].payload_kg == vehicle.payload_kg * share // 100
