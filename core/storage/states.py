"""Where a stay is in its life, and in which states it takes room."""

from enum import StrEnum


class StayState(StrEnum):
    """Where a stay is: `waiting` for room, `offered` holds freed room until it is answered, `confirmed` is booked."""

    waiting = "waiting"
    offered = "offered"
    confirmed = "confirmed"
    cancelled = "cancelled"


TAKES_ROOM = (StayState.offered, StayState.confirmed)
ALIVE = (StayState.waiting, StayState.offered, StayState.confirmed)
