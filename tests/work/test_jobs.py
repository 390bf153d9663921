"""Job rows: who sees them, who takes them, and how they end, on both engines."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.access.rights import VISITOR, Member, Right
from core.access.tables import Person
from core.audit.tables import AuditLine
from core.database.doors import reading, writing
from core.i18n.words import words
from core.shared import clock
from core.shared.errors import NotFound, SignInNeeded
from core.work import actions, views
from core.work.failures import LOST, failure_of
from core.work.tables import JobState
from tests.work.people import a_member


def enqueued(member: Member, **arguments: object) -> str:
    with writing() as session:
        return actions.enqueue(session, member, kind="self_check", arguments=dict(arguments))


def seen(member: Member, job_id: str) -> views.JobRow:
    with reading() as session:
        return views.job(session, member, job_id)


def test_the_asker_and_a_coordinator_see_a_job_and_nobody_else(database: str) -> None:
    asker, other = a_member("a@exemple.qc.ca"), a_member("b@exemple.qc.ca")
    coordinator = a_member("c@exemple.qc.ca", Right.coordinator)
    job_id = enqueued(asker, steps=3)
    assert seen(asker, job_id).arguments == {"steps": 3}
    assert seen(coordinator, job_id).state is JobState.queued
    for stranger in (other, VISITOR):
        with pytest.raises(NotFound):
            seen(stranger, job_id)
        with pytest.raises((NotFound, SignInNeeded)), writing() as session:
            actions.ask_cancel(session, stranger, job_id=job_id)
    assert seen(asker, job_id).state is JobState.queued


def test_a_visitor_starts_no_job(database: str) -> None:
    with pytest.raises(SignInNeeded):
        enqueued(VISITOR)


def test_a_job_is_taken_by_one_worker_only(database: str) -> None:
    job_id = enqueued(a_member())
    assert [actions.claim(job_id), actions.claim(job_id)] == [True, False]


def test_progress_stays_between_0_and_100_and_the_result_is_saved(database: str) -> None:
    member = a_member()
    job_id = enqueued(member)
    actions.claim(job_id)
    actions.report_progress(job_id, 250)
    assert seen(member, job_id).progress_percent == 100
    assert actions.finish(job_id, {"tours": 2})
    row = seen(member, job_id)
    assert (row.state, row.result, row.is_over) == (JobState.done, {"tours": 2}, True)


def test_a_queued_job_is_cancelled_at_once_and_never_taken(database: str) -> None:
    member = a_member()
    job_id = enqueued(member)
    with writing() as session:
        assert actions.ask_cancel(session, member, job_id=job_id)
    assert seen(member, job_id).state is JobState.cancelled
    assert not actions.claim(job_id)


def test_a_running_job_asked_to_stop_learns_it_when_it_reports(database: str) -> None:
    member = a_member()
    job_id = enqueued(member)
    actions.claim(job_id)
    with writing() as session:
        assert actions.ask_cancel(session, member, job_id=job_id)
    assert seen(member, job_id).is_stopping
    with pytest.raises(actions.JobCancelled):
        actions.report_progress(job_id, 50)
    assert actions.confirm_cancelled(job_id)
    assert not actions.finish(job_id, {"late": True}), "what has ended stays ended"
    assert seen(member, job_id).result is None
    with writing() as session:
        assert not actions.ask_cancel(session, member, job_id=job_id)


def test_a_job_whose_worker_fell_silent_is_ended_with_a_sentence(database: str) -> None:
    member = a_member()
    with clock.set_to(clock.now() - actions.SILENT_AFTER - timedelta(seconds=5)):
        silent, alive = enqueued(member), enqueued(member)
        actions.claim(silent)
        actions.claim(alive)
    actions.beat(alive)
    assert actions.reap() == [silent]
    row = seen(member, silent)
    assert row.state is JobState.failed
    assert "relancez" in row.why(words("fr"))
    assert seen(member, alive).state is JobState.running


def test_a_silent_job_that_was_asked_to_stop_ends_as_cancelled(database: str) -> None:
    member = a_member()
    with clock.set_to(clock.now() - timedelta(minutes=5)):
        job_id = enqueued(member)
        actions.claim(job_id)
        with writing() as session:
            actions.ask_cancel(session, member, job_id=job_id)
    assert actions.reap() == [job_id]
    assert seen(member, job_id).state is JobState.cancelled


def test_jobs_nobody_was_woken_for_are_found(database: str) -> None:
    member = a_member()
    with clock.set_to(clock.now() - timedelta(minutes=1)):
        forgotten = enqueued(member)
    enqueued(member)
    assert actions.forgotten() == [forgotten]


def test_a_job_goes_back_to_the_queue_unless_it_was_asked_to_stop(database: str) -> None:
    member = a_member()
    kept, stopped = enqueued(member), enqueued(member)
    actions.claim(kept)
    actions.claim(stopped)
    with writing() as session:
        actions.ask_cancel(session, member, job_id=stopped)
    assert [actions.put_back(kept), actions.put_back(stopped)] == [True, False]
    assert seen(member, kept).state is JobState.queued


def test_one_person_cannot_fill_the_queue(database: str) -> None:
    member, neighbour = a_member(), a_member("voisine@exemple.qc.ca")
    for _ in range(actions.MOST_AT_ONCE):
        enqueued(member)
    with pytest.raises(actions.TooManyJobs) as full:
        enqueued(member)
    assert "5" in words("fr").refusal(full.value)
    assert enqueued(neighbour)


def test_why_a_job_stopped_is_said_in_the_readers_language(database: str) -> None:
    member = a_member()
    job_id = enqueued(member)
    actions.claim(job_id)
    actions.fail(job_id, failure_of(actions.TooManyJobs(count=1200)))
    row = seen(member, job_id)
    assert "1,200" in row.why(words("en"))
    assert "1,200" not in row.why(words("fr"))


def test_every_change_of_a_job_is_in_the_audit(database: str) -> None:
    member = a_member()
    job_id = enqueued(member)
    actions.claim(job_id)
    actions.fail(job_id, LOST)
    with reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.subject == "job")).all()
        people = session.exec(select(Person.id)).all()
    assert [(line.act, line.person_id) for line in lines] == [("enqueued", people[0]), ("ended as failed", None)]
