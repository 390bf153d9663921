"""What a partner asks of storage, what it is answered, and what makes a request believable."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from core.shared import plausible
from core.shared.errors import N_, InThePast, WrongInput
from core.shared.quantities import TemperatureClass
from core.shared.taxes import NO_TAXES, TaxRates
from core.storage.cards import checked_pallets, known_temperature
from core.storage.room import Days

LONGEST_STAY_DAYS = 366


@dataclass(frozen=True, slots=True)
class StorageWish:
    """Pallets that look for a place between two days, both included; `territory` narrows the search."""

    pallet_hundredths: int
    temperature: TemperatureClass
    first_day: date
    last_day: date
    territory: str | None = None

    @property
    def days(self) -> Days:
        """Return the days asked for."""
        return Days(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class StayRequest:
    """Pallets for one offer, as its form was sent; `request_id` makes a second sending harmless.

    Attributes:
        least_pallet_hundredths: the smallest part the partner takes if not everything fits; None: all or nothing.
        promotes_at_once: confirm without asking when waiting-list room comes free.
        waits_if_full: join the waiting list instead of being refused.
        agreed_cents: what the partner saw, taxes included; more is refused instead of charged. None means any.
    """

    request_id: str
    partner_id: int
    offer_id: int
    pallet_hundredths: int
    temperature: TemperatureClass
    first_day: date
    last_day: date
    least_pallet_hundredths: int | None = None
    promotes_at_once: bool = True
    waits_if_full: bool = False
    note: str = ""
    agreed_cents: int | None = None

    @property
    def days(self) -> Days:
        """Return the days asked for."""
        return Days(self.first_day, self.last_day)

    @property
    def least(self) -> int:
        """Return the smallest part that is accepted."""
        return self.least_pallet_hundredths or self.pallet_hundredths

    def fingerprint(self) -> str:
        """Return the SHA-256 of what is asked, to tell a repeated request from another one with the same id."""
        asked = asdict(self) | {"agreed_cents": None}
        return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """Room is taken on every day; the quantity is smaller than asked only if the partner agreed to a part."""

    stay_id: int
    price_cents: int
    pallet_hundredths: int
    taxes: TaxRates = NO_TAXES


@dataclass(frozen=True, slots=True)
class StayWaiting:
    """On the waiting list at place `rank`, from 1."""

    stay_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class StayCancelled:
    """A stay is over; its room is free again."""

    stay_id: int


def stay_number(stay_id: int) -> str:
    """Return the number people see: `E-0012`."""
    return f"E-{stay_id:04d}"


def checked_wish(wish: StorageWish, *, today: date) -> StorageWish:
    """Return the wish with whole numbers, its first day not before today.

    Raises:
        Refusal: something is out of bounds or contradictory, or the days are over.
    """
    _days_ahead(wish.days, today=today)
    return replace(
        wish,
        pallet_hundredths=checked_pallets(wish.pallet_hundredths),
        temperature=known_temperature(wish.temperature),
        first_day=max(wish.first_day, today),
    )


def checked_request(request: StayRequest, *, today: date) -> StayRequest:
    """Return the request with whole numbers and a tidy note.

    Raises:
        Refusal: something is blank, out of bounds or contradictory, or the days begin in the past.
    """
    _days_ahead(request.days, today=today)
    if request.first_day < today:
        raise InThePast(day=request.first_day)
    pallets = checked_pallets(request.pallet_hundredths)
    least = pallets if request.least_pallet_hundredths is None else request.least_pallet_hundredths
    return replace(
        request,
        request_id=plausible.text(N_("Request"), request.request_id, longest=40),
        pallet_hundredths=pallets,
        least_pallet_hundredths=plausible.whole(
            N_("Smallest part (hundredths of a pallet)"), least, least=1, most=pallets
        ),
        temperature=known_temperature(request.temperature),
        note=plausible.text(N_("Note"), request.note, longest=400, may_be_blank=True),
    )


def _days_ahead(days: Days, *, today: date) -> None:
    plausible.days_in_order(N_("Dates"), days.first, days.last)
    if days.last < today:
        raise InThePast(day=days.last)
    if days.last - days.first > timedelta(days=LONGEST_STAY_DAYS):
        raise WrongInput(field=N_("Dates"), reason=N_("look at one year at most. Bring the two days closer."))
