"""Where a reservation is in its life, and in which states it takes room on a truck."""

from enum import StrEnum


class ReservationState(StrEnum):
    """Where a reservation is: `requested` waits for a tour plan, `waiting` for room, `offered` holds freed room."""

    requested = "requested"
    waiting = "waiting"
    offered = "offered"
    confirmed = "confirmed"
    delivered = "delivered"
    no_show = "no_show"
    cancelled = "cancelled"


TAKES_ROOM = (
    ReservationState.offered,
    ReservationState.confirmed,
    ReservationState.delivered,
    ReservationState.no_show,
)
STILL_AHEAD = (
    ReservationState.requested,
    ReservationState.waiting,
    ReservationState.offered,
    ReservationState.confirmed,
)
