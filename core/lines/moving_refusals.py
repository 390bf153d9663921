"""Why a departure cannot be moved there, or given that vehicle or driver, and what can be done instead (R12)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.shared.errors import N_, Refusal
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(eq=False)
class ClosedThen(Refusal):
    """Something closes the day."""

    why: Refusal
    sentence: ClassVar[str] = N_("%(why)s Choose another day, or first take away what closes this one.")


@dataclass(eq=False)
class NotAvailableThen(Refusal):
    """The vehicle is not there that day."""

    why: Refusal
    sentence: ClassVar[str] = N_("%(why)s Choose another vehicle or another day.")


@dataclass(eq=False)
class OutOfSeason(Refusal):
    """The line has no timetable on that day."""

    line: str
    day: date
    sentence: ClassVar[str] = N_(
        "“%(line)s” has no timetable on %(day)s. Choose a day of its season, or lengthen the season first."
    )


@dataclass(eq=False)
class LineRunsThatDay(Refusal):
    """The line has a departure on that day already."""

    line: str
    day: date
    sentence: ClassVar[str] = N_("“%(line)s” already has a departure on %(day)s. Choose another day.")


@dataclass(eq=False)
class TourIsPlanned(Refusal):
    """The departure follows an accepted tour plan, whose docks and hours belong to its day."""

    line: str
    day: date
    sentence: ClassVar[str] = N_(
        "The tour of “%(line)s” on %(day)s is planned: its stops and hours follow the plan. Change it in “Tours”."
    )


@dataclass(eq=False)
class VehicleAtRest(Refusal):
    """The vehicle is out of service."""

    vehicle: str
    sentence: ClassVar[str] = N_("“%(vehicle)s” is out of service. Choose another vehicle, or put it back in service.")


@dataclass(eq=False)
class BookedMoreThanFits(Refusal):
    """More is booked on a leg than the vehicle may carry that day (R1)."""

    vehicle: str
    line: str
    day: date
    booked: Quantity
    room: Quantity
    sentence: ClassVar[str] = N_(
        "%(booked)s is booked on one leg of “%(line)s”, %(day)s; “%(vehicle)s” holds %(room)s there. Choose a larger "
        "vehicle or another day, or first find another departure for some of the loads."
    )


@dataclass(eq=False)
class NothingKeepsThat(Refusal):
    """Loads are booked at a temperature that the vehicle cannot keep (R2)."""

    vehicle: str
    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "Loads are booked at “%(temperature)s” and “%(vehicle)s” cannot keep it. Choose another vehicle."
    )


@dataclass(eq=False)
class DriverNotThere(Refusal):
    """The driver is away that day."""

    driver: str
    day: date
    sentence: ClassVar[str] = N_("%(driver)s is away on %(day)s. Choose another driver.")
