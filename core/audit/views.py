"""What was done, newest first; `core.access.audit_views` adds who did it and checks who may look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.audit import store
from core.database.doors import ReadSession


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act: when, by whom (None: the network itself), what, on which thing."""

    id: int
    at: datetime
    person_id: int | None
    act: str
    subject: str
    subject_id: int | None
    facts: Mapping[str, Any]


def acts_between(
    session: ReadSession,
    *,
    first: datetime,
    end: datetime,
    person_id: int | None = None,
    subject: str | None = None,
    most: int = 500,
) -> list[AuditRow]:
    """Return the newest acts from `first` until before `end`, of one person or on one kind of thing if asked."""
    found = store.lines_between(session, first=first, end=end, person_id=person_id, subject=subject, most=most)
    return [
        AuditRow(each.id or 0, each.at, each.person_id, each.act, each.subject, each.subject_id, each.facts)
        for each in found
    ]
