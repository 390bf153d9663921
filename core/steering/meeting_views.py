"""The committee's memory: meetings, what they decided, and what still waits to be done."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from core.access.rights import Member, Right, require
from core.database.doors import ReadSession
from core.shared import clock
from core.steering import store
from core.steering.tables import Decision


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it stands; `replaced_by_id` names the later one that corrected it."""

    id: int
    meeting_id: int
    held_on: date
    subject: str
    text: str
    owner_name: str | None
    due_on: date | None
    done_on: date | None
    replaces_id: int | None
    replaced_by_id: int | None
    written_at: datetime
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Say whether it still waits to be done."""
        return self.done_on is None and self.replaced_by_id is None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting with its decisions in the order they were written."""

    id: int
    held_on: date
    subject: str
    minutes_text: str
    decisions: tuple[DecisionRow, ...]


def meetings(session: ReadSession, member: Member) -> list[MeetingRow]:
    """Return every meeting, the newest first, with its decisions (one query).

    Raises:
        SignInNeeded, NotAllowed: the person does not sit on the committee.
    """
    require(member, Right.committee)
    rows = store.decisions_with_meetings(session)
    replaced_by = {
        decision.replaces_id: decision.id for _, decision, _ in rows if decision and decision.replaces_id is not None
    }
    today = clock.today()
    found = []
    for _, of_one in groupby(rows, key=lambda row: row[0].id):
        several = list(of_one)
        meeting = several[0][0]
        decisions = tuple(
            DecisionRow(
                id=decision.id or 0,
                meeting_id=decision.meeting_id,
                held_on=meeting.held_on,
                subject=meeting.subject,
                text=decision.text,
                owner_name=owner,
                due_on=decision.due_on,
                done_on=decision.done_on,
                replaces_id=decision.replaces_id,
                replaced_by_id=replaced_by.get(decision.id or 0),
                written_at=decision.written_at,
                is_late=_is_late(decision, today),
            )
            for _, decision, owner in several
            if decision is not None
        )
        found.append(MeetingRow(meeting.id or 0, meeting.held_on, meeting.subject, meeting.minutes_text, decisions))
    return found


def open_decisions(meetings_held: list[MeetingRow]) -> list[DecisionRow]:
    """Return what waits to be done: the most urgent first, what has no date last."""
    waiting = [decision for meeting in meetings_held for decision in meeting.decisions if decision.is_open]
    return sorted(waiting, key=lambda each: (each.due_on or date.max, each.id))


def _is_late(decision: Decision, today: date) -> bool:
    return decision.done_on is None and decision.due_on is not None and decision.due_on < today
