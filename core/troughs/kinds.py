"""The words that needs and invitations are told by."""

from enum import StrEnum


class NeedKind(StrEnum):
    """Whether a partner would bring goods in, or has goods to send."""

    need = "need"
    availability = "availability"


class InvitationState(StrEnum):
    """Where an invitation is in its life; once its departure is closed, an open one counts as lapsed."""

    open = "open"
    accepted = "accepted"
    declined = "declined"
    lapsed = "lapsed"
