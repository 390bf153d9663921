"""What a partner's yes to room became, in one sentence."""

from core.i18n.words import Words
from core.reservations.actions import Answered, ToApprove


def taken_said(_: Words, number: str, done: Answered | None) -> str:
    """Say that the room is reserved, or that a coordinator still answers."""
    if isinstance(done, ToApprove):
        return _(
            "%(number)s: your room is kept; a coordinator answers before %(moment)s.",
            number=number,
            moment=_.value(done.until),
        )
    return _("Reserved — no. %(number)s.", number=number)
