"""What people do with reservations, gathered: each act locks its departure, reads, decides, writes, tells, logs."""

from core.reservations.change_actions import Cancelled, cancel, change_quantity
from core.reservations.departure_actions import (
    cancel_departure,
    place_on_tour,
    record_delivery,
    unplace_from_tour,
)
from core.reservations.offer_actions import accept_offer, decline_offer, expire_offers
from core.reservations.requests import Requested, ReservationRequest, Reserved, Waiting
from core.reservations.reserve_actions import reserve

__all__ = [
    "Cancelled",
    "Requested",
    "ReservationRequest",
    "Reserved",
    "Waiting",
    "accept_offer",
    "cancel",
    "cancel_departure",
    "change_quantity",
    "decline_offer",
    "expire_offers",
    "place_on_tour",
    "record_delivery",
    "reserve",
    "unplace_from_tour",
]
