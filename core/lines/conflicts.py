"""Departures that people reserved on and that no longer agree with their line: why, for a person to decide (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.lines.closures import Closures, DriverAway
from core.lines.service_days import LineTimes, ServiceDay, SkippedDay
from core.shared.clock import at_local, local
from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class NoLongerRuns(Refusal):
    """The line's days or season no longer hold this date, or the line is out of service."""

    day: date
    sentence: ClassVar[str] = N_("%(day)s: the line no longer runs on this date.")


@dataclass(eq=False)
class RunsAtAnotherTime(Refusal):
    """The line now leaves at another hour."""

    day: date
    now_at: datetime
    was_at: datetime
    sentence: ClassVar[str] = N_("The line now leaves at %(now_at)s; this departure was reserved for %(was_at)s.")


@dataclass(frozen=True, slots=True)
class ReservedRun:
    """A coming departure with reservations, as far as its line and its people are concerned."""

    departure_id: int
    line_id: int
    vehicle_id: int
    driver_id: int | None
    day: date
    starts_at: datetime
    ends_at: datetime
    is_toured: bool = False


def why_not(
    run: ReservedRun,
    closures: Closures,
    days: Mapping[date, ServiceDay],
    skipped: Mapping[date, SkippedDay],
) -> Refusal | None:
    """Return why a reserved departure should not run as it stands, or None when all agrees.

    `days` and `skipped` are those of its line (`LineTimes.days`); a tour keeps the hours of its plan.
    """
    wanted = days.get(run.day)
    if wanted is None:
        return skipped[run.day].reason if run.day in skipped else NoLongerRuns(day=run.day)
    last_day = local(run.ends_at).date()
    closed = None if wanted.is_added else closures.line_closed(run.day, run.line_id)
    closed = closed or closures.vehicle_away(run.vehicle_id, run.day, last_day)
    if closed is not None:
        return closed
    if run.driver_id is not None and closures.driver_absent(run.driver_id, run.day, last_day) is not None:
        return DriverAway(day=run.day)
    should = at_local(run.day, wanted.starts_minute)
    if should != run.starts_at and not run.is_toured:
        return RunsAtAnotherTime(day=run.day, now_at=should, was_at=run.starts_at)
    return None


def conflicts_of(
    runs: list[ReservedRun], times: LineTimes | None, closures: Closures
) -> list[tuple[ReservedRun, Refusal]]:
    """Return the reserved departures of one line that no longer agree with it, and why; no times: it is at rest."""
    if not runs:
        return []
    days: dict[date, ServiceDay] = {}
    skipped: dict[date, SkippedDay] = {}
    if times is not None:
        days, skipped = times.days(min(run.day for run in runs), max(run.day for run in runs))
    found = [(run, why_not(run, closures, days, skipped)) for run in runs]
    return [(run, reason) for run, reason in found if reason is not None]
