"""Every SQL sentence about jobs; each change of state says in its WHERE which state it leaves."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update
from sqlmodel import col, func, select

from core.database.doors import ReadSession, WriteSession
from core.work.failures import Failure
from core.work.tables import Job, JobState


def get(session: ReadSession, job_id: str) -> Job | None:
    """Return a job as the database has it now."""
    return session.get(Job, job_id, populate_existing=True)


def unfinished_of(session: ReadSession, person_id: int) -> int:
    """Count the jobs a person asked for that have not ended."""
    statement = select(func.count()).where(
        col(Job.asked_by_id) == person_id, col(Job.state).in_((JobState.queued, JobState.running))
    )
    return session.exec(statement).one()


def queued_before(session: ReadSession, moment: datetime) -> list[str]:
    """Return the jobs that wait since before `moment`, oldest first."""
    statement = select(Job.id).where(col(Job.state) == JobState.queued, col(Job.created_at) < moment)
    return list(session.exec(statement.order_by(col(Job.created_at), col(Job.id))))


def silent_since(session: ReadSession, moment: datetime) -> list[str]:
    """Return the running jobs whose worker last gave a sign before `moment`."""
    statement = select(Job.id).where(col(Job.state) == JobState.running, col(Job.heartbeat_at) < moment)
    return list(session.exec(statement.order_by(col(Job.id))))


def claim(session: WriteSession, job_id: str, moment: datetime) -> bool:
    """Take a queued job for one worker; False when it is no longer queued."""
    values = {"state": JobState.running, "started_at": moment, "heartbeat_at": moment, "progress_percent": 0}
    return _changed(session, _leaving(job_id, JobState.queued).values(values))


def beat(session: WriteSession, job_id: str, moment: datetime, progress_percent: int | None = None) -> bool:
    """Note a sign of life, and progress if given; False when the job is no longer running."""
    values: dict[str, Any] = {"heartbeat_at": moment}
    if progress_percent is not None:
        values["progress_percent"] = progress_percent
    return _changed(session, _leaving(job_id, JobState.running).values(values))


def ask_cancel(session: WriteSession, job_id: str, moment: datetime) -> bool:
    """Cancel a job that waits; ask the worker to stop one that runs; False when it has ended."""
    waiting = _leaving(job_id, JobState.queued).values(state=JobState.cancelled, cancel_asked=True, finished_at=moment)
    running = _leaving(job_id, JobState.running).values(cancel_asked=True)
    return _changed(session, waiting) or _changed(session, running)


def put_back(session: WriteSession, job_id: str) -> bool:
    """Return a running job to the queue (its worker is being stopped on purpose)."""
    values = {"state": JobState.queued, "started_at": None, "heartbeat_at": None, "progress_percent": 0}
    return _changed(session, _leaving(job_id, JobState.running).where(~col(Job.cancel_asked)).values(values))


def end(
    session: WriteSession,
    job_id: str,
    state: JobState,
    moment: datetime,
    *,
    result: dict[str, Any] | None = None,
    failure: Failure | None = None,
) -> bool:
    """End a running job; False when it had ended already."""
    values: dict[str, Any] = {"state": state, "finished_at": moment}
    if state is JobState.done:
        values |= {"result": result, "progress_percent": 100}
    if failure is not None:
        values |= {"failure": failure.message, "failure_facts": failure.facts}
    return _changed(session, _leaving(job_id, JobState.running).values(values))


def _leaving(job_id: str, state: JobState) -> Update:
    return update(Job).where(col(Job.id) == job_id, col(Job.state) == state)


def _changed(session: WriteSession, statement: Update) -> bool:
    done = cast(CursorResult[Any], session.execute(statement, execution_options={"synchronize_session": False}))
    return done.rowcount == 1
