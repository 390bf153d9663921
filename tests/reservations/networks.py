"""Small networks for tests of the pure search of connections: departures and storage in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.reservations.itineraries import Itinerary, Stop, Stretch
from core.reservations.search import DepartureBoard
from core.reservations.transfers import HopPrice
from core.reservations.waiting_list import Waiter
from core.shared.clock import at_local
from core.shared.periods import Period
from core.shared.places import Point
from core.shared.quantities import Quantity, TemperatureClass
from core.storage.board import StorageBoard
from core.storage.room import DayRoom, Days
from core.tariffs.pricing import Quote, Reductions
from tests.reservations.trucks import CHILLED, a_truck

TUESDAY = date(2027, 2, 2)
FAR = Point(48.4, -68.5)
ONE_PALLET = Quantity(100, 100)


@dataclass(frozen=True)
class ALoad:
    """A load between two places, as the rules look at it."""

    from_site_id: int
    to_site_id: int
    quantity: Quantity = ONE_PALLET
    temperature: TemperatureClass = CHILLED


def moment(hour: float, day: date = TUESDAY) -> datetime:
    """Return a local hour of a day; 25 is one o'clock on the next."""
    return at_local(day, round(hour * 60))


def a_board(
    number: int,
    stops: Sequence[tuple[int, float]],
    *,
    day: date = TUESDAY,
    kg: int = 1000,
    used: int = 0,
    temperature: TemperatureClass = CHILLED,
    metres: int = 50_000,
    queue: Sequence[Waiter] = (),
    **values: Any,
) -> DepartureBoard:
    """Return a departure that calls at (place, hour) after (place, hour), ten minutes each."""
    legs = len(stops) - 1
    taken = {(leg, 1): Quantity(used, 0) for leg in range(legs)}
    calls = [
        Stop(position, site, f"Lieu {site}", f"Ville {site}", moment(hour, day), moment(hour + 1 / 6, day))
        for position, (site, hour) in enumerate(stops)
    ]
    facts: dict[str, Any] = {
        "departure_id": number,
        "line_id": number,
        "line_name": f"Ligne {number}",
        "territory": "Bas-Saint-Laurent",
        "is_flexible": False,
        "is_planned": True,
        "service_date": day,
        "starts_at": moment(stops[0][1], day),
        "closes_at": moment(0, day),
        "trough_discount_percent": 0,
        "itinerary": Itinerary(calls, dict.fromkeys(range(legs), metres)),
        "room": a_truck(legs=legs, kg=kg, pallets=10_000, boxes=((1, temperature),), used=taken),
        "queue": queue,
        **values,
    }
    return DepartureBoard(**facts)


def a_store(
    number: int,
    site: int,
    *,
    pallets: int = 1000,
    cents: int = 100,
    temperature: TemperatureClass = CHILLED,
    used: Mapping[date, int] | None = None,
    days: Days | None = None,
    **values: Any,
) -> StorageBoard:
    """Return an offer of storage at a place, in January and February 2027 unless `days` says otherwise."""
    open_days = days or Days(date(2027, 1, 25), date(2027, 2, 28))
    taken = used or {}
    facts: dict[str, Any] = {
        "offer_id": number,
        "site_id": site,
        "site_name": f"Lieu {site}",
        "town": f"Ville {site}",
        "territory": "Bas-Saint-Laurent",
        "point": FAR,
        "owner_id": 1,
        "owner_name": "Carrefour",
        "temperature": temperature,
        "days": open_days,
        "pallet_hundredths": pallets,
        "cents_per_pallet_day": cents,
        "conditions": "",
        "is_open": True,
        "version": 1,
        "room": {day: DayRoom(pallets, taken.get(day, 0)) for day in open_days},
        **values,
    }
    return StorageBoard(**facts)


def by_distance(board: DepartureBoard, stretch: Stretch) -> HopPrice:
    """Price a ride at a dollar per 10 km."""
    cents = board.itinerary.metres(stretch) // 100
    return HopPrice(Quote(cents, cents, Reductions()), Period.normal, None)


def later(days: int) -> date:
    """Return a day after that Tuesday."""
    return TUESDAY + timedelta(days=days)
