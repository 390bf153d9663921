"""On which days a line runs, and by which timetable: its rule, its seasonal patterns, the dates decided one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from core.calendar import recurrence
from core.lines.cards import StopCard
from core.lines.closures import DateChange
from core.lines.kinds import DateChangeKind
from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class SkippedDate(Refusal):
    """A coordinator skips this date of the line."""

    day: date
    reason: str
    sentence: ClassVar[str] = N_("%(day)s: the run is skipped (%(reason)s).")


@dataclass(eq=False)
class MovedDate(Refusal):
    """A coordinator moved this date of the line."""

    day: date
    to_day: date
    sentence: ClassVar[str] = N_("%(day)s: the run is moved to %(to_day)s.")


@dataclass(eq=False)
class MovedDateBecause(Refusal):
    """A coordinator moved this date of the line and said why."""

    day: date
    to_day: date
    reason: str
    sentence: ClassVar[str] = N_("%(day)s: the run is moved to %(to_day)s (%(reason)s).")


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day of the rule without a run, and the named reason people read."""

    day: date
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Timetable:
    """A rule counted from `first_day`, in force until `last_day` (or for good), when it starts and where it stops."""

    name: str
    first_day: date
    last_day: date | None
    rrule: str
    starts_minute: int
    stops: tuple[StopCard, ...]

    def covers(self, day: date) -> bool:
        """Say whether it is in force on `day`."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def days(self, first_day: date, last_day: date) -> Sequence[date]:
        """Return the days of its rule between two others."""
        return _days(
            self.rrule, self.first_day, self.starts_minute, first_day, min(last_day, self.last_day or last_day)
        )


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """A day on which the line means to run; an added one was decided knowing what closes the day."""

    day: date
    starts_minute: int
    stops: tuple[StopCard, ...]
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class LineTimes:
    """When a line runs: its usual timetable, the patterns that replace it, the dates decided one by one."""

    usual: Timetable
    patterns: tuple[Timetable, ...] = ()
    changes: tuple[DateChange, ...] = ()

    def in_force(self, day: date) -> Timetable:
        """Return the timetable of a day: a pattern's where one covers it, else the usual one."""
        return next((each for each in self.patterns if each.covers(day)), self.usual)

    def in_season(self, day: date) -> bool:
        """Say whether the line has a timetable on `day`."""
        return self.in_force(day).covers(day)

    def days(self, first_day: date, last_day: date) -> tuple[dict[date, ServiceDay], dict[date, SkippedDay]]:
        """Return the days on which the line means to run between two others, and those decided otherwise.

        What a person decided for a date wins over the rule; two dates never fall on one day.
        """
        found = {
            day: ServiceDay(day, each.starts_minute, each.stops)
            for each in (self.usual, *self.patterns)
            for day in each.days(first_day, last_day)
            if self.in_force(day) is each
        }
        skipped: dict[date, SkippedDay] = {}
        for change in self.changes:
            if change.kind is not DateChangeKind.added:
                found.pop(change.day, None)
                reason = _reason(change)
                if first_day <= change.day <= last_day and reason is not None:
                    skipped[change.day] = SkippedDay(change.day, reason)
        for change in self.changes:
            day = change.to_day or change.day
            if change.kind is not DateChangeKind.skipped and first_day <= day <= last_day:
                found[day] = self._decided(change, day)
        return dict(sorted(found.items())), skipped

    def _decided(self, change: DateChange, day: date) -> ServiceDay:
        timetable = self.in_force(change.day)
        starts = timetable.starts_minute if change.starts_minute is None else change.starts_minute
        return ServiceDay(day, starts, timetable.stops, is_added=change.kind is DateChangeKind.added)


@dataclass(frozen=True, slots=True)
class LineDays:
    """A line in service with everything that decides its days but what was said of them."""

    id: int
    name: str
    territory: str
    vehicle_id: int
    driver_id: int | None
    usual: Timetable
    patterns: tuple[Timetable, ...]

    def times(self, changes: Sequence[DateChange]) -> LineTimes:
        """Return when it runs, the dates decided one by one among them."""
        return LineTimes(self.usual, self.patterns, tuple(changes))


def _reason(change: DateChange) -> Refusal | None:
    """Return why the date has no run; one that only changes its hour still has one."""
    if change.to_day is None:
        return SkippedDate(day=change.day, reason=change.reason)
    if change.to_day == change.day:
        return None
    if not change.reason:
        return MovedDate(day=change.day, to_day=change.to_day)
    return MovedDateBecause(day=change.day, to_day=change.to_day, reason=change.reason)


@lru_cache(maxsize=512)
def _days(rule: str, season_from: date, starts_minute: int, first_day: date, last_day: date) -> tuple[date, ...]:
    """Count the days of a rule, remembered: each view of the calendar asks for the same ones."""
    if last_day < max(first_day, season_from):
        return ()
    return tuple(
        recurrence.days(
            rule, season_from=season_from, starts_minute=starts_minute, first_day=first_day, last_day=last_day
        )
    )


def overlapping(patterns: Mapping[int, Timetable], wanted: Timetable, *, but: int | None) -> Timetable | None:
    """Return a pattern that covers a day of `wanted` already, or None."""
    for key, other in patterns.items():
        if (
            key != but
            and (other.last_day or date.max) >= wanted.first_day
            and (other.first_day <= (wanted.last_day or date.max))
        ):
            return other
    return None
