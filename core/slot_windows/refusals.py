"""Every "no" about season slots: the fact, and a way out (R12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.partners.kinds import PartnerKind
from core.shared.errors import N_, Refusal
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(eq=False)
class NotYetOpen(Refusal):
    """Partners may ask later."""

    opens_at: datetime
    sentence: ClassVar[str] = N_("You may ask from %(opens_at)s on. Until then, what you need can be prepared.")


@dataclass(eq=False)
class AskingIsOver(Refusal):
    """The time to ask has passed."""

    closed_at: datetime
    sentence: ClassVar[str] = N_(
        "Requests could be made until %(closed_at)s. Reserve what is free as ever, or ask your coordinator for time."
    )


@dataclass(eq=False)
class AskingGoesOn(Refusal):
    """Room is shared once everybody has asked."""

    closes_at: datetime
    sentence: ClassVar[str] = N_(
        "Partners may still ask until %(closes_at)s. Share after that, or end the asking sooner."
    )


@dataclass(eq=False)
class NotForThisKind(Refusal):
    """The window is meant for other partners."""

    kind: PartnerKind
    sentence: ClassVar[str] = N_(
        "This window is not meant for your kind of partner (%(kind)s). Reserve under Reserve, or ask your coordinator."
    )


@dataclass(eq=False)
class NothingRuns(Refusal):
    """The line has no departure between these days."""

    line: str
    sentence: ClassVar[str] = N_(
        "“%(line)s” has no departure between these days: holidays, pauses or its season. Choose other days."
    )


@dataclass(eq=False)
class OnlyFixedStops(Refusal):
    """A flexible tour has no slots to share."""

    line: str
    sentence: ClassVar[str] = N_(
        "“%(line)s” is a flexible tour: its room is given by each plan. Choose a line with fixed stops."
    )


@dataclass(eq=False)
class NoDateFits(Refusal):
    """None of the dates asked for goes there, or keeps the load."""

    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "None of these dates goes from the one place to the other, in this order, with room for this temperature "
        "(%(temperature)s). "
        "Choose other places, dates or another temperature."
    )


@dataclass(eq=False)
class NobodyAsked(Refusal):
    """There is nothing to share."""

    sentence: ClassVar[str] = N_("No partner has asked for anything: there is nothing to share. Withdraw the window.")


@dataclass(eq=False)
class SharedAlready(Refusal):
    """What was shared stays shared."""

    shared_at: datetime
    sentence: ClassVar[str] = N_(
        "This was shared on %(shared_at)s: each share is a reservation now. Change or cancel it under My reservations."
    )


@dataclass(eq=False)
class SharingChanged(Refusal):
    """Room, requests or departures changed since the sharing was shown."""

    sentence: ClassVar[str] = N_(
        "Room or departures changed since this sharing was drawn. Nothing was reserved: look at it again, then confirm."
    )


@dataclass(eq=False)
class NoDepartureThen(Refusal):
    """A date asked for has no departure any more."""

    day: date
    sentence: ClassVar[str] = N_("No departure on %(day)s any more. Choose another date under Reserve.")


@dataclass(eq=False)
class LimitOfOnePartner(Refusal):
    """The line lets one partner hold a part of each departure only, for a while."""

    percent: int
    sentence: ClassVar[str] = N_(
        "On this line one partner may hold %(percent)s per cent of a departure at most, until shortly before it "
        "leaves. Look for the rest under Reserve then."
    )


@dataclass(eq=False)
class RoomTakenMeanwhile(Refusal):
    """Between the sharing and the reservation of one of its dates, somebody else was quicker."""

    shared: Quantity
    sentence: ClassVar[str] = N_(
        "Your share was %(shared)s; others reserved a part of this room before it was written down. What was left is "
        "reserved: look for the rest under Reserve."
    )


@dataclass(eq=False)
class RoomBesideTheOffer(Refusal):
    """What was not on offer is still free for everybody."""

    sentence: ClassVar[str] = N_(
        "The truck still has room that was not on offer: reserve it under Reserve, as everybody may."
    )
