"""What is done with jobs: people enqueue and cancel them; a worker claims them, gives signs of life and ends them.

What a worker calls opens its own short transaction, because a job lives much longer than one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from core.access.rights import Member, Right, require_signed_in
from core.audit.actions import record
from core.database.doors import ReadSession, WriteSession, reading, write
from core.shared import clock
from core.shared.errors import N_, NotFound, Refusal
from core.work import store
from core.work.failures import LOST, Failure
from core.work.tables import Job, JobState

MOST_AT_ONCE = 5
SILENT_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(seconds=10)
A_JOB = N_("calculation")


@dataclass(eq=False)
class TooManyJobs(Refusal):
    """A person has asked for many jobs that have not ended."""

    count: int
    sentence: ClassVar[str] = N_("%(count)s of your calculations are still waiting. Let one end, or cancel one.")


class JobCancelled(Exception):
    """Somebody asked to stop this job, or it was taken from this worker: stop, and keep nothing."""


def enqueue(session: WriteSession, member: Member, *, kind: str, arguments: dict[str, Any]) -> str:
    """Write a job down and return its id; wake a worker after the commit (`core.jobs.queue.wake`)."""
    person_id = require_signed_in(member)
    waiting = store.unfinished_of(session, person_id)
    if waiting >= MOST_AT_ONCE:
        raise TooManyJobs(count=waiting)
    job = Job(
        id=uuid4().hex,
        kind=kind,
        state=JobState.queued,
        asked_by_id=person_id,
        arguments=arguments,
        created_at=clock.now(),
    )
    session.add(job)
    record(session, person_id, "enqueued", "job", None, job=job.id, kind=kind)
    session.flush()
    return job.id


def ask_cancel(session: WriteSession, member: Member, *, job_id: str) -> bool:
    """Ask to stop a job; return False when it had ended already."""
    person_id = require_signed_in(member)
    job = job_for(session, member, job_id)
    asked = store.ask_cancel(session, job.id, clock.now())
    if asked:
        record(session, person_id, "asked to cancel", "job", None, job=job.id, kind=job.kind)
    return asked


def job_for(session: ReadSession, member: Member, job_id: str) -> Job:
    """Return a job that this person may see: their own, or any for a coordinator (R9).

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    job = store.get(session, job_id)
    own = job is not None and member.person_id is not None and job.asked_by_id == member.person_id
    if job is None or not (own or member.has(Right.coordinator)):
        raise NotFound(what=A_JOB)
    return job


# --- what a worker calls ----------------------------------------------------------------------------------------


def claim(job_id: str) -> bool:
    """Take a queued job; False when another worker has it or it was cancelled."""
    return write(lambda session: store.claim(session, job_id, clock.now()))


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a runner needs to know of a job."""

    job_id: str
    kind: str
    arguments: dict[str, Any]


def assignment(job_id: str) -> Assignment | None:
    """Return what a job asks for, or None when there is no such job."""
    with reading() as session:
        job = store.get(session, job_id)
        return None if job is None else Assignment(job.id, job.kind, job.arguments)


def report_progress(job_id: str, percent: int) -> None:
    """Note how far a job is (a few times a second at most) and give a sign of life.

    Raises:
        JobCancelled: stop now and keep nothing.
    """
    if not beat(job_id, percent):
        raise JobCancelled(job_id)


def beat(job_id: str, percent: int | None = None) -> bool:
    """Give a sign of life; False when the job should stop (cancelled, reaped, or unknown)."""

    def act(session: WriteSession) -> bool:
        wanted = None if percent is None else max(0, min(100, percent))
        running = store.beat(session, job_id, clock.now(), wanted)
        job = store.get(session, job_id)
        return running and job is not None and not job.cancel_asked

    return write(act)


def finish(job_id: str, result: dict[str, Any]) -> bool:
    """Save the result of a job; False (and nothing kept) when it had ended already, as after a cancellation."""
    return _end(job_id, JobState.done, result=result)


def fail(job_id: str, failure: Failure) -> bool:
    """Say why a job stopped; False when it had ended already."""
    return _end(job_id, JobState.failed, failure=failure)


def confirm_cancelled(job_id: str) -> bool:
    """Note that a job asked to stop has stopped."""
    return _end(job_id, JobState.cancelled)


def put_back(job_id: str) -> bool:
    """Return a job to the queue because its worker is being stopped on purpose."""
    return write(lambda session: store.put_back(session, job_id))


def reap() -> list[str]:
    """End every job whose worker fell silent, saying so (or as cancelled if that was asked); return their ids."""
    with reading() as session:
        silent = store.silent_since(session, clock.now() - SILENT_AFTER)
        asked = {job_id for job_id in silent if (job := store.get(session, job_id)) and job.cancel_asked}
    return [job_id for job_id in silent if (confirm_cancelled(job_id) if job_id in asked else fail(job_id, LOST))]


def forgotten() -> list[str]:
    """Return the queued jobs that nobody has started for a while: perhaps their worker was never woken."""
    with reading() as session:
        return store.queued_before(session, clock.now() - FORGOTTEN_AFTER)


def _end(job_id: str, state: JobState, *, result: dict[str, Any] | None = None, failure: Failure | None = None) -> bool:
    def act(session: WriteSession) -> bool:
        ended = store.end(session, job_id, state, clock.now(), result=result, failure=failure)
        if ended:
            record(session, None, f"ended as {state.value}", "job", None, job=job_id)
        return ended

    return write(act)
