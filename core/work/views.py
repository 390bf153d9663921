"""What people see of a job: how far it is, its result, or why it stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access.rights import Member
from core.database.doors import ReadSession
from core.i18n.words import Words
from core.work.actions import job_for
from core.work.failures import failure_sentence
from core.work.tables import Job, JobState


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job; `result` is there when it is done, `failure` when it failed."""

    id: str
    kind: str
    state: JobState
    progress_percent: int
    arguments: dict[str, Any]
    result: dict[str, Any] | None
    failure: str | None
    failure_facts: dict[str, Any]
    is_stopping: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Say whether the job has ended, in whatever way."""
        return self.state not in (JobState.queued, JobState.running)

    def why(self, words: Words) -> str:
        """Say why the job stopped, in one language; empty when it did not fail."""
        return failure_sentence(words, self.failure, self.failure_facts) if self.failure else ""


def job(session: ReadSession, member: Member, job_id: str) -> JobRow:
    """Return a job to its asker or to a coordinator.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return _row(job_for(session, member, job_id))


def _row(found: Job) -> JobRow:
    return JobRow(
        id=found.id,
        kind=found.kind,
        state=found.state,
        progress_percent=found.progress_percent,
        arguments=found.arguments,
        result=found.result,
        failure=found.failure,
        failure_facts=found.failure_facts or {},
        is_stopping=found.cancel_asked and found.finished_at is None,
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )
