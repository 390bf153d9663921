"""Every "no" about a reservation: the fact, and a way out (R12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.reservations.states import ReservationState
from core.shared.errors import N_, Refusal
from core.shared.money import Cents
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(eq=False)
class TruckFull(Refusal):
    """A leg lacks room for the load, and no later departure with room was found."""

    from_place: str
    to_place: str
    lacking: Quantity
    most: Quantity
    rank: int
    sentence: ClassVar[str] = N_(
        "This departure is full between %(from_place)s and %(to_place)s: %(lacking)s short. "
        "Choose a smaller quantity, other dates, or the waiting list (place %(rank)s)."
    )


@dataclass(eq=False)
class TruckFullUntil(TruckFull):
    """A leg lacks room for the load; a later departure has it."""

    next_day: date
    sentence: ClassVar[str] = N_(
        "This departure is full between %(from_place)s and %(to_place)s: %(lacking)s short. "
        "Next departure with enough room: %(next_day)s — or the waiting list (place %(rank)s)."
    )


@dataclass(eq=False)
class OthersWaitFirst(Refusal):
    """The room that is left is promised to loads that wait already."""

    from_place: str
    to_place: str
    lacking: Quantity
    most: Quantity
    rank: int
    sentence: ClassVar[str] = N_(
        "The room left between %(from_place)s and %(to_place)s is promised to loads that were on the waiting list "
        "first. Join it (place %(rank)s), or choose other dates."
    )


@dataclass(eq=False)
class OthersWaitFirstUntil(OthersWaitFirst):
    """The room that is left is promised; a later departure has some."""

    next_day: date
    sentence: ClassVar[str] = N_(
        "The room left between %(from_place)s and %(to_place)s is promised to loads that were on the waiting list "
        "first. Next departure with enough room: %(next_day)s — or join the list (place %(rank)s)."
    )


@dataclass(eq=False)
class BiggerThanTruck(Refusal):
    """Even the empty truck would not take the load."""

    line: str
    most: Quantity
    sentence: ClassVar[str] = N_(
        "Even empty, the truck of “%(line)s” takes at most %(most)s of this load. Spread it over several departures."
    )


@dataclass(eq=False)
class NoRoomForMore(Refusal):
    """A reservation cannot grow: a leg lacks room, or others wait for it."""

    from_place: str
    to_place: str
    lacking: Quantity
    most: Quantity
    sentence: ClassVar[str] = N_(
        "There is no room for that much between %(from_place)s and %(to_place)s: %(lacking)s short. Your reservation "
        "stays as it was. At most %(most)s can ride; reserve the rest on another departure."
    )


@dataclass(eq=False)
class NothingKeepsIt(Refusal):
    """No compartment keeps the load's temperature all the way (R2)."""

    line: str
    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "No compartment of “%(line)s” keeps this temperature on this date: %(temperature)s. "
        "Choose another departure in the list."
    )


@dataclass(eq=False)
class PlacesNotJoined(Refusal):
    """The departure does not go from the one place to the other, in this order."""

    line: str
    sentence: ClassVar[str] = N_(
        "“%(line)s” does not go from the first place to the second on this date. Look for the departures that do."
    )


@dataclass(eq=False)
class OutsideTour(Refusal):
    """A flexible tour does not go to one of the places."""

    line: str
    territory: str
    sentence: ClassVar[str] = N_(
        "The tour “%(line)s” only goes to places of %(territory)s. Choose a place there, or another departure."
    )


@dataclass(eq=False)
class BookingClosed(Refusal):
    """The departure no longer takes reservations."""

    line: str
    closed_at: datetime
    sentence: ClassVar[str] = N_(
        "“%(line)s” has taken no reservations since %(closed_at)s. Choose another departure, or call the coordinator."
    )


@dataclass(eq=False)
class DepartureGone(Refusal):
    """The departure left, or will not run."""

    line: str
    day: date
    sentence: ClassVar[str] = N_("“%(line)s” of %(day)s has left or will not run. Choose another departure.")


@dataclass(eq=False)
class NotYetRun(Refusal):
    """A delivery is written down before the truck left."""

    line: str
    day: date
    sentence: ClassVar[str] = N_("“%(line)s” leaves on %(day)s. Write down what was delivered once it is on its way.")


