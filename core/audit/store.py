"""Every SQL sentence about the audit lines."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from core.audit.tables import AuditLine
from core.database.doors import ReadSession


def lines_between(
    session: ReadSession, *, first: datetime, end: datetime, person_id: int | None, subject: str | None, most: int
) -> Sequence[AuditLine]:
    """Return the newest lines from `first` until before `end`, at most `most`."""
    statement = select(AuditLine).where(col(AuditLine.at) >= first, col(AuditLine.at) < end)
    if person_id is not None:
        statement = statement.where(col(AuditLine.person_id) == person_id)
    if subject is not None:
        statement = statement.where(col(AuditLine.subject) == subject)
    return session.exec(statement.order_by(col(AuditLine.at).desc(), col(AuditLine.id).desc()).limit(most)).all()
