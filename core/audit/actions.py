"""Writing the audit: called by every action, in its own transaction."""

from typing import Any

from core.audit.tables import AuditLine
from core.database.doors import WriteSession
from core.shared import clock


def record(session: WriteSession, by: int | None, act: str, subject: str, subject_id: int | None, **facts: Any) -> None:
    """Write that person `by` did `act` (a verb phrase in English) on a thing; `facts` are JSON values."""
    session.add(AuditLine(at=clock.now(), person_id=by, act=act, subject=subject, subject_id=subject_id, facts=facts))
