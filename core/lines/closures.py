"""What closes a day: a holiday, a pause, a vehicle or a driver away, a coordinator's note; and what the thaw leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.calendar import statutory_holidays
from core.lines.kinds import DateChangeKind
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
class ClosedByNote(Refusal):
    """A coordinator closed the day."""

    day: date
    text: str
    sentence: ClassVar[str] = N_("%(day)s: no run, %(text)s.")


@dataclass(eq=False)
class VehicleAway(Refusal):
    """The vehicle is not available that day."""

    day: date
    vehicle: str
    reason: str
    sentence: ClassVar[str] = N_("%(day)s: “%(vehicle)s” is not available (%(reason)s).")


@dataclass(eq=False)
class DriverAway(Refusal):
    """The driver is away and nobody replaces them; the public reads neither name nor reason (R9)."""

    day: date
    sentence: ClassVar[str] = N_("%(day)s: no driver is available.")


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, both ends included, the reason people read, and the row it stands for."""

    id: int
    first_day: date
    last_day: date
    reason: str

    def covers(self, day: date) -> bool:
        """Say whether `day` is one of them."""
        return self.first_day <= day <= self.last_day

    def meets(self, first_day: date, last_day: date) -> bool:
        """Say whether it has a day in common with others."""
        return self.first_day <= last_day and first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Pause(Span):
    """Days on which a line does not run."""

    line_id: int


@dataclass(frozen=True, slots=True)
class VehicleAbsent(Span):
    """Days on which a vehicle is not available."""

    vehicle_id: int
    vehicle: str


@dataclass(frozen=True, slots=True)
class DriverAbsent(Span):
    """Days on which a driver is away, and who drives instead; the name is for coordinators only (R9)."""

    person_id: int
    substitute_id: int | None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Note(Span):
    """What a coordinator says of a day, of one line or of all; `closes` means that nothing runs."""

    line_id: int | None
    closes: bool

    def is_about(self, line_id: int) -> bool:
        """Say whether the note speaks of this line."""
        return self.line_id in (None, line_id)


@dataclass(frozen=True, slots=True)
class Thaw(Span):
    """Days on which a heavy vehicle may carry only a share of its payload."""

    keeps_percent: int


@dataclass(frozen=True, slots=True)
class DateChange:
    """What was decided for one date of a line: skipped, moved (`to_day`, perhaps at another minute) or added."""

    id: int
    line_id: int
    day: date
    kind: DateChangeKind
    to_day: date | None
    starts_minute: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Closures:
    """Everything that was said about some days, by any line, vehicle or driver."""

    pauses: tuple[Pause, ...] = ()
    vehicles: tuple[VehicleAbsent, ...] = ()
    drivers: tuple[DriverAbsent, ...] = ()
    notes: tuple[Note, ...] = ()
    thaws: tuple[Thaw, ...] = ()
    changes: tuple[DateChange, ...] = ()

    def changes_of(self, line_id: int) -> list[DateChange]:
        """Return what was decided for single dates of a line."""
        return [each for each in self.changes if each.line_id == line_id]

    def line_closed(self, day: date, line_id: int) -> Refusal | None:
        """Return the named reason for which the line does not run on `day`, whatever its vehicle, or None."""
        holiday = statutory_holidays.name_of(day)
        if holiday is not None:
            return Holiday(day=day, name=holiday)
        for pause in self.pauses:
            if pause.line_id == line_id and pause.covers(day):
                return OnPause(day=day, reason=pause.reason)
        for note in self.notes:
            if note.closes and note.covers(day) and note.is_about(line_id):
                return ClosedByNote(day=day, text=note.reason)
        return None

    def vehicle_away(self, vehicle_id: int, first_day: date, last_day: date) -> Refusal | None:
        """Return why the vehicle is not available from a day to another, or None."""
        for absent in self.vehicles:
            if absent.vehicle_id == vehicle_id and absent.meets(first_day, last_day):
                return VehicleAway(day=max(first_day, absent.first_day), vehicle=absent.vehicle, reason=absent.reason)
        return None

    def driver_absent(self, person_id: int, first_day: date, last_day: date) -> DriverAbsent | None:
        """Return the absence that keeps a driver away from a day to another, or None."""
        away = (each for each in self.drivers if each.person_id == person_id and each.meets(first_day, last_day))
        return next(away, None)

    def who_drives(self, person_id: int | None, first_day: date, last_day: date) -> int | None:
        """Return who drives in the place of the usual driver: themselves, the substitute, or nobody known.

        Raises:
            DriverAway: they are away and nobody replaces them.
        """
        if person_id is None:
            return None
        absent = self.driver_absent(person_id, first_day, last_day)
        if absent is None:
            return person_id
        stands_in = absent.substitute_id
        if stands_in is None or self.driver_absent(stands_in, first_day, last_day) is not None:
            raise DriverAway(day=max(first_day, absent.first_day))
        return stands_in

    def keeps_percent(self, first_day: date, last_day: date) -> int:
        """Return the share of its payload a heavy vehicle keeps from a day to another: the least of the thaws met."""
        return min((each.keeps_percent for each in self.thaws if each.meets(first_day, last_day)), default=100)


def thawed_kg(kg: int, *, is_heavy: bool, keeps_percent: int) -> int:
    """Return the weight a vehicle may carry, in whole kg rounded down; the thaw only cuts heavy vehicles."""
    return kg * keeps_percent // 100 if is_heavy else kg


def touching(closures: Iterable[Span], first_day: date, last_day: date) -> list[Span]:
    """Return the spans that have a day between two others."""
    return [each for each in closures if each.meets(first_day, last_day)]
