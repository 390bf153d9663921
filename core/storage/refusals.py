"""Every "no" about storage: the fact, and a way out (R12). Pallets are a `Quantity` without weight."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.shared.errors import N_, Refusal
from core.shared.money import Cents
from core.shared.quantities import Quantity, TemperatureClass
from core.storage.states import StayState


@dataclass(eq=False)
class StorageFull(Refusal):
    """A day lacks room for the pallets."""

    site: str
    day: date
    lacking: Quantity
    most: Quantity
    rank: int
    sentence: ClassVar[str] = N_(
        "“%(site)s” is full on %(day)s: %(lacking)s short. "
        "Choose fewer pallets, other dates, another place, or the waiting list (place %(rank)s)."
    )


@dataclass(eq=False)
class OthersWaitForStorage(StorageFull):
    """The room that is left is promised to stays that wait already."""

    sentence: ClassVar[str] = N_(
        "The room left at “%(site)s” on %(day)s is promised to pallets that were on the waiting list first. "
        "Join it (place %(rank)s), or choose other dates or another place."
    )


@dataclass(eq=False)
class BiggerThanStorage(Refusal):
    """Even empty, the place would not take the pallets."""

    site: str
    most: Quantity
    sentence: ClassVar[str] = N_(
        "Even empty, “%(site)s” takes at most %(most)s on these days. Spread the pallets over several places."
    )


@dataclass(eq=False)
class NotOfferedThatDay(Refusal):
    """The place offers nothing on one of the days."""

    site: str
    day: date
    first_day: date
    last_day: date
    sentence: ClassVar[str] = N_(
        "“%(site)s” offers no storage on %(day)s, only from %(first_day)s to %(last_day)s. "
        "Choose days within these, or another place."
    )


@dataclass(eq=False)
class NotKeptThere(Refusal):
    """The place does not keep the temperature (R2)."""

    site: str
    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "This room of “%(site)s” does not keep this temperature: %(temperature)s. Choose another place in the list."
    )


@dataclass(eq=False)
class OfferClosed(Refusal):
    """The place takes no new stays."""

    site: str
    sentence: ClassVar[str] = N_("“%(site)s” takes no new stays for now. Choose another place in the list.")


@dataclass(eq=False)
class StorageDearerNow(Refusal):
    """The price went up since it was shown."""

    shown: Cents
    now: Cents
    sentence: ClassVar[str] = N_(
        "The price is now %(now)s instead of %(shown)s: the place changed it meanwhile. "
        "Look at the new price, then confirm it."
    )


@dataclass(eq=False)
class StayRequestReused(Refusal):
    """A form was sent twice with other content, or again after what it made was cancelled."""

    number: str
    sentence: ClassVar[str] = N_("This form already made %(number)s. Look at it under “My stays”, or start anew.")


@dataclass(eq=False)
class NoStorageForMore(Refusal):
    """A stay cannot grow: a day lacks room, or others wait for it."""

    site: str
    day: date
    lacking: Quantity
    sentence: ClassVar[str] = N_(
        "“%(site)s” has no room for that on %(day)s: %(lacking)s short. "
        "Your stay is as it was; reserve the rest at another place."
    )


@dataclass(eq=False)
class StayNotOpen(Refusal):
    """The stay is over, or not in the state this act needs."""

    number: str
    state: StayState
    sentence: ClassVar[str] = N_("%(number)s can no longer be changed this way: %(state)s. Make a new request.")


@dataclass(eq=False)
class StayBegun(Refusal):
    """Pallets that are there already cannot be cancelled away."""

    number: str
    first_day: date
    sentence: ClassVar[str] = N_(
        "%(number)s began on %(first_day)s: the pallets are there. Bring its last day forward instead."
    )


@dataclass(eq=False)
class PalletsCame(Refusal):
    """The stay began: how many pallets there were on the days behind cannot be changed any more."""

    number: str
    first_day: date
    sentence: ClassVar[str] = N_(
        "%(number)s began on %(first_day)s: its pallets are counted. For more of them, reserve another stay; for "
        "fewer, bring its last day forward and reserve another stay for those that remain."
    )


@dataclass(eq=False)
class StayOver(Refusal):
    """The last day is past."""

    number: str
    last_day: date
    sentence: ClassVar[str] = N_("%(number)s ended on %(last_day)s. Make a new request.")


@dataclass(eq=False)
class StayIsTransfer(Refusal):
    """The stay belongs to a reservation, and is changed with it."""

    number: str
    sentence: ClassVar[str] = N_(
        "%(number)s hands a load over from one truck to the next. Change its reservation under “My reservations”."
    )


@dataclass(eq=False)
class StayOfferEnded(Refusal):
    """The room offered was not accepted in time."""

    number: str
    ended_at: datetime
    sentence: ClassVar[str] = N_(
        "The room offered for %(number)s was held until %(ended_at)s and went to the next in line. Make a new request."
    )


@dataclass(eq=False)
class NotDeclared(Refusal):
    """The card of the place does not say that it keeps this temperature."""

    site: str
    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "The card of “%(site)s” does not say that it keeps this temperature: %(temperature)s. "
        "Ask your coordinator to complete the card of the place, then offer it."
    )


@dataclass(eq=False)
class MoreThanDeclared(Refusal):
    """All offers of the place together exceed what its card says it can store."""

    site: str
    day: date
    declared: Quantity
    left: Quantity
    sentence: ClassVar[str] = N_(
        "“%(site)s” can store %(declared)s in all; %(left)s is not offered yet on %(day)s. "
        "Offer less, or ask your coordinator to correct the card of the place."
    )


@dataclass(eq=False)
class CutBelowStays(Refusal):
    """Less would be offered than is taken already (R1)."""

    day: date
    used: Quantity
    sentence: ClassVar[str] = N_(
        "%(used)s is already reserved on %(day)s. Ask the partners concerned to move first, or keep at least that much."
    )
