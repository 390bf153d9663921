"""How a line's days become departures: everything said about them is read once, then runs are planned and written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.database.doors import WriteSession
from core.fleet.store import compartments_of, lock_vehicle
from core.fleet.tables import HEAVY_FROM_GVWR_KG, Compartment, Vehicle
from core.lines import departure_store, line_store, pattern_store
from core.lines.closures import Closures, thawed_kg
from core.lines.closures_store import closures_between
from core.lines.service_days import LineTimes, ServiceDay, SkippedDay
from core.lines.tables import Departure, DepartureState, Line
from core.lines.timetable import Crew, Run, runs_of
from core.shared import clock
from core.shared.quantities import TemperatureClass

_LONGEST_RUN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class LineWork:
    """A locked line with everything that says when and how it runs between two days."""

    line: Line
    vehicle: Vehicle
    closures: Closures
    times: LineTimes
    first_day: date
    last_day: date

    @property
    def line_id(self) -> int:
        """Return the id of the line."""
        return self.line.id or 0

    @property
    def runs_at_all(self) -> bool:
        """Say whether the line and its vehicle are in service."""
        return self.line.is_active and self.vehicle.is_active


def open_work(session: WriteSession, line: Line, first_day: date, last_day: date) -> LineWork:
    """Lock the vehicle and the drivers of a locked line, and read all that was said about the days."""
    vehicle = lock_vehicle(session, line.vehicle_id)
    closures = closures_between(session, first_day, last_day + _LONGEST_RUN)
    return LineWork(line, vehicle, closures, pattern_store.times_of(session, line, closures), first_day, last_day)


def planned_runs(
    session: WriteSession, work: LineWork, days: list[ServiceDay], *, but: Iterable[int]
) -> tuple[list[Run], list[SkippedDay]]:
    """Return the runs of some days, and those that cannot run; the departures `but` may make room for them."""
    if not days:
        return [], []
    begin = clock.at_local(days[0].day, 0)
    end = clock.at_local(days[-1].day, 0) + _LONGEST_RUN
    left_out = list(but)
    drivers = _drivers(session, work)
    crew = Crew(
        line_id=work.line_id,
        line=work.line.name,
        vehicle_id=work.line.vehicle_id,
        vehicle=work.vehicle.name,
        driver_id=work.line.driver_id if work.line.driver_id in drivers else None,
        cut_off_hours=work.line.cut_off_hours,
    )
    return runs_of(
        days,
        crew,
        work.closures,
        busy=departure_store.spans_of_vehicle(session, crew.vehicle_id, begin, end, but=left_out),
        drivers_busy={
            each: departure_store.spans_of_driver(session, each, begin, end, but=left_out) for each in drivers
        },
    )


def _drivers(session: WriteSession, work: LineWork) -> list[int]:
    """Lock those who may have to drive the line, in order, and return the ones who still may."""
    usual = work.line.driver_id
    if usual is None:
        return []
    stand_ins = {each.substitute_id for each in work.closures.drivers if each.person_id == usual}
    wanted = sorted({usual, *(each for each in stand_ins if each is not None)})
    return [each for each in wanted if departure_store.lock_driver(session, each) is not None]


def make_missing(session: WriteSession, work: LineWork) -> tuple[list[int], list[SkippedDay]]:
    """Make the departures that are not there yet; return their ids, and the days without a run with why."""
    there = departure_store.days_with_departure(session, work.line_id, work.first_day, work.last_day)
    days, decided = work.times.days(work.first_day, work.last_day)
    runs, skipped = planned_runs(session, work, [each for day, each in days.items() if day not in there], but=[])
    now = clock.now()
    departures = [_departure(work.line, run) for run in runs if run.starts_at > now]
    session.add_all(departures)
    session.flush()
    by_day = {run.day: run for run in runs}
    made = {each.id: by_day[each.service_date] for each in departures if each.id is not None}
    write_runs(session, work, made)
    return list(made), sorted([*skipped, *decided.values()], key=lambda each: each.day)


def _departure(line: Line, run: Run) -> Departure:
    assert line.id is not None  # noqa: S101 - a locked row
    return Departure(
        line_id=line.id,
        vehicle_id=line.vehicle_id,
        driver_id=run.driver_id,
        kind=line.kind,
        state=DepartureState.planned,
        service_date=run.day,
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        closes_at=run.closes_at,
    )


def write_runs(session: WriteSession, work: LineWork, runs: dict[int, Run]) -> None:
    """Write the stops, legs and room of planned runs, by departure id; the thaw cuts what heavy vehicles carry."""
    payloads = {
        key: payload_kg(work.vehicle, work.closures.keeps_percent(run.day, run.last_day)) for key, run in runs.items()
    }
    departure_store.write_itineraries(session, runs, payloads_kg=payloads, rooms=_rooms(session, work.line))


def payload_kg(vehicle: Vehicle, keeps_percent: int) -> int:
    """Return what a vehicle may carry in a thaw that leaves it a share (100: no thaw)."""
    is_heavy = vehicle.gvwr_kg >= HEAVY_FROM_GVWR_KG
    return thawed_kg(vehicle.payload_kg, is_heavy=is_heavy, keeps_percent=keeps_percent)


def _rooms(session: WriteSession, line: Line) -> list[tuple[Compartment, TemperatureClass]]:
    assert line.id is not None  # noqa: S101 - a locked row
    temperatures = line_store.temperatures_of(session, line.id)
    compartments = compartments_of(session, line.vehicle_id)
    return [(each, temperatures[each.id]) for each in compartments if each.id is not None and each.id in temperatures]
