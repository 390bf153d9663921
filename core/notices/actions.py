"""Telling partners: a row in the same transaction as the fact."""

from typing import Any

from core.database.doors import WriteSession
from core.notices.tables import Notice, NoticeKind
from core.shared import clock


def tell(session: WriteSession, *, partner_id: int, kind: NoticeKind, **facts: Any) -> None:
    """Leave a notice for a partner; `facts` are the JSON values its sentence needs."""
    session.add(Notice(at=clock.now(), partner_id=partner_id, kind=kind, facts=facts))
