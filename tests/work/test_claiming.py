"""Many workers want the same job at the same instant: one gets it, on both engines."""

import threading
from collections.abc import Callable

import pytest

from core.database.doors import writing
from core.shared import clock
from core.work import actions, store
from core.work.tables import JobState
from tests.work.people import a_member

WORKERS = 8


def winners(claim: Callable[[str], bool], job_id: str) -> int:
    """Let every worker claim at once; return how many believe they have the job."""
    start = threading.Barrier(WORKERS)
    won: list[bool] = []

    def work() -> None:
        start.wait()
        won.append(claim(job_id))

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(won)


def test_one_worker_gets_the_job(database: str) -> None:
    member = a_member()
    with writing() as session:
        job_id = actions.enqueue(session, member, kind="self_check", arguments={})
    assert winners(actions.claim, job_id) == 1


def test_control_without_the_condition_in_the_update_several_workers_would_get_it(database: str) -> None:
    if database == "sqlite":
        pytest.skip("a SQLite writer holds the only write lock, so the race cannot show there")
    member = a_member()
    with writing() as session:
        job_id = actions.enqueue(session, member, kind="self_check", arguments={})
    looked = threading.Barrier(WORKERS)

    def look_then_take(wanted: str) -> bool:
        with writing() as session:
            job = store.get(session, wanted)
            free = job is not None and job.state is JobState.queued
            looked.wait()
            if job is not None and free:
                job.state, job.started_at = JobState.running, clock.now()
            return free

    assert winners(look_then_take, job_id) == WORKERS
