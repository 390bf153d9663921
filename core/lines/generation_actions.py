"""What people do to have departures: generate them ahead, and let them follow a change of their line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines import departure_store, line_store, store
from core.lines.conflicts import ReservedRun, conflicts_of
from core.lines.kinds import DateChangeKind
from core.lines.scheduling_actions import LineWork, make_missing, open_work, planned_runs, write_runs
from core.lines.service_days import SkippedDay
from core.lines.tables import Departure, Line
from core.lines.timetable import Run
from core.shared import clock
from core.shared.errors import N_, InThePast, Refusal, WrongInput
from core.shared.periods import week_start

MOST_DAYS_AHEAD = 800


@dataclass(frozen=True, slots=True)
class Generated:
    """The departures made, by id, and the days of the rule without one, each with its reason."""

    made: tuple[int, ...]
    skipped: tuple[SkippedDay, ...]


@dataclass(frozen=True, slots=True)
class Remade:
    """What a change of a line did to its coming departures.

    `kept_departure_ids` have reservations and no longer agree with the line: they stay as they are (R4). `skipped`
    are the days looked at on which nothing could be made, with why.
    """

    made: int = 0
    removed: int = 0
    kept_departure_ids: tuple[int, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()

    def __add__(self, other: "Remade") -> "Remade":
        kept = tuple(sorted({*self.kept_departure_ids, *other.kept_departure_ids}))
        return Remade(self.made + other.made, self.removed + other.removed, kept, self.skipped + other.skipped)


@dataclass(eq=False)
class LineAtRest(Refusal):
    """The line, or its vehicle, is no longer in service."""

    line: str
    sentence: ClassVar[str] = N_("“%(line)s” or its vehicle is out of service. Put it back in service first.")


def generate_departures(
    session: WriteSession, member: Member, *, line_id: int, first_day: date, last_day: date
) -> Generated:
    """Make the departures of a line that are missing between two days, both included.

    Doing it again adds nothing; a departure that is there is never changed (R4). Statutory holidays, pauses, notes,
    dates decided one by one, and a vehicle or driver away or elsewhere are named reasons for a day without run.

    Raises:
        Refusal: not a coordinator, no such line, a line at rest, days that are past, reversed or too far.
    """
    by = require(member, Right.coordinator)
    if first_day < clock.today():
        raise InThePast(day=first_day)
    if not first_day <= last_day <= first_day + timedelta(days=MOST_DAYS_AHEAD):
        raise WrongInput(field=N_("Generate until"), reason=N_("choose a day from today on, within two years."))
    work = open_work(session, line_store.lock_line(session, line_id), first_day, last_day)
    if not work.runs_at_all:
        raise LineAtRest(line=work.line.name)
    made, skipped = make_missing(session, work)
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


def remake_departures(
    session: WriteSession,
    line: Line,
    *,
    days_changed: bool,
    itinerary_changed: bool = True,
    between: tuple[date, date] | None = None,
    even_beyond: bool = False,
) -> Remade:
    """Let the coming departures of a locked line that nobody has reserved on follow it as it is now.

    Those moved by a coordinator stay too, for a coordinator to change.
    A departure that still runs on its day keeps its id (and the links that lead to it) and, if nothing about it
    changes, its version; one whose day is no longer in the rule is removed. With `days_changed`, the days that are
    new in the weeks already generated are made. `between` looks at some days only, `even_beyond` those weeks.
    """
    coming = _coming(session, line)
    first_day, last_day = _weeks_generated(coming.values())
    if between is not None and even_beyond:
        first_day, last_day = between
    elif between is not None:
        first_day, last_day = max(first_day, between[0]), min(last_day, between[1])
    if first_day > last_day:
        return Remade()
    work = open_work(session, line, first_day, last_day)
    coming = {key: each for key, each in coming.items() if first_day <= each.service_date <= last_day}
    ids = list(coming)
    reserved = departure_store.with_reservations(session, ids)
    moved = {each.to_day for each in work.times.changes if each.kind is DateChangeKind.moved and line.is_active}
    kept = [each for key, each in coming.items() if key in reserved or each.service_date in moved]
    free = {each.service_date: each for each in coming.values() if each not in kept}
    gone = _let_follow(session, work, free, is_rewritten=itinerary_changed)
    made: list[int] = []
    skipped: list[SkippedDay] = []
    if days_changed and work.runs_at_all:
        made, skipped = make_missing(session, work)
    against = [each for each in kept if each.id in reserved] if itinerary_changed else _in_conflict(work, kept)
    return Remade(len(made), len(gone), tuple(sorted(each.id or 0 for each in against)), tuple(skipped))


def _coming(session: WriteSession, line: Line) -> dict[int, Departure]:
    """Lock the departures of a line that have not left yet."""
    ids = departure_store.coming_ids(
        session, line.id or 0, after=clock.now(), first_day=clock.today(), last_day=date.max
    )
    return store.lock_departures(session, ids)


def _weeks_generated(coming: Collection[Departure]) -> tuple[date, date]:
    """Return the first and the last day of the weeks ahead that have departures already."""
    if not coming:
        return date.max, date.min
    first = max(clock.today(), week_start(min(each.service_date for each in coming)))
    return first, week_start(max(each.service_date for each in coming)) + timedelta(days=6)


def _let_follow(session: WriteSession, work: LineWork, free: dict[date, Departure], *, is_rewritten: bool) -> list[int]:
    """Rewrite the free departures that differ from the line's runs, remove those without a run, return the latter."""
    ids = [each.id or 0 for each in free.values()]
    runs: list[Run] = []
    if work.runs_at_all:
        days, _ = work.times.days(work.first_day, work.last_day)
        runs, _ = planned_runs(session, work, [each for day, each in days.items() if day in free], but=ids)
    still = {run.day: run for run in runs}
    gone = [each.id or 0 for day, each in free.items() if day not in still]
    departure_store.drop(session, gone)
    stops = departure_store.stops_of_many(session, ids)
    changed = {
        free[day].id or 0: run
        for day, run in still.items()
        if is_rewritten or _differs(free[day], run, work.line, stops.get(free[day].id or 0, []))
    }
    changed = _with_drivers(session, {each.id or 0: each for each in free.values()}, changed)
    departure_store.drop_itineraries(session, list(changed))
    for departure in sorted(
        (free[run.day] for run in changed.values()),
        key=lambda each: each.starts_at,
        reverse=any(run.starts_at > free[run.day].starts_at for run in changed.values()),
    ):
        _put(departure, work.line, changed[departure.id or 0])
        session.flush()  # one after the other: two runs of a vehicle may not meet, even for a moment
    write_runs(session, work, changed)
    return gone


