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
from core.reservations.hold_actions import confirm_hold, leave_hold
from core.reservations.instead_actions import take_instead
from core.reservations.moving_actions import change_vehicle, end_thaw, move_departure, set_thaw
from core.reservations.offer_actions import accept_offer, decline_offer, expire_offers
from core.reservations.rearranging_actions import Rearranged, call_off, move_loads
from core.reservations.requests import Answered, Held, Requested, ReservationRequest, Reserved, ToApprove, Waiting
from core.reservations.reserve_actions import reserve

__all__ = [
    "Answered",
    "Cancelled",
    "Held",
    "Rearranged",
    "Requested",
    "ReservationRequest",
    "Reserved",
    "ToApprove",
    "Waiting",
    "accept_offer",
    "approve",
    "call_off",
    "cancel",
    "cancel_departure",
    "change_quantity",
    "change_vehicle",
    "confirm_hold",
    "decline_offer",
    "end_thaw",
    "expire_offers",
    "leave_hold",
    "move_departure",
    "move_loads",
    "place_on_tour",
    "record_delivery",
    "refuse",
    "reserve",
    "set_thaw",
    "take_instead",
    "unplace_from_tour",
]
