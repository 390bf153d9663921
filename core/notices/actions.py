"""Telling partners: a row in the same transaction as the fact."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from core.access.rights import Member, Right, require, require_signed_in
from core.database.doors import WriteSession
from core.notices import letter_store, store
from core.notices.delivery import HANDLED, receivers_of
from core.notices.gathering import is_told_later
from core.notices.tables import NoticeKind
from core.shared import clock
from core.shared.settings import settings


def tell(session: WriteSession, *, partner_id: int, kind: NoticeKind, **facts: Any) -> None:
    """Leave a notice for a partner, with a letter to each of its people who wants one.

    `facts` are the JSON values its sentence needs.
    """
    if "reason" not in facts and is_told_later(session, partner_id=partner_id, kind=kind):
        return
    _write(session, partner_id, kind, facts, once_key=None)


def tell_once(session: WriteSession, *, key: str, partner_id: int, kind: NoticeKind, facts: Mapping[str, Any]) -> bool:
    """Tell what has the name `key`, unless it was told already by whoever; say whether it was told now."""
    return _write(session, partner_id, kind, facts, once_key=key)


def mark_all_read(session: WriteSession, member: Member) -> int:
    """Mark the notices of this person's partners as read; return how many were new."""
    require_signed_in(member)
    return store.mark_read(session, member.partner_ids, clock.now()) if member.partner_ids else 0


def mark_handled(session: WriteSession, member: Member, *, until: datetime) -> int:
    """Mark what was told before `until` as handled, for everybody; return how many notices there were.

    Raises:
        NotAllowed: the member is not an administrator.
    """
    require(member, Right.administrator)
    letter_store.give_up(session, made_before=until, error=HANDLED)
    return store.mark_handled(session, until, clock.now())


def _write(
    session: WriteSession, partner_id: int, kind: NoticeKind, facts: Mapping[str, Any], *, once_key: str | None
) -> bool:
    now = clock.now()
    notice_id = store.write_notice(
        session, partner_id=partner_id, kind=kind, facts=dict(facts), at=now, once_key=once_key
    )
    if notice_id is None:
        return False
    host = urlsplit(settings().public_url).hostname or "navette"
    letter_store.write_letters(session, notice_id, partner_id, at=now, host=host, wanted=receivers_of(kind))
    return True
