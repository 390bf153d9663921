"""Choosing which letters to receive; claiming a letter, and writing how its try ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access.rights import Member, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices import letter_store
from core.notices.delivery import CLAIMED_FOR, NO_LONGER_THEIRS, OVER_AGE, TOO_OLD, after_failure
from core.notices.letter_tables import LetterState, LettersWanted
from core.notices.tables import NoticeKind
from core.shared import clock

_AT_ONCE = 20
_ERROR_LENGTH = 300


@dataclass(frozen=True, slots=True)
class ClaimedLetter:
    """A letter that is ours to send until the claim ends; `tries` counts this one."""

    id: int
    tries: int
    person_id: int
    partner_id: int
    address: str
    language: str
    message_id: str
    made_at: datetime
    kind: NoticeKind
    facts: Mapping[str, Any]


def choose_letters(session: WriteSession, member: Member, *, wanted: LettersWanted) -> bool:
    """Write which notices this person wants by e-mail; return True."""
    person_id = require_signed_in(member)
    letter_store.write_choice(session, person_id, LettersWanted(wanted))
    record(session, person_id, "chose their e-mails", "person", person_id, wanted=LettersWanted(wanted).value)
    return True


def claim_letter(session: WriteSession) -> ClaimedLetter | None:
    """Claim the letter that is due longest, or None; what is too old, or no longer theirs to read, is given up.

    A worker that dies with a claimed letter leaves it to the next one when the claim ends, with the same Message-ID.
    """
    now = clock.now()
    letter_store.give_up(session, made_before=now - TOO_OLD, error=OVER_AGE)
    for letter_id in letter_store.due(session, now, _AT_ONCE):
        if not letter_store.claim(session, letter_id, now=now, until=now + CLAIMED_FOR):
            continue
        letter, notice, is_theirs = letter_store.one(session, letter_id)
        if not is_theirs:
            letter_store.settle(
                session, letter_id, letter.tries, state=LetterState.given_up, error=NO_LONGER_THEIRS, next_try_at=now
            )
            continue
        return ClaimedLetter(
            id=letter_id,
            tries=letter.tries,
            person_id=letter.person_id,
            partner_id=notice.partner_id,
            address=letter.address,
            language=letter.language,
            message_id=letter.message_id,
            made_at=letter.made_at,
            kind=notice.kind,
            facts=notice.facts,
        )
    return None


def mark_sent(session: WriteSession, letter: ClaimedLetter) -> bool:
    """Write that a mail server took a letter; False if the claim had ended and somebody else has it."""
    return letter_store.settle(session, letter.id, letter.tries, state=LetterState.sent, sent_at=clock.now(), error="")


def mark_failed(session: WriteSession, letter: ClaimedLetter, *, error: str, for_good: bool = False) -> bool:
    """Write that a letter could not be handed over, and when it is tried again, if it is."""
    found = after_failure(letter.tries, clock.now(), for_good=for_good)
    return letter_store.settle(
        session,
        letter.id,
        letter.tries,
        state=found.state,
        next_try_at=found.next_try_at,
        error=error[:_ERROR_LENGTH],
    )
