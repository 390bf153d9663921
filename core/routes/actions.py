"""What a coordinator does with tours: ask for a plan, and accept one."""

from collections.abc import Collection
from datetime import date

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.routes import store
from core.routes.checker import check
from core.routes.day_views import DayBoard, day_board
from core.routes.itinerary_actions import put_in_place
from core.routes.plan import Plan
from core.routes.plan_document import changed_loads, plan_from
from core.routes.refusals import LoadsChanged, NoLoads, NoVehicle, PlanBreaksRules, TourUnderWay
from core.routes.tables import PlanState, TourPlan
from core.shared import clock
from core.shared.errors import N_, InThePast, NotFound, StaleForm
from core.work.actions import enqueue

TOUR_PLAN = N_("tour plan")


def ask_for_plan(session: WriteSession, member: Member, *, service_date: date, vehicle_ids: Collection[int]) -> str:
    """Ask the worker to plan a day's tours with some of its vehicles; return the job's id, to wake after the commit.

    Raises:
        NotAllowed: only a coordinator may.
        InThePast, NoLoads, NoVehicle, TourUnderWay: there is nothing to plan, or nothing to plan it with.
        TooManyJobs: the person's other calculations have not ended.
    """
    person_id = require(member, Right.coordinator)
    if service_date < clock.today():
        raise InThePast(day=service_date)
    board = day_board(session, service_date)
    if not board.loads:
        raise NoLoads(day=service_date)
    chosen = [each for each in board.vehicles if each.vehicle.id in set(vehicle_ids)]
    if not chosen:
        raise NoVehicle(day=service_date)
    for each in chosen:
        if each.has_left:
            raise TourUnderWay(line=each.line_name, day=service_date)
    arguments = {
        "service_date": service_date.isoformat(),
        "vehicle_ids": sorted(each.vehicle.id for each in chosen),
        "by": person_id,
    }
    return enqueue(session, member, kind="plan_tours", arguments=arguments)


def accept_plan(session: WriteSession, member: Member, *, plan_id: int) -> int:
    """Make a draft the plan of its day: departures take its stops, loads their places, partners are told.

    Everything happens in one transaction, under the locks of the day's departures, after the checker has judged the
    plan against the loads and vehicles as they are now (R11). The day's other plans are superseded. Accepting the
    accepted plan again changes nothing. Returns how many loads are placed.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound, StaleForm: there is no such plan, or another one was accepted since.
        LoadsChanged, PlanBreaksRules, TourUnderWay: the plan no longer answers the day.
    """
    person_id = require(member, Right.coordinator)
    found = store.plan(session, plan_id)
    if found is None:
        raise NotFound(what=TOUR_PLAN)
    day = found.service_date
    plans = {each.id: each for each in store.lock_plans_of_day(session, day)}
    row = plans[plan_id]
    plan = plan_from(row.document)
    if row.state is PlanState.accepted:
        return len(plan.served_ids)
    if row.state is PlanState.superseded:
        raise StaleForm(what=TOUR_PLAN)
    departures = lock_departures(session, [each.departure_id for each in day_board(session, day).vehicles])
    board = day_board(session, day)
    _check_still_true(board, row, plan)
    put_in_place(session, board, departures, plan, plan_id)
    for other in plans.values():
        if other is not row:
            other.state = PlanState.superseded
    row.state, row.accepted_at, row.accepted_by_id = PlanState.accepted, clock.now(), person_id
    placed, left_out = len(plan.served_ids), len(plan.unserved)
    record(session, person_id, "accepted", "tour_plan", plan_id, day=day.isoformat(), placed=placed, left_out=left_out)
    session.flush()
    return placed


def _check_still_true(board: DayBoard, row: TourPlan, plan: Plan) -> None:
    """Judge the plan against the day as it is now, under the locks."""
    day = board.service_date
    if day < clock.today():
        raise InThePast(day=day)
    changed = changed_loads(row.document["loads"], board.load_documents())
    if changed:
        raise LoadsChanged(day=day, count=changed)
    used = {tour.vehicle_id for tour in plan.tours}
    for each in board.vehicles:
        if each.has_left and each.vehicle.id in used:
            raise TourUnderWay(line=each.line_name, day=day)
    broken = check(board.problem([each["id"] for each in row.document["vehicles"]]), plan)
    if broken:
        raise PlanBreaksRules(day=day, first=broken[0].kind)
