"""Saying once what one act would otherwise say many times to the same partner."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from core.database.doors import WriteSession
from core.notices.tables import NoticeKind

_GATHERED = "notices told together"


@contextmanager
def told_together(session: WriteSession, *, partner_id: int, kinds: Collection[NoticeKind]) -> Iterator[None]:
    """Leave out, inside the block, what `kinds` would tell this partner one by one: the caller tells it in one notice.

    Everybody else is told as ever, and so is whatever carries a reason.
    """
    session.info[_GATHERED] = {(partner_id, kind) for kind in kinds}
    try:
        yield
    finally:
        del session.info[_GATHERED]


def is_told_later(session: WriteSession, *, partner_id: int, kind: NoticeKind) -> bool:
    """Say whether the caller gathers this notice with others."""
    return (partner_id, kind) in session.info.get(_GATHERED, ())
