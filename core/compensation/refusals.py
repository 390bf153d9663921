"""Every “no” of roles, effort and money, with its way out (R12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.compensation.kinds import ContributionKind
from core.shared.errors import N_, Refusal
from core.shared.money import Cents


@dataclass(eq=False)
class TurnTaken(Refusal):
    """Another partner holds the role on some of these days."""

    partner: str
    first_day: date
    last_day: date
    sentence: ClassVar[str] = N_(
        "It is already %(partner)s's turn from %(first_day)s to %(last_day)s. "
        "Choose other days, or remove that turn first."
    )


@dataclass(eq=False)
class RateInForce(Refusal):
    """A rate that already counts is not rewritten."""

    kind: ContributionKind
    earliest: date
    sentence: ClassVar[str] = N_(
        "A rate for %(kind)s already counts on that day, and what was approved with it stays. "
        "Let the new rate start on %(earliest)s or later."
    )


@dataclass(eq=False)
class AlreadyApproved(Refusal):
    """An approved contribution is in the book."""

    partner: str
    day: date
    sentence: ClassVar[str] = N_(
        "The contribution of %(partner)s of %(day)s is already approved and in the book. "
        "If it is wrong, the treasurer reverses its entry; it then comes back to be corrected."
    )


@dataclass(eq=False)
class NotRunYet(Refusal):
    """A departure is closed once it is back."""

    line: str
    ends_at: datetime
    sentence: ClassVar[str] = N_("“%(line)s” is back on %(ends_at)s. Close it afterwards.")


@dataclass(eq=False)
class DepartureCancelled(Refusal):
    """A departure that did not run owes nothing to anybody."""

    line: str
    day: date
    sentence: ClassVar[str] = N_("“%(line)s” of %(day)s was cancelled: there is nothing to close.")


@dataclass(eq=False)
class StillStored(Refusal):
    """A stay is closed once its last day is over."""

    number: str
    last_day: date
    sentence: ClassVar[str] = N_("%(number)s stays until %(last_day)s. Close it afterwards.")


@dataclass(eq=False)
class NothingToClose(Refusal):
    """A stay that did not take place, or whose price is in its reservation's, has nothing of its own to close."""

    number: str
    sentence: ClassVar[str] = N_(
        "%(number)s has no price of its own to put in the book: it was cancelled, or belongs to a reservation, which "
        "is closed with its departure."
    )


@dataclass(eq=False)
class SharesDoNotAddUp(Refusal):
    """Shares must sum to what is shared, to the cent (R7)."""

    shared: Cents
    to_share: Cents
    sentence: ClassVar[str] = N_("The shares sum to %(shared)s, but %(to_share)s is to be shared. Share it again.")
