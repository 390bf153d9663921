"""Every "no" about needs and invitations: the fact, and a way out (R12)."""

from dataclasses import dataclass
from typing import ClassVar

from core.shared.errors import N_, Refusal
from core.troughs.kinds import InvitationState


@dataclass(eq=False)
class NoNeeds(Refusal):
    """Nobody has declared anything to match."""

    sentence: ClassVar[str] = N_(
        "No partner has declared a seasonal need yet. Ask them to fill in the short form of this page, or fill it in "
        "for them."
    )


@dataclass(eq=False)
class NothingToPropose(Refusal):
    """No need of these weeks meets empty room."""

    sentence: ClassVar[str] = N_(
        "No declared need meets the empty room of these weeks: places, temperature or months do not match. Look "
        "further ahead, or at other places."
    )


@dataclass(eq=False)
class ProposalStale(Refusal):
    """Room or needs changed since the proposal was made."""

    sentence: ClassVar[str] = N_(
        "Room was reserved or needs were changed since this proposal was made. Nothing was sent: propose again."
    )


@dataclass(eq=False)
class AlreadyAnswered(Refusal):
    """The invitation has its answer."""

    state: InvitationState
    sentence: ClassVar[str] = N_(
        "This invitation has its answer already (%(state)s). To carry the load all the same, open Reserve."
    )
