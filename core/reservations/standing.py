"""What taking room makes of a reservation by the terms of its line: reserved, awaiting approval, or kept a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lines.terms import Terms
from core.reservations.states import ReservationState


@dataclass(frozen=True, slots=True)
class Moments:
    """The two moments after which nothing can be answered any more, and the present one."""

    now: datetime
    closes_at: datetime
    starts_at: datetime

    @property
    def last(self) -> datetime:
        """Return the last moment for an answer: the cut-off, or the start once the cut-off is over."""
        return self.closes_at if self.now < self.closes_at else self.starts_at


@dataclass(frozen=True, slots=True)
class Standing:
    """A state that takes room, and until when; None where nobody has to answer any more."""

    state: ReservationState
    until: datetime | None = None


def reserved_standing(terms: Terms, moments: Moments, *, may_approve: bool) -> Standing:
    """Return what a partner's yes makes of room: reserved, or awaiting a coordinator's yes as well."""
    if terms.needs_approval and not may_approve:
        return Standing(ReservationState.to_approve, moments.last)
    return Standing(ReservationState.confirmed)


def held_standing(terms: Terms, moments: Moments) -> Standing | None:
    """Return how room is kept for a partner who still has to say yes, or None where the line keeps none."""
    if not terms.hold_minutes:
        return None
    until = min(moments.now + timedelta(minutes=terms.hold_minutes), moments.last)
    return Standing(ReservationState.held, until)


def offered_standing(terms: Terms, moments: Moments) -> Standing:
    """Return how freed room is kept for a load that waited and wants to be asked."""
    until = min(moments.now + timedelta(hours=terms.offer_hours), moments.last)
    return Standing(ReservationState.offered, until)
