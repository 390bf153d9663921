"""Jobs run in other processes: results saved, stopped when asked, missed when killed, found when forgotten."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from core.access.rights import Member
from core.database.doors import reading, writing
from core.i18n.words import words
from core.jobs import beside_app
from core.jobs.queue import JobQueue, wake
from core.jobs.runners import RUNNERS
from core.jobs.supervisor import RunnerProcess, Supervisor
from core.jobs.worker import sweep
from core.shared import clock
from core.shared.settings import PROJECT
from core.work import actions, views
from core.work.tables import JobState
from tests.work.people import a_member

LONG: dict[str, Any] = {"steps": 600, "seconds_per_step": 0.1}


def enqueued(member: Member, kind: str = "self_check", **arguments: Any) -> str:
    with writing() as session:
        return actions.enqueue(session, member, kind=kind, arguments=arguments)


def seen(member: Member, job_id: str) -> views.JobRow:
    with reading() as session:
        return views.job(session, member, job_id)


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "nothing happened in time"
        time.sleep(0.05)


@contextmanager
def a_worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker process as a person starts it by hand."""
    process = subprocess.Popen([sys.executable, "-m", "core.jobs.worker"], cwd=PROJECT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def test_a_job_runs_in_another_process_and_its_result_is_saved(database: str) -> None:
    member = a_member()
    with a_worker():
        job_id = enqueued(member, steps=2, seconds_per_step=0.05)
        wake(job_id)
        wait_until(lambda: seen(member, job_id).is_over)
    assert seen(member, job_id).result == {"steps": 2}


def test_a_running_job_stops_when_asked_and_a_job_nobody_announced_is_found(sqlite_database: object) -> None:
    member = a_member()
    with clock.set_to(clock.now() - timedelta(minutes=1)):
        job_id = enqueued(member, **LONG)  # and no wake()
    with a_worker():
        wait_until(lambda: seen(member, job_id).progress_percent > 0)
        with writing() as session:
            actions.ask_cancel(session, member, job_id=job_id)
        wait_until(lambda: seen(member, job_id).is_over)
    assert seen(member, job_id).state is JobState.cancelled


def test_a_runner_killed_in_the_middle_is_said_at_once(sqlite_database: object) -> None:
    member = a_member()
    job_id = enqueued(member, **LONG)
    supervisor = Supervisor()
    runner = RunnerProcess()
    supervisor._warm = runner
    thread = threading.Thread(target=supervisor.run, args=(job_id,))
    thread.start()
    wait_until(lambda: seen(member, job_id).progress_percent > 0)
    os.kill(runner.pid, signal.SIGKILL)
    wait_until(lambda: seen(member, job_id).is_over)
    supervisor.stop()
    thread.join()
    row = seen(member, job_id)
    assert row.state is JobState.failed
    assert row.why(words("en")).startswith("The program doing this work stopped")


def test_a_worker_killed_in_the_middle_takes_its_runner_along_and_the_job_is_reaped(sqlite_database: object) -> None:
    member = a_member()
    job_id = enqueued(member, **LONG)
    wake(job_id)
    with a_worker() as worker:
        wait_until(lambda: seen(member, job_id).progress_percent > 0)
        worker.kill()
        worker.wait()
        last = -1

        def quiet() -> bool:
            nonlocal last
            before, last = last, seen(member, job_id).progress_percent
            time.sleep(0.6)
            return before == last

        wait_until(quiet)
    assert seen(member, job_id).state is JobState.running, "nobody could say so yet"
    queue = JobQueue()
    with clock.set_to(clock.now() + actions.SILENT_AFTER + timedelta(seconds=5)):
        sweep(queue)
    queue.close()
    assert seen(member, job_id).state is JobState.failed


def test_a_worker_stopped_on_purpose_gives_its_job_back(sqlite_database: object) -> None:
    member = a_member()
    job_id = enqueued(member, **LONG)
    wake(job_id)
    with a_worker():
        wait_until(lambda: seen(member, job_id).progress_percent > 0)
    assert seen(member, job_id).state is JobState.queued


def test_the_worker_beside_the_app_is_restarted_when_it_dies_and_gone_with_the_app(sqlite_database: object) -> None:
    member = a_member()
    beside = beside_app.start_beside_app()
    assert beside_app.start_beside_app() is beside, "one worker per app"
    try:
        first = beside.pid
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: beside.pid != first)
        job_id = enqueued(member, steps=1)
        wake(job_id)
        wait_until(lambda: seen(member, job_id).state is JobState.done)
    finally:
        beside_app.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(beside.pid, 0)


def test_an_unknown_kind_and_a_fault_end_with_a_sentence(
    sqlite_database: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from core.jobs.one_job import run

    def broken(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("a bug")

    def refused(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
        raise actions.TooManyJobs(count=3)

    monkeypatch.setitem(RUNNERS, "broken", broken)
    monkeypatch.setitem(RUNNERS, "refused", refused)
    member = a_member()
    said = {}
    for kind in ("no such kind", "broken", "refused"):
        job_id = enqueued(member, kind)
        actions.claim(job_id)
        assignment = actions.assignment(job_id)
        assert assignment is not None
        run(assignment)
        said[kind] = seen(member, job_id).why(words("en"))
    assert "does not know" in said["no such kind"]
    assert "a bug" not in said["broken"]
    assert "fault" in said["broken"]
    assert "a bug" in caplog.text, "the log has the whole story"
    assert said["refused"].startswith("3 of your calculations")


def test_waking_never_fails_the_page(sqlite_database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: object, job_id: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(JobQueue, "add", gone)
    wake("0" * 32)


def test_a_job_is_announced_again_only_when_it_is_not_in_the_queue(database: str) -> None:
    member = a_member()
    with clock.set_to(clock.now() - timedelta(minutes=1)):
        job_id = enqueued(member)
    queue = JobQueue()
    sweep(queue)
    sweep(queue)
    assert queue.huey.pending_count() == 1
    assert queue.announced() == {job_id}
    queue.close()
