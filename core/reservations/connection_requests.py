"""What a partner asks when a load changes trucks, and every "no" of its own."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import ClassVar

from core.reservations.itineraries import Stretch
from core.reservations.requests import checked_quantity
from core.reservations.transfers import USUAL_RULES, Connection
from core.shared import plausible
from core.shared.errors import N_, Refusal, WrongInput
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class AskedRide:
    """One ride asked for: a departure, from stop to stop."""

    departure_id: int
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """A load on several departures in a row, as its form was sent; `request_id` makes a second sending harmless.

    Attributes:
        rides: in the order they are ridden.
        offer_ids: the storage of each transfer between them, one fewer.
        agreed_cents: what the partner saw, taxes included; more is refused instead of charged. None means any.
    """

    request_id: str
    partner_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    rides: tuple[AskedRide, ...]
    offer_ids: tuple[int, ...]
    note: str = ""
    agreed_cents: int | None = None

    def fingerprint(self) -> str:
        """Return the SHA-256 of what is asked, to tell a repeated request from another one with the same id."""
        asked = asdict(self) | {"agreed_cents": None}
        return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def request_for(
    connection: Connection, *, request_id: str, partner_id: int, quantity: Quantity, temperature: TemperatureClass
) -> ConnectionRequest:
    """Return the request for a connection as it was found, at the price it was shown."""
    return ConnectionRequest(
        request_id=request_id,
        partner_id=partner_id,
        from_site_id=connection.hops[0].from_site_id,
        to_site_id=connection.hops[-1].to_site_id,
        quantity=quantity,
        temperature=temperature,
        rides=tuple(AskedRide(hop.departure_id, hop.stretch) for hop in connection.hops),
        offer_ids=tuple(transfer.offer_id for transfer in connection.transfers),
        agreed_cents=connection.bill.total_cents,
    )


@dataclass(eq=False)
class NoLongerMeet(Refusal):
    """The departures do not follow one another (any more) as the form says."""

    from_place: str
    sentence: ClassVar[str] = N_(
        "These departures no longer meet after %(from_place)s: their hours changed meanwhile. Look for the way again."
    )


@dataclass(eq=False)
class RideFull(Refusal):
    """One of the rides has no room left; nothing is kept of the others."""

    line: str
    day: date
    from_place: str
    to_place: str
    lacking: Quantity
    sentence: ClassVar[str] = N_(
        "“%(line)s” of %(day)s is full between %(from_place)s and %(to_place)s: %(lacking)s short. "
        "Nothing was reserved. Look for another way."
    )


@dataclass(eq=False)
class TransferFull(Refusal):
    """The storage of a transfer cannot take the load; nothing is kept of the rides."""

    site: str
    day: date
    sentence: ClassVar[str] = N_(
        "“%(site)s” can no longer keep this load on %(day)s. Nothing was reserved. Look for another way."
    )


@dataclass(eq=False)
class HoursUnknown(Refusal):
    """A flexible tour has no hours before it is planned: nothing can be promised after it."""

    line: str
    sentence: ClassVar[str] = N_(
        "“%(line)s” is a flexible tour: its hours are not known before it is planned, so it cannot be part of a way "
        "with transfers. Ask for a place on it by itself."
    )


def checked_connection(request: ConnectionRequest) -> ConnectionRequest:
    """Return the request with whole numbers and a tidy note.

    Raises:
        Refusal: something is blank, out of bounds or contradictory.
    """
    if not 2 <= len(request.rides) <= USUAL_RULES.most_transfers + 1 or len(request.offer_ids) + 1 != len(
        request.rides
    ):
        raise WrongInput(field=N_("Departures"), reason=N_("choose a way of two or three departures in the list."))
    if len({ride.departure_id for ride in request.rides}) != len(request.rides):
        raise WrongInput(field=N_("Departures"), reason=N_("a load boards each departure once. Look for a way again."))
    return replace(
        request,
        request_id=plausible.text(N_("Request"), request.request_id, longest=40),
        quantity=checked_quantity(request.quantity),
        temperature=TemperatureClass(request.temperature),
        note=plausible.text(N_("Note"), request.note, longest=400, may_be_blank=True),
    )