def _with_drivers(session: WriteSession, free: dict[int, Departure], runs: dict[int, Run]) -> dict[int, Run]:
    """Let whoever drives a run now keep it where its line names nobody for it, unless they are elsewhere by then."""
    asked = {key: free[key].driver_id for key, run in runs.items() if run.driver_id is None}
    begin = min((run.starts_at for run in runs.values()), default=clock.now())
    end = max((run.ends_at for run in runs.values()), default=begin)
    kept = dict(runs)
    for person_id in sorted({each for each in asked.values() if each is not None}):
        departure_store.lock_driver(session, person_id)
        busy = departure_store.spans_of_driver(session, person_id, begin, end, but=list(runs))
        for key in (key for key, driver_id in asked.items() if driver_id == person_id):
            if not any(span.overlaps(runs[key].starts_at, runs[key].ends_at) for span in busy):
                kept[key] = replace(runs[key], driver_id=person_id)
    return kept


def _differs(departure: Departure, run: Run, line: Line, stops: Sequence[tuple[int, object, object]]) -> bool:
    now = (departure.starts_at, departure.ends_at, departure.closes_at, departure.vehicle_id, departure.kind)
    wanted = (run.starts_at, run.ends_at, run.closes_at, line.vehicle_id, line.kind)
    has_other_driver = run.driver_id is not None and run.driver_id != departure.driver_id
    return now != wanted or has_other_driver or stops != [(s.site_id, s.arrives_at, s.leaves_at) for s in run.stops]


def _in_conflict(work: LineWork, kept: Collection[Departure]) -> list[Departure]:
    """Return the reserved departures that no longer agree with their line."""
    runs = {reserved_run(each): each for each in kept}
    times = work.times if work.runs_at_all else None
    return [runs[run] for run, _reason in conflicts_of(list(runs), times, work.closures)]


def reserved_run(departure: Departure) -> ReservedRun:
    """Return a departure as the rule of conflicts looks at it."""
    return ReservedRun(
        departure_id=departure.id or 0,
        line_id=departure.line_id,
        vehicle_id=departure.vehicle_id,
        driver_id=departure.driver_id,
        day=departure.service_date,
        starts_at=departure.starts_at,
        ends_at=departure.ends_at,
        is_toured=departure.tour_plan_id is not None,
    )


def _put(departure: Departure, line: Line, run: Run) -> None:
    departure.kind, departure.vehicle_id = line.kind, line.vehicle_id
    departure.starts_at, departure.ends_at, departure.closes_at = run.starts_at, run.ends_at, run.closes_at
    departure.driver_id = run.driver_id
    departure.tour_plan_id = None
    departure.version += 1
