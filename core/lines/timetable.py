"""From a line's rule to its dated runs: which days it runs, why not on others, and at what moments it stops (R8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from core.calendar import statutory_holidays
from core.lines.cards import StopCard
from core.shared.clock import at_local
from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class Holiday(Refusal):
    """A statutory holiday of Québec."""

    day: date
    name: str
    sentence: ClassVar[str] = N_("%(day)s: no run, %(name)s.")


@dataclass(eq=False)
class OnPause(Refusal):
    """The line is on pause."""

    day: date
    reason: str
    sentence: ClassVar[str] = N_("%(day)s: the line is on pause (%(reason)s).")


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
class SkippedDay:
    """A day of the rule without a run, and the named reason people read."""

    day: date
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without runs, both ends included."""

    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """A vehicle busy from one moment to another on a named line."""

    starts_at: datetime
    ends_at: datetime
    line: str

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Say whether the two spans share a moment (touching ends do not)."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class StopAt:
    """A stop of a dated run."""

    site_id: int
    arrives_at: datetime
    leaves_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A dated run: its day on the wall clock and its moments in UTC."""

    day: date
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    stops: tuple[StopAt, ...]


def run_on(day: date, *, starts_minute: int, cut_off_hours: int, stops: Sequence[StopCard]) -> Run:
    """Return the run of `day`: it starts when the wall clock says so; what follows is counted in elapsed minutes."""
    starts_at = at_local(day, starts_minute)
    dated = []
    for stop in stops:
        arrives = starts_at + timedelta(minutes=stop.arrives_after_minutes)
        dated.append(StopAt(stop.site_id, arrives, arrives + timedelta(minutes=stop.dwell_minutes)))
    closes_at = starts_at - timedelta(hours=cut_off_hours)
    return Run(day, starts_at, dated[-1].leaves_at, closes_at, tuple(dated))


def closed_by(day: date, pauses: Iterable[Pause]) -> Refusal | None:
    """Return the named reason for which no line runs on `day`, or None."""
    holiday = statutory_holidays.name_of(day)
    if holiday is not None:
        return Holiday(day=day, name=holiday)
    for pause in pauses:
        if pause.first_day <= day <= pause.last_day:
            return OnPause(day=day, reason=pause.reason)
    return None


def runs_of(
    days: Iterable[date],
    *,
    starts_minute: int,
    cut_off_hours: int,
    stops: Sequence[StopCard],
    pauses: Sequence[Pause],
    busy: Iterable[Span],
    vehicle: str,
    line: str,
) -> tuple[list[Run], list[SkippedDay]]:
    """Return the runs of the days, and the days that cannot run with the reason of each.

    A vehicle is on one run at a time: a run that overlaps one of `busy`, or one just made, is skipped.
    """
    made: list[Run] = []
    skipped: list[SkippedDay] = []
    taken = list(busy)
    for day in days:
        reason = closed_by(day, pauses)
        run = run_on(day, starts_minute=starts_minute, cut_off_hours=cut_off_hours, stops=stops)
        clash = next((span for span in taken if span.overlaps(run.starts_at, run.ends_at)), None)
        if reason is None and clash is not None:
            reason = VehicleTaken(day=day, vehicle=vehicle, line=clash.line)
        if reason is not None:
            skipped.append(SkippedDay(day, reason))
            continue
        made.append(run)
        taken.append(Span(run.starts_at, run.ends_at, line))
    return made, skipped
