"""Telling partners: a row in the same transaction as the fact."""

from datetime import datetime
from typing import Any

from core.access.rights import Member, Right, require, require_signed_in
from core.database.doors import WriteSession
from core.notices import store
from core.notices.tables import Notice, NoticeKind
from core.shared import clock


def tell(session: WriteSession, *, partner_id: int, kind: NoticeKind, **facts: Any) -> None:
    """Leave a notice for a partner; `facts` are the JSON values its sentence needs."""
    session.add(Notice(at=clock.now(), partner_id=partner_id, kind=kind, facts=facts))


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
    return store.mark_handled(session, until, clock.now())