@dataclass(eq=False)
class RequestReused(Refusal):
    """A form was sent twice with other content, or again after what it made was cancelled."""

    number: str
    sentence: ClassVar[str] = N_(
        "This form already made %(number)s. Look at it under “My reservations”, or start a new request."
    )


@dataclass(eq=False)
class DearerNow(Refusal):
    """The price went up since it was shown."""

    shown: Cents
    now: Cents
    sentence: ClassVar[str] = N_(
        "The price is now %(now)s instead of %(shown)s: the week filled up meanwhile. "
        "Look at the new price, then confirm it."
    )


@dataclass(eq=False)
class NoLongerOpen(Refusal):
    """The reservation is over: delivered, cancelled, or not in the state this act needs."""

    number: str
    state: ReservationState
    sentence: ClassVar[str] = N_("%(number)s can no longer be changed this way: %(state)s. Make a new reservation.")


@dataclass(eq=False)
class TooLateToChange(Refusal):
    """The cut-off is over."""

    number: str
    closed_at: datetime
    sentence: ClassVar[str] = N_(
        "%(number)s could be changed until %(closed_at)s. Cancel it, or call the coordinator to change it."
    )


@dataclass(eq=False)
class NoOtherDeparture(Refusal):
    """No departure around that day joins the places and keeps the load's temperature."""

    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "No other departure within four weeks joins these places and keeps %(temperature)s. Call the partner: a "
        "transfer, or a truck of its own, may do."
    )


@dataclass(eq=False)
class OthersAreFull(Refusal):
    """Departures around that day join the places, but none has room for the whole load."""

    day: date
    lacking: Quantity
    sentence: ClassVar[str] = N_(
        "The other departures are full: the nearest, %(day)s, is %(lacking)s short. Its waiting list, or a part of the "
        "load, may do."
    )


@dataclass(eq=False)
class PlanChanged(Refusal):
    """Who goes where is no longer what the coordinator saw."""

    line: str
    day: date
    sentence: ClassVar[str] = N_(
        "Somebody reserved or cancelled meanwhile: what is offered to those on “%(line)s” of %(day)s has changed. Look "
        "at the list again, then confirm it."
    )


@dataclass(eq=False)
class NoRoomThere(Refusal):
    """The departure chosen instead has no room for the whole load any more."""

    line: str
    day: date
    sentence: ClassVar[str] = N_(
        "“%(line)s” of %(day)s has no room left for your whole load. What you were offered is still kept for you; "
        "choose another departure."
    )


@dataclass(eq=False)
class HoldEnded(Refusal):
    """The room was not confirmed in time."""

    number: str
    sentence: ClassVar[str] = N_(
        "The time to confirm %(number)s is over and its room is free again. Choose the departure once more."
    )


@dataclass(eq=False)
class TooManyHolds(Refusal):
    """A partner keeps room on many departures without confirming any."""

    count: int
    sentence: ClassVar[str] = N_(
        "Room is already kept for you on %(count)s departures. Confirm or leave them under “My reservations” first."
    )


@dataclass(eq=False)
class CostsToCancel(Refusal):
    """Cancelling now costs more than the person saw."""

    number: str
    penalty: Cents
    free_until: datetime
    sentence: ClassVar[str] = N_(
        "%(number)s could be cancelled free of charge until %(free_until)s: cancelling it now costs %(penalty)s. "
        "Look at it again, then confirm."
    )


@dataclass(eq=False)
class OfferEnded(Refusal):
    """The room offered was not accepted in time."""

    number: str
    ended_at: datetime
    sentence: ClassVar[str] = N_(
        "The room offered for %(number)s was held until %(ended_at)s and went to the next in line. Make a new request."
    )


@dataclass(eq=False)
class ConnectionWouldBreak(Refusal):
    """A load changes trucks, and one of them would leave before the other arrives."""

    number: str
    line: str
    other_line: str
    sentence: ClassVar[str] = N_(
        "%(number)s changes from “%(line)s” to “%(other_line)s”, which would then leave too early. Choose another "
        "hour, or find that load another way first."
    )
