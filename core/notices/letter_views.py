"""What the coordinator sees of the letters, and what a person chose to receive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access.rights import Member, Right, require, require_signed_in
from core.database.doors import ReadSession
from core.notices import letter_store
from core.notices.letter_tables import LetterState, LettersWanted
from core.notices.tables import NoticeKind
from core.shared import clock


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter, with what it tells and how far it got."""

    id: int
    partner_id: int
    address: str
    language: str
    kind: NoticeKind
    facts: Mapping[str, Any]
    made_at: datetime
    state: LetterState
    tries: int
    next_try_at: datetime
    sent_at: datetime | None
    error: str


def letters(session: ReadSession, member: Member, *, most: int = 100) -> list[LetterRow]:
    """Return the newest letters, for a coordinator."""
    require(member, Right.coordinator)
    return [
        LetterRow(
            id=letter.id or 0,
            partner_id=notice.partner_id,
            address=letter.address,
            language=letter.language,
            kind=notice.kind,
            facts=notice.facts,
            made_at=letter.made_at,
            state=letter.state,
            tries=letter.tries,
            next_try_at=letter.next_try_at,
            sent_at=letter.sent_at,
            error=letter.error,
        )
        for letter, notice in letter_store.newest(session, most)
    ]


def letters_wanted(session: ReadSession, member: Member) -> LettersWanted:
    """Return which notices this person receives by e-mail."""
    found = letter_store.choice_of(session, require_signed_in(member))
    return LettersWanted.important if found is None else found.wanted


def letters_due(session: ReadSession) -> int:
    """Return how many letters may be tried now."""
    return letter_store.count_due(session, clock.now())
