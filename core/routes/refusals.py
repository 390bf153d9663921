"""Every "no" about tours: the fact, and a way out (R12)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.routes.checker import ViolationKind
from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class NoLoads(Refusal):
    """Nobody asks for anything on that day's flexible tours."""

    day: date
    sentence: ClassVar[str] = N_("No load asks for a tour on %(day)s. Choose another day.")


@dataclass(eq=False)
class NoVehicle(Refusal):
    """No vehicle was chosen among those of the day's flexible tours."""

    day: date
    sentence: ClassVar[str] = N_("No vehicle is chosen for %(day)s. Choose at least one, then optimise.")


@dataclass(eq=False)
class LoadsChanged(Refusal):
    """The loads or the vehicles of the day are not those the plan was made for."""

    day: date
    count: int
    sentence: ClassVar[str] = N_(
        "The loads of %(day)s changed since this plan was made (%(count)s of them). Optimise again, then accept."
    )


@dataclass(eq=False)
class PlanBreaksRules(Refusal):
    """The checker refuses the plan as things are now."""

    day: date
    first: ViolationKind
    sentence: ClassVar[str] = N_(
        "This plan no longer answers %(day)s (%(first)s): vehicles, hours or places changed since. Optimise again."
    )


@dataclass(eq=False)
class TourUnderWay(Refusal):
    """A tour of the day has left already."""

    line: str
    day: date
    sentence: ClassVar[str] = N_("“%(line)s” of %(day)s has left or is done: its tour stays as it is.")
