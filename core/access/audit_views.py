"""Who did what, when: the audit with people's names, for those who answer for the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.access.refusals import NotYours
from core.access.rights import Member, Right, require_signed_in
from core.access.views import names
from core.audit.views import acts_between
from core.database.doors import ReadSession
from core.shared.clock import at_local

_MAY_LOOK = (Right.coordinator, Right.treasurer, Right.administrator)


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One act, with the name of who did it ('' when the network itself did)."""

    id: int
    at: datetime
    person_id: int | None
    name: str
    act: str
    subject: str
    subject_id: int | None
    facts: Mapping[str, Any]


def may_read_audit(member: Member) -> bool:
    """Say whether this person answers for the network, and so may read who did what."""
    return any(member.has(right) for right in _MAY_LOOK)


def who_did_what(
    session: ReadSession,
    member: Member,
    *,
    first_day: date,
    last_day: date,
    person_id: int | None = None,
    subject: str | None = None,
    most: int = 500,
) -> list[DoneRow]:
    """Return the newest acts of the days `first_day`..`last_day`, both included.

    Raises:
        NotYours: the member is neither coordinator, treasurer nor administrator.
    """
    require_signed_in(member)
    if not may_read_audit(member):
        raise NotYours
    found = acts_between(
        session,
        first=at_local(first_day, 0),
        end=at_local(last_day + timedelta(days=1), 0),
        person_id=person_id,
        subject=subject,
        most=most,
    )
    name_of = names(session)
    return [
        DoneRow(
            each.id,
            each.at,
            each.person_id,
            name_of.get(each.person_id or 0, ""),
            each.act,
            each.subject,
            each.subject_id,
            each.facts,
        )
        for each in found
    ]
