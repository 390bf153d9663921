"""Writing in the book: post a fact once, or reverse an entry; nothing is ever edited (R6).

These two are called by other actions, which have checked who may; they lock nothing but the entry's own key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from core.database.doors import WriteSession
from core.ledger import store
from core.ledger.entries import Draft, LedgerLine, body_sha256, mirrored, require_balanced
from core.shared import clock
from core.shared.errors import N_, NotFound, Refusal

REVERSAL = "reversal"


@dataclass(eq=False)
class AlreadyWritten(Refusal):
    """The same request was already written, saying something else."""

    entry_id: int
    sentence: ClassVar[str] = N_(
        "This was already written in the book (entry %(entry_id)s), with another content. "
        "Look at the statement; if it is wrong, reverse that entry and start again."
    )


@dataclass(eq=False)
class AlreadyReversed(Refusal):
    """An entry is reversed once."""

    entry_id: int
    reversal_id: int
    sentence: ClassVar[str] = N_(
        "Entry %(entry_id)s was already reversed by entry %(reversal_id)s: nothing is left to reverse. "
        "Look at the statement; if an amount is still missing, record it again."
    )


@dataclass(eq=False)
class ReversalStays(Refusal):
    """A reversal is not reversed: the fact is recorded again instead."""

    entry_id: int
    sentence: ClassVar[str] = N_(
        "Entry %(entry_id)s is itself a reversal. To bring the amounts back, record the fact again: "
        "approve the contribution, close the departure or enter the payment once more."
    )


def post(
    session: WriteSession,
    *,
    by: int | None,
    key: str,
    day: date,
    fact: str,
    facts: Mapping[str, Any],
    lines: Sequence[LedgerLine],
) -> int:
    """Write one entry and return its id; the same key with the same content again returns the same entry.

    `facts` are JSON values; `lines` sum to zero in each unit.

    Raises:
        Unbalanced: the lines are no entry (a bug in a posting rule).
        AlreadyWritten: the key is taken by an entry that says something else.
    """
    return _write(session, Draft(key=key, day=day, fact=fact, facts=facts, lines=tuple(lines)), by)


def reverse(session: WriteSession, *, by: int | None, key: str, entry_id: int, day: date, reason: str) -> int:
    """Undo an entry by a new one that points to it, and return the new one's id.

    Raises:
        NotFound: there is no such entry.
        ReversalStays: it is itself a reversal.
        AlreadyReversed: another reversal of it is in the book.
        AlreadyWritten: the key is taken by something else.
    """
    original = store.entry(session, entry_id)
    if original is None:
        raise NotFound(what=N_("entry"))
    if original.draft.reverses_id is not None:
        raise ReversalStays(entry_id=entry_id)
    facts = {**original.draft.facts, "of_fact": original.draft.fact, "of_entry": entry_id, "reason": reason}
    lines = mirrored(original.draft.lines)
    return _write(session, Draft(key, day, REVERSAL, facts, lines, reverses_id=entry_id), by)


def _write(session: WriteSession, draft: Draft, by: int | None) -> int:
    require_balanced(draft)
    entry_id = store.write_entry(session, draft, by=by, at=clock.now())
    if entry_id is not None:
        return entry_id
    if twin := store.entry_id_of_key(session, draft.key):
        if twin[1] != body_sha256(draft):
            raise AlreadyWritten(entry_id=twin[0])
        return twin[0]
    undone = draft.reverses_id or 0
    raise AlreadyReversed(entry_id=undone, reversal_id=store.reversal_of(session, undone) or 0)
