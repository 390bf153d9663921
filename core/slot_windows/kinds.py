"""The words that windows, requests and shares are told by."""

from enum import StrEnum


class SlotMeasure(StrEnum):
    """What is counted when room is shared: floor space, or weight."""

    pallets = "pallets"
    kg = "kg"


class WindowStage(StrEnum):
    """Where a window is: before it opens, while partners ask, waiting to be shared, shared, or taken back."""

    announced = "announced"
    open = "open"
    closed = "closed"
    shared = "shared"
    withdrawn = "withdrawn"


class ShareState(StrEnum):
    """What became of a share of one date: still to reserve, reserved, refused with a reason, or nothing to give."""

    planned = "planned"
    booked = "booked"
    refused = "refused"
    nothing = "nothing"
