"""What people do to have departures: generate them ahead, and let them follow a change of their line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.calendar import recurrence
from core.database.doors import WriteSession
from core.fleet.store import compartments_of, lock_vehicle
from core.fleet.tables import Compartment, Vehicle
from core.lines import departure_store, line_store, store
from core.lines.tables import Departure, DepartureState, Line
from core.lines.timetable import Pause, Run, SkippedDay, runs_of
from core.shared import clock
from core.shared.errors import N_, InThePast, Refusal, WrongInput
from core.shared.periods import week_start
from core.shared.quantities import TemperatureClass

MOST_DAYS_AHEAD = 800


@dataclass(frozen=True, slots=True)
class Generated:
    """The departures made, by id, and the days of the rule without one, each with its reason."""

    made: tuple[int, ...]
    skipped: tuple[SkippedDay, ...]


@dataclass(eq=False)
class LineAtRest(Refusal):
    """The line, or its vehicle, is no longer in service."""

    line: str
    sentence: ClassVar[str] = N_("“%(line)s” or its vehicle is out of service. Put it back in service first.")


def generate_departures(
    session: WriteSession, member: Member, *, line_id: int, first_day: date, last_day: date
) -> Generated:
    """Make the departures of a line that are missing between two days, both included.

    Doing it again adds nothing; a departure that is there is never changed (R4). Statutory holidays, pauses and a
    vehicle that is elsewhere are named reasons for a day without run.

    Raises:
        Refusal: not a coordinator, no such line, a line at rest, days that are past, reversed or too far.
    """
    by = require(member, Right.coordinator)
    if first_day < clock.today():
        raise InThePast(day=first_day)
    if not first_day <= last_day <= first_day + timedelta(days=MOST_DAYS_AHEAD):
        raise WrongInput(field=N_("Generate until"), reason=N_("choose a day from today on, within two years."))
    line = line_store.lock_line(session, line_id)
    vehicle = lock_vehicle(session, line.vehicle_id)
    if not line.is_active or not vehicle.is_active:
        raise LineAtRest(line=line.name)
    made, skipped = _make_missing(session, line, vehicle, first_day, last_day)
    record(
        session,
        by,
        "generated departures",
        "line",
        line_id,
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
        made=len(made),
        skipped=len(skipped),
    )
    return Generated(tuple(made), tuple(skipped))


def remake_departures(session: WriteSession, line: Line, *, days_changed: bool) -> tuple[int, ...]:
    """Follow a change of the line on its coming departures that nobody has reserved on; return the ids of the others.

    A departure that still runs on its day keeps its id (and the links that lead to it); one whose day is no longer
    in the rule is removed. With `days_changed`, the days that are new in the weeks already generated are made.
    """
    assert line.id is not None  # noqa: S101 - a locked row
    ids = departure_store.coming_ids(session, line.id, after=clock.now(), first_day=clock.today(), last_day=date.max)
    coming = store.lock_departures(session, ids)
    if not coming:
        return ()
    vehicle = lock_vehicle(session, line.vehicle_id)
    kept = departure_store.with_reservations(session, ids)
    free = {each.service_date: key for key, each in coming.items() if key not in kept}
    first_day = max(clock.today(), week_start(min(each.service_date for each in coming.values())))
    last_day = week_start(max(each.service_date for each in coming.values())) + timedelta(days=6)
    runs: list[Run] = []
    if line.is_active and vehicle.is_active:
        days = [day for day in _days(line, first_day, last_day) if day in free]
        runs, _ = _runs(session, line, vehicle, days, but=free.values())
    still = {free[run.day]: run for run in runs}
    departure_store.drop_itineraries(session, list(free.values()))
    for departure_id, run in still.items():
        _put(coming[departure_id], line, run)
    session.flush()
    _write(session, line, vehicle, still)
    departure_store.drop(session, [each for each in free.values() if each not in still])
    if days_changed and line.is_active and vehicle.is_active:
        _make_missing(session, line, vehicle, first_day, last_day)
    return tuple(sorted(kept))


def _days(line: Line, first_day: date, last_day: date) -> list[date]:
    return recurrence.days(
        line.rrule,
        season_from=line.season_from,
        starts_minute=line.starts_minute,
        first_day=first_day,
        last_day=min(last_day, line.season_to or last_day),
    )


def _runs(
    session: WriteSession, line: Line, vehicle: Vehicle, days: list[date], *, but: Iterable[int]
) -> tuple[list[Run], list[SkippedDay]]:
    assert line.id is not None  # noqa: S101 - locked rows
    assert vehicle.id is not None  # noqa: S101
    if not days:
        return [], []
    return runs_of(
        days,
        starts_minute=line.starts_minute,
        cut_off_hours=line.cut_off_hours,
        stops=line_store.stops_of(session, line.id),
        pauses=[Pause(p.first_day, p.last_day, p.reason) for p in line_store.pauses_of(session, line.id)],
        busy=departure_store.spans_of_vehicle(
            session,
            vehicle.id,
            clock.at_local(days[0], 0),
            clock.at_local(days[-1] + timedelta(days=5), 0),
            but=but,
        ),
        vehicle=vehicle.name,
        line=line.name,
    )


def _make_missing(
    session: WriteSession, line: Line, vehicle: Vehicle, first_day: date, last_day: date
) -> tuple[list[int], list[SkippedDay]]:
    assert line.id is not None  # noqa: S101 - a locked row
    there = departure_store.days_with_departure(session, line.id, first_day, last_day)
    days = [day for day in _days(line, first_day, last_day) if day not in there]
    runs, skipped = _runs(session, line, vehicle, days, but=[])
    now = clock.now()
    departures = [_departure(line, run) for run in runs if run.starts_at > now]
    session.add_all(departures)
    session.flush()
    by_day = {run.day: run for run in runs}
    made = {each.id: by_day[each.service_date] for each in departures if each.id is not None}
    _write(session, line, vehicle, made)
    return list(made), skipped


def _departure(line: Line, run: Run) -> Departure:
    assert line.id is not None  # noqa: S101 - a locked row
    return Departure(
        line_id=line.id,
        vehicle_id=line.vehicle_id,
        kind=line.kind,
        state=DepartureState.planned,
        service_date=run.day,
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        closes_at=run.closes_at,
    )


def _put(departure: Departure, line: Line, run: Run) -> None:
    departure.kind, departure.vehicle_id = line.kind, line.vehicle_id
    departure.starts_at, departure.ends_at, departure.closes_at = run.starts_at, run.ends_at, run.closes_at
    departure.tour_plan_id = None
    departure.version += 1


def _write(session: WriteSession, line: Line, vehicle: Vehicle, runs: dict[int, Run]) -> None:
    assert line.id is not None  # noqa: S101 - a locked row
    stops = line_store.stops_of(session, line.id)
    departure_store.write_itineraries(session, runs, stops=stops, vehicle=vehicle, rooms=_rooms(session, line))


def _rooms(session: WriteSession, line: Line) -> list[tuple[Compartment, TemperatureClass]]:
    assert line.id is not None  # noqa: S101 - a locked row
    temperatures = line_store.temperatures_of(session, line.id)
    compartments = compartments_of(session, line.vehicle_id)
    return [(each, temperatures[each.id]) for each in compartments if each.id is not None and each.id in temperatures]
