"""What a partner's people read under the bell, and what the coordinator sees of the whole outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access.rights import Member, Right, require, require_signed_in
from core.database.doors import ReadSession
from core.notices import store
from core.notices.tables import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One thing told to one partner."""

    id: int
    at: datetime
    partner_id: int
    kind: NoticeKind
    facts: Mapping[str, Any]
    is_new: bool


def unread_count(session: ReadSession, member: Member) -> int:
    """Return how many notices of this person's partners are still unread."""
    return store.unread_count(session, member.partner_ids) if member.partner_ids else 0


def own_notices(session: ReadSession, member: Member, *, most: int = 100) -> list[NoticeRow]:
    """Return the newest notices of the partners this person acts for."""
    require_signed_in(member)
    return [_row(each) for each in store.newest(session, member.partner_ids, most)]


def outbox(session: ReadSession, member: Member, *, most: int = 200) -> list[NoticeRow]:
    """Return the newest notices of every partner, for a coordinator."""
    require(member, Right.coordinator)
    return [_row(each) for each in store.newest(session, None, most)]


def _row(notice: Notice) -> NoticeRow:
    return NoticeRow(
        id=notice.id or 0,
        at=notice.at,
        partner_id=notice.partner_id,
        kind=notice.kind,
        facts=notice.facts,
        is_new=notice.read_at is None and notice.handled_at is None,
    )
