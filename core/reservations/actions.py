"""What people do with reservations, gathered: each act locks its departure, reads, decides, writes, tells, logs."""

from core.reservations.approval_actions import approve, refuse
from core.reservations.cancel_actions import Cancelled, cancel
from core.reservations.change_actions import change_quantity
from core.reservations.departure_actions import (
    cancel_departure,
    place_on_tour,
    record_delivery,
    unplace_from_tour,
)
from core.reservations.hold_actions import confirm_hold
from core.reservations.offer_actions import accept_offer, decline_offer, expire_offers
from core.reservations.requests import Answered, Held, Requested, ReservationRequest, Reserved, ToApprove, Waiting
from core.reservations.reserve_actions import reserve

__all__ = [
    "Answered",
    "Cancelled",
    "Held",
    "Requested",
    "ReservationRequest",
    "Reserved",
    "ToApprove",
    "Waiting",
    "accept_offer",
    "approve",
    "cancel",
    "cancel_departure",
    "change_quantity",
    "confirm_hold",
    "decline_offer",
    "expire_offers",
    "place_on_tour",
    "record_delivery",
    "refuse",
    "reserve",
    "unplace_from_tour",
]
