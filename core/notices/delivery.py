"""When a letter is tried again, when it is given up, and which notices are worth an e-mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.notices.letter_tables import LetterState, LettersWanted
from core.notices.tables import NoticeKind
from core.shared.errors import N_

CLAIMED_FOR = timedelta(minutes=10)
"""How long a claimed letter is left to its worker: far above the longest a mail server is waited for."""
TOO_OLD = timedelta(days=2)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))

OVER_AGE = N_("It waited more than two days: it would no longer help.")
HANDLED = N_("It was handled before it left.")
NO_LONGER_THEIRS = N_("This person no longer acts for this partner.")

QUIET = frozenset(
    {
        NoticeKind.waiting,
        NoticeKind.awaiting_approval,
        NoticeKind.contribution_approved,
        NoticeKind.stay_waiting,
        NoticeKind.stay_here,
        NoticeKind.stay_gone,
    }
)
"""What calls for nothing and changes no plan: told under the bell, and by e-mail only to whoever wants everything."""


@dataclass(frozen=True, slots=True)
class Retry:
    """What becomes of a letter that could not be handed over."""

    state: LetterState
    next_try_at: datetime


def receivers_of(kind: NoticeKind) -> tuple[LettersWanted, ...]:
    """Return which choices receive a notice of this kind by e-mail."""
    return (LettersWanted.all,) if kind in QUIET else (LettersWanted.all, LettersWanted.important)


def after_failure(tries: int, now: datetime, *, for_good: bool) -> Retry:
    """Return when a letter is tried again after its `tries`-th try, or that it is given up.

    `for_good`: the mail server says that this address will never take it.
    """
    if for_good or tries > len(PAUSES):
        return Retry(LetterState.given_up, now)
    return Retry(LetterState.failed, now + PAUSES[max(tries, 1) - 1])
