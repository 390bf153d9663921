"""What a partner asks for, what it is answered, and what makes a request believable."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from core.shared import plausible
from core.shared.errors import N_, InThePast, WrongInput
from core.shared.quantities import Quantity, TemperatureClass
from core.shared.taxes import NO_TAXES, TaxRates

MOST_KG = 40_000
MOST_PALLET_HUNDREDTHS = 4_000
LONGEST_SEARCH_DAYS = 366


@dataclass(frozen=True, slots=True)
class Wish:
    """A load that looks for a departure between two days, both included."""

    partner_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class ReservationRequest:
    """A load on one departure, as its form was sent; `request_id` makes a second sending harmless.

    Attributes:
        least_kg: the smallest part the partner takes if not everything fits; None means all or nothing.
        promotes_at_once: confirm without asking when waiting-list room comes free (before the cut-off).
        waits_if_full: join the waiting list instead of being refused.
        agreed_cents: what the partner saw, taxes included; more is refused instead of charged. None means any.
        holds_first: keep the room a while for the partner to confirm, where the line does.
    """

    request_id: str
    partner_id: int
    departure_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    least_kg: int | None = None
    promotes_at_once: bool = True
    waits_if_full: bool = False
    note: str = ""
    agreed_cents: int | None = None
    holds_first: bool = False

    def fingerprint(self) -> str:
        """Return the SHA-256 of what is asked, to tell a repeated request from another one with the same id."""
        asked = asdict(self) | {"agreed_cents": None}
        del asked["holds_first"]
        return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reserved:
    """Room is taken; `quantity` is smaller than asked only if the partner agreed to a part beforehand."""

    reservation_id: int
    price_cents: int
    departure_id: int
    quantity: Quantity
    taxes: TaxRates = NO_TAXES


@dataclass(frozen=True, slots=True)
class Held:
    """Room is kept until a moment, for the partner to confirm at this price."""

    reservation_id: int
    price_cents: int
    departure_id: int
    quantity: Quantity
    until: datetime
    taxes: TaxRates = NO_TAXES


@dataclass(frozen=True, slots=True)
class ToApprove:
    """Room is taken, and a coordinator answers before a moment."""

    reservation_id: int
    price_cents: int
    departure_id: int
    quantity: Quantity
    until: datetime
    taxes: TaxRates = NO_TAXES


@dataclass(frozen=True, slots=True)
class Waiting:
    """On the waiting list at place `rank`, from 1."""

    reservation_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class Requested:
    """A place is asked for in a flexible tour; it is confirmed when the tour is planned."""

    reservation_id: int


Answered = Reserved | Waiting | Requested | Held | ToApprove
"""What a partner is answered."""


def number(reservation_id: int) -> str:
    """Return the number people see: `R-0012`."""
    return f"R-{reservation_id:04d}"


def checked_quantity(quantity: Quantity) -> Quantity:
    """Return the quantity in whole kilograms and hundredths of a pallet.

    Raises:
        OutOfBounds: it is not a number, or is not believable for one load.
    """
    return Quantity(
        plausible.whole(N_("Weight (kg)"), quantity.kg, least=1, most=MOST_KG),
        plausible.whole(
            N_("Floor space (hundredths of a pallet)"), quantity.pallet_hundredths, least=0, most=MOST_PALLET_HUNDREDTHS
        ),
    )


def checked_request(request: ReservationRequest) -> ReservationRequest:
    """Return the request with whole numbers and a tidy note.

    Raises:
        Refusal: something is blank, out of bounds or contradictory.
    """
    _different_places(request.from_site_id, request.to_site_id)
    quantity = checked_quantity(request.quantity)
    least = quantity.kg if request.least_kg is None else request.least_kg
    return replace(
        request,
        request_id=plausible.text(N_("Request"), request.request_id, longest=40),
        quantity=quantity,
        temperature=_known(request.temperature),
        least_kg=plausible.whole(N_("Smallest part (kg)"), least, least=1, most=quantity.kg),
        note=plausible.text(N_("Note"), request.note, longest=400, may_be_blank=True),
    )


def checked_wish(wish: Wish, *, today: date) -> Wish:
    """Return the wish with whole numbers, its first day not before today.

    Raises:
        Refusal: something is out of bounds or contradictory, or the days are over.
    """
    _different_places(wish.from_site_id, wish.to_site_id)
    plausible.days_in_order(N_("Dates"), wish.first_day, wish.last_day)
    if wish.last_day < today:
        raise InThePast(day=wish.last_day)
    if wish.last_day - wish.first_day > timedelta(days=LONGEST_SEARCH_DAYS):
        raise WrongInput(field=N_("Dates"), reason=N_("look at one year at most. Bring the two days closer."))
    return replace(
        wish,
        quantity=checked_quantity(wish.quantity),
        temperature=_known(wish.temperature),
        first_day=max(wish.first_day, today),
    )


def _different_places(from_site_id: int, to_site_id: int) -> None:
    if from_site_id == to_site_id:
        raise WrongInput(
            field=N_("To"), reason=N_("the load would stay where it is. Choose another place to bring it to.")
        )


def _known(temperature: TemperatureClass) -> TemperatureClass:
    try:
        return TemperatureClass(temperature)
    except ValueError:
        raise WrongInput(field=N_("Temperature"), reason=N_("choose one of the list.")) from None
