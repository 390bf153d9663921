"""From a line's rule to its dated runs: which days it runs, why not on others, and at what moments it stops (R8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from core.lines.cards import StopCard
from core.lines.closures import Closures
from core.lines.service_days import ServiceDay, SkippedDay
from core.shared.clock import at_local, local
from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class VehicleTaken(Refusal):
    """The vehicle is already on another run at that time."""

    day: date
    vehicle: str
    line: str
    sentence: ClassVar[str] = N_(
        "%(day)s: “%(vehicle)s” is already on “%(line)s” at that time. Choose another hour, day or vehicle."
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A vehicle or a driver busy from one moment to another on a named line."""

    starts_at: datetime
    ends_at: datetime
    line: str

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Say whether the two spans share a moment (touching ends do not)."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class StopAt:
    """A stop of a dated run, and the way that leads there."""

    site_id: int
    arrives_at: datetime
    leaves_at: datetime
    metres_from_previous: int = 0
    ferry: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A dated run: its day on the wall clock and its moments in UTC."""

    day: date
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    stops: tuple[StopAt, ...]
    driver_id: int | None = None

    @property
    def last_day(self) -> date:
        """Return the local day on which the run ends."""
        return local(self.ends_at).date()


@dataclass(frozen=True, slots=True)
class Crew:
    """Who runs: the line, its vehicle, and its usual driver if it has one."""

    line_id: int
    line: str
    vehicle_id: int
    vehicle: str
    driver_id: int | None
    cut_off_hours: int


def run_on(day: date, *, starts_minute: int, cut_off_hours: int, stops: Sequence[StopCard]) -> Run:
    """Return the run of `day`: it starts when the wall clock says so; what follows is counted in elapsed minutes."""
    starts_at = at_local(day, starts_minute)
    dated = []
    for stop in stops:
        arrives = starts_at + timedelta(minutes=stop.arrives_after_minutes)
        leaves = arrives + timedelta(minutes=stop.dwell_minutes)
        dated.append(StopAt(stop.site_id, arrives, leaves, stop.metres_from_previous, stop.ferry))
    closes_at = starts_at - timedelta(hours=cut_off_hours)
    return Run(day, starts_at, dated[-1].leaves_at, closes_at, tuple(dated))


def runs_of(
    days: Iterable[ServiceDay],
    crew: Crew,
    closures: Closures,
    *,
    busy: Iterable[Span],
    drivers_busy: Mapping[int, Iterable[Span]],
) -> tuple[list[Run], list[SkippedDay]]:
    """Return the runs of the days, and the days that cannot run with the reason of each.

    A vehicle is on one run at a time: a run that overlaps one of `busy`, or one just made, is skipped. A driver who
    is on another run leaves this one without a driver, for a coordinator to find somebody.
    """
    made: list[Run] = []
    skipped: list[SkippedDay] = []
    taken = list(busy)
    for each in days:
        run = run_on(each.day, starts_minute=each.starts_minute, cut_off_hours=crew.cut_off_hours, stops=each.stops)
        try:
            driver_id = _allowed(each, run, crew, closures, taken)
        except Refusal as reason:
            skipped.append(SkippedDay(each.day, reason))
            continue
        if driver_id is not None and _clash(run, [*drivers_busy.get(driver_id, ()), *taken_by(made, driver_id, crew)]):
            driver_id = None
        made.append(replace(run, driver_id=driver_id))
        taken.append(Span(run.starts_at, run.ends_at, crew.line))
    return made, skipped


def taken_by(made: Iterable[Run], driver_id: int, crew: Crew) -> list[Span]:
    """Return when a driver is busy on the runs just made."""
    return [Span(each.starts_at, each.ends_at, crew.line) for each in made if each.driver_id == driver_id]


def _allowed(day: ServiceDay, run: Run, crew: Crew, closures: Closures, taken: Iterable[Span]) -> int | None:
    """Return who drives the run of a day.

    Raises:
        Refusal: the named reason for which it does not run.
    """
    closed = None if day.is_added else closures.line_closed(run.day, crew.line_id)
    closed = closed or closures.vehicle_away(crew.vehicle_id, run.day, run.last_day)
    if closed is not None:
        raise closed
    driver_id = closures.who_drives(crew.driver_id, run.day, run.last_day)
    clash = _clash(run, taken)
    if clash is not None:
        raise VehicleTaken(day=run.day, vehicle=crew.vehicle, line=clash.line)
    return driver_id


def _clash(run: Run, taken: Iterable[Span]) -> Span | None:
    return next((span for span in taken if span.overlaps(run.starts_at, run.ends_at)), None)
