"""Every "no" of a load whose room is kept for others a while: for whom, until when, what to do till then (R5, R12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.partners.kinds import TOGETHER
from core.reservations.priority import KeptBack
from core.reservations.refusals import NoRoomForMore
from core.shared.clock import local
from core.shared.errors import N_, Refusal
from core.shared.quantities import Quantity


@dataclass(eq=False)
class KeptForOthers(Refusal):
    """There is room, but it is kept for other kinds of partners until a day; no later departure was found."""

    from_place: str
    to_place: str
    lacking: Quantity
    most: Quantity
    rank: int
    kinds: tuple[str, ...]
    until: date | datetime
    sentence: ClassVar[str] = N_(
        "Between %(from_place)s and %(to_place)s, the room left is kept for %(kinds)s until %(until)s: %(lacking)s "
        "short for you. Ask again then, or join the waiting list now (place %(rank)s): what is left then goes to it "
        "in order."
    )


@dataclass(eq=False)
class KeptForOthersUntil(KeptForOthers):
    """There is room, but it is kept for others until a day; a later departure has some for this load."""

    next_day: date
    sentence: ClassVar[str] = N_(
        "Between %(from_place)s and %(to_place)s, the room left is kept for %(kinds)s until %(until)s: %(lacking)s "
        "short for you. Next departure with enough room: %(next_day)s — or join the waiting list (place %(rank)s), "
        "served in order on that day."
    )


@dataclass(eq=False)
class PartnerLimitReached(Refusal):
    """One partner may hold so much of a departure only, until a day; no later departure was found."""

    from_place: str
    to_place: str
    lacking: Quantity
    most: Quantity
    rank: int
    percent: int
    until: date | datetime
    sentence: ClassVar[str] = N_(
        "Until %(until)s, one partner may hold %(percent)s per cent of this departure, so that there is room for "
        "everyone: %(lacking)s too much between %(from_place)s and %(to_place)s. Ask for less, ask again then, or join "
        "the waiting list now (place %(rank)s)."
    )


@dataclass(eq=False)
class PartnerLimitReachedUntil(PartnerLimitReached):
    """One partner may hold so much of a departure only, until a day; a later departure takes the load."""

    next_day: date
    sentence: ClassVar[str] = N_(
        "Until %(until)s, one partner may hold %(percent)s per cent of this departure, so that there is room for "
        "everyone: %(lacking)s too much between %(from_place)s and %(to_place)s. Next departure with enough room for "
        "you: %(next_day)s — or join the waiting list (place %(rank)s)."
    )


@dataclass(eq=False)
class KeptFromMore(NoRoomForMore):
    """A reservation cannot grow into room that is kept for other kinds of partners."""

    kinds: tuple[str, ...]
    until: date | datetime
    sentence: ClassVar[str] = N_(
        "The room left between %(from_place)s and %(to_place)s is kept for %(kinds)s until %(until)s: %(lacking)s "
        "short for you. Your reservation stays as it was. At most %(most)s can ride; ask for more then, or reserve the "
        "rest on another departure."
    )


@dataclass(eq=False)
class LimitedToLess(NoRoomForMore):
    """A reservation cannot grow beyond what one partner may hold."""

    percent: int
    until: date | datetime
    sentence: ClassVar[str] = N_(
        "Until %(until)s, one partner may hold %(percent)s per cent of this departure: %(lacking)s too much between "
        "%(from_place)s and %(to_place)s. Your reservation stays as it was. At most %(most)s can ride; ask for more "
        "then, or reserve the rest on another departure."
    )


def kept_back_refusal(
    kept: KeptBack,
    from_place: str,
    to_place: str,
    lacking: Quantity,
    most: Quantity,
    rank: int,
    *,
    next_day: date | None,
) -> Refusal:
    """Return the sentence for a load whose room is kept from it."""
    place, until = (from_place, to_place, lacking, most, rank), said_until(kept.until)
    if kept.kinds:
        kinds = tuple(TOGETHER[kind] for kind in kept.kinds)
        if next_day is None:
            return KeptForOthers(*place, kinds, until)
        return KeptForOthersUntil(*place, kinds, until, next_day)
    if next_day is None:
        return PartnerLimitReached(*place, kept.percent, until)
    return PartnerLimitReachedUntil(*place, kept.percent, until, next_day)


def no_more_refusal(kept: KeptBack, from_place: str, to_place: str, lacking: Quantity, most: Quantity) -> NoRoomForMore:
    """Return the sentence for a reservation that cannot grow into what is kept from it."""
    until = said_until(kept.until)
    if kept.kinds:
        kinds = tuple(TOGETHER[kind] for kind in kept.kinds)
        return KeptFromMore(from_place, to_place, lacking, most, kinds, until)
    return LimitedToLess(from_place, to_place, lacking, most, kept.percent, until)


def said_until(until: datetime) -> date | datetime:
    """Return the day of a release at midnight, as people say it; at a cut-off, the moment."""
    here = local(until)
    return here.date() if (here.hour, here.minute) == (0, 0) else until
