"""What coordinators see of some days: each vehicle with its runs, and everything that was said of these days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, Right, require
from core.database.doors import ReadSession
from core.fleet.views import vehicles
from core.lines import closures_store
from core.lines import departure_rows_store as rows_store
from core.lines.closures import Closures
from core.lines.kinds import DepartureState
from core.shared import clock


@dataclass(frozen=True, slots=True)
class VehicleLane:
    """A vehicle and who owns it."""

    id: int
    name: str
    owner_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class VehicleRun:
    """A departure as its vehicle's row shows it; `may_move` says that a coordinator may still move it, now."""

    id: int
    line_id: int
    line_name: str
    vehicle_id: int
    vehicle_name: str
    driver_name: str
    state: DepartureState
    service_date: date
    starts_at: datetime
    ends_at: datetime
    may_move: bool


@dataclass(frozen=True, slots=True)
class VehicleTimeline:
    """Vehicles by name (those in service, and those that run), runs in the order they leave, what closes days."""

    vehicles: tuple[VehicleLane, ...]
    runs: tuple[VehicleRun, ...]
    closures: Closures


def vehicle_timeline(session: ReadSession, member: Member, *, first_day: date, last_day: date) -> VehicleTimeline:
    """Return what vehicles do between two days, the runs that were called off left out (three queries).

    A run that left the day before is there too: it may end in the morning.

    Raises:
        SignInNeeded, NotAllowed: not a coordinator: drivers' absences are nobody else's to read (R9).
    """
    require(member, Right.coordinator)
    which = [*rows_store.chosen([(first_day - timedelta(days=1), last_day)]), *rows_store.not_cancelled()]
    now = clock.now()
    runs = tuple(
        VehicleRun(
            id=each.id,
            line_id=each.line_id,
            line_name=each.line_name,
            vehicle_id=each.vehicle_id,
            vehicle_name=each.vehicle_name,
            driver_name=each.driver_name or "",
            state=each.state,
            service_date=each.service_date,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            may_move=each.state == DepartureState.planned and each.starts_at > now and each.tour_plan_id is None,
        )
        for each in rows_store.departures(session, which)
        if clock.local(each.ends_at).date() >= first_day
    )
    running = {run.vehicle_id for run in runs}
    lanes = tuple(
        VehicleLane(each.id, each.name, each.owner_name, each.is_active)
        for each in vehicles(session)
        if each.is_active or each.id in running
    )
    return VehicleTimeline(lanes, runs, closures_store.closures_between(session, first_day, last_day))
