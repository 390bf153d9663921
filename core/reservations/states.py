"""Where a reservation is in its life, and in which states it takes room on a truck."""

from enum import StrEnum


class ReservationState(StrEnum):
    """Where a reservation is.

    `requested` waits for a tour plan, `waiting` for room. Three states keep room until a moment, then lapse: `held`
    while its partner finishes reserving, `to_approve` until a coordinator answers, `offered` until its partner does.
    """

    requested = "requested"
    waiting = "waiting"
    held = "held"
    to_approve = "to_approve"
    offered = "offered"
    confirmed = "confirmed"
    delivered = "delivered"
    no_show = "no_show"
    cancelled = "cancelled"


KEEPS_ROOM_UNTIL = (ReservationState.held, ReservationState.to_approve, ReservationState.offered)
TAKES_ROOM = (
    *KEEPS_ROOM_UNTIL,
    ReservationState.confirmed,
    ReservationState.delivered,
    ReservationState.no_show,
)
STILL_AHEAD = (
    ReservationState.requested,
    ReservationState.waiting,
    *KEEPS_ROOM_UNTIL,
    ReservationState.confirmed,
)


class EndingKind(StrEnum):
    """How a reservation ended, where its partner is told more than that it did."""

    cancelled_late = "cancelled_late"
    refused = "refused"
    not_approved = "not_approved"
    hold_lapsed = "hold_lapsed"
    not_confirmed_again = "not_confirmed_again"
