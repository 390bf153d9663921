"""Room of a line kept for some kinds of partners in its season, until a day before each departure (R5).

Priority is soft: on its release day an allotment ends for that departure, and anyone may book what is left of it. The
release never comes after the cut-off, so that no room is kept from those who could still use it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from core.partners.kinds import PartnerKind
from core.shared import plausible
from core.shared.clock import at_local
from core.shared.errors import N_, InThePast, Refusal, WrongInput

_A_YEAR = timedelta(days=366)
MOST_RELEASE_DAYS = 90


@dataclass(frozen=True, slots=True)
class AllotmentCard:
    """What a coordinator says of an allotment.

    Attributes:
        kinds: the kinds of partners whose room it is.
        percent: the share of each compartment, and of the payload, that is kept on every leg.
        first_day: the first day of departure it concerns, and
        last_day: the last one, both included, within a year.
        every_year: these days come back every year from `first_day` on.
        release_days: how many days before a departure anyone may book what is left.
        note: why, as the public reads it.
    """

    kinds: frozenset[PartnerKind]
    percent: int
    first_day: date
    last_day: date
    release_days: int
    every_year: bool = False
    note: str = ""

    def covers(self, day: date) -> bool:
        """Say whether the departure of a day is concerned."""
        if not self.every_year:
            return self.first_day <= day <= self.last_day
        if day < self.first_day:
            return False
        first, last = _in_year(self.first_day), _in_year(self.last_day)
        here = _in_year(day)
        return first <= here <= last if first <= last else here >= first or here <= last

    def released_at(self, day: date, closes_at: datetime) -> datetime:
        """Return from when on anyone may book on the departure of a day that closes at a moment."""
        return release_of(day, self.release_days, closes_at)


def release_of(day: date, days_before: int, closes_at: datetime) -> datetime:
    """Return the moment a priority ends for a departure: at midnight some days before it, at its cut-off at the latest.

    The day counts in local time (R8).
    """
    return min(at_local(day - timedelta(days=days_before), 0), closes_at)


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day


@dataclass(eq=False)
class TooMuchKept(Refusal):
    """Allotments of a line keep more than all of the room on some day."""

    day: date
    others: int
    left: int
    sentence: ClassVar[str] = N_(
        "On %(day)s, other allotments of this line keep %(others)s per cent of the room already. Keep at most "
        "%(left)s per cent, choose other dates, or change the other ones first."
    )


@dataclass(eq=False)
class KeptTwice(Refusal):
    """A kind of partners already has an allotment on the same line and day."""

    kind: PartnerKind
    day: date
    sentence: ClassVar[str] = N_(
        "On %(day)s, this line already has an allotment for this kind of partner: %(kind)s. Change that one, or choose "
        "other dates."
    )


@dataclass(eq=False)
class TourKeepsNothing(Refusal):
    """Room on a flexible line is given by a plan, not by order of arrival."""

    line: str
    sentence: ClassVar[str] = N_(
        "“%(line)s” is a flexible tour: its room is shared out when the tour is planned, and none can be kept ahead. "
        "Choose a line with fixed stops."
    )


def checked_card(card: AllotmentCard, *, today: date) -> AllotmentCard:
    """Return the card with whole numbers and a tidy note.

    Raises:
        Refusal: no kind, a share or a delay that is not believable, days reversed, past or more than a year apart.
    """
    kinds = frozenset(PartnerKind(each) for each in card.kinds)
    if not kinds:
        raise WrongInput(field=N_("Kept for"), reason=N_("choose at least one kind of partner."))
    plausible.days_in_order(N_("Dates"), card.first_day, card.last_day)
    if card.last_day - card.first_day >= _A_YEAR:
        raise WrongInput(field=N_("Dates"), reason=N_("an allotment is for one year at most. Bring the days closer."))
    if card.last_day < today and not card.every_year:
        raise InThePast(day=card.last_day)
    return replace(
        card,
        kinds=kinds,
        percent=plausible.whole(N_("Share kept (per cent)"), card.percent, least=1, most=100),
        release_days=plausible.whole(N_("Released (days before)"), card.release_days, least=1, most=MOST_RELEASE_DAYS),
        every_year=bool(card.every_year),
        note=plausible.text(N_("Reason"), card.note, longest=200, may_be_blank=True),
    )


def check_beside(card: AllotmentCard, others: Sequence[AllotmentCard]) -> None:
    """Check that a line can keep this allotment with its other ones.

    Raises:
        KeptTwice: one of them is for the same kind on the same day.
        TooMuchKept: together they keep more than all of the room on some day.
    """
    for day in _days_met([card, *others]):
        if not card.covers(day):
            continue
        there = [other for other in others if other.covers(day)]
        twice = sorted(kind for other in there for kind in other.kinds & card.kinds)
        if twice:
            raise KeptTwice(kind=twice[0], day=day)
        kept = sum(other.percent for other in there)
        if kept + card.percent > 100:
            raise TooMuchKept(day=day, others=kept, left=100 - kept)


def _days_met(cards: Collection[AllotmentCard]) -> Iterator[date]:
    """Yield days on which the cards meet if they ever do: a year from the first day of each."""
    for card in cards:
        days = 366 if card.every_year else (card.last_day - card.first_day).days + 1
        yield from (card.first_day + timedelta(days=offset) for offset in range(days))
