"""The runner process: waits, warm, for the id of one job on its input, runs it, saves the result, and ends.

It ends at once when its input closes, because that means that its worker is gone.
"""

import logging
import os
import sys
import threading

import core.schema.every_table  # noqa: F401 - what a job writes may point to any table
from core.jobs.runners import RUNNERS, warm_up
from core.shared.errors import Refusal
from core.work.actions import Assignment, JobCancelled, assignment, confirm_cancelled, fail, finish
from core.work.failures import UNKNOWN_KIND, failure_of, fault

log = logging.getLogger("navette.jobs")


def run(job: Assignment) -> None:
    """Run one claimed job to its end, whatever the end is."""
    runner = RUNNERS.get(job.kind)
    if runner is None:
        fail(job.job_id, UNKNOWN_KIND)
        return
    try:
        result = runner(job.job_id, job.arguments)
    except JobCancelled:
        confirm_cancelled(job.job_id)
    except Refusal as refusal:
        fail(job.job_id, failure_of(refusal))
    except Exception:  # a bug goes to the log with its number, people get a sentence
        log.exception("incident %s, job of kind %s", job.job_id[:8], job.kind)
        fail(job.job_id, fault(job.job_id[:8]))
    else:
        finish(job.job_id, result)


def main() -> None:
    """Wait for a job's id, run it, end."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    warm_up()
    job_id = sys.stdin.readline().strip()
    if not job_id:
        return
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    job = assignment(job_id)
    if job is not None:
        run(job)


def _end_with_the_worker() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
