"""A worker: `python -m core.jobs.worker`, on this machine or another one with the same DATABASE_URL.

Besides running jobs it looks every few seconds for jobs that nobody was woken for and for jobs whose worker fell
silent, so one living worker is enough to leave none behind; and it does what comes back by the clock (`regular`).
"""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence

from core.jobs.beside_app import start_beside_app as start_beside_app
from core.jobs.beside_app import stop as stop
from core.jobs.queue import JobQueue
from core.jobs.regular import Rounds
from core.jobs.supervisor import Supervisor
from core.schema.migrate import migrate
from core.shared.errors import BusyNetwork
from core.work import actions

log = logging.getLogger("navette.jobs")
SWEEP_SECONDS = 5.0
SLOWEST_POLL_SECONDS = 0.5


def sweep(queue: JobQueue) -> None:
    """End the jobs of workers that fell silent, and announce again the jobs that nobody took."""
    for job_id in actions.reap():
        log.error("job %s: its worker fell silent; it was ended", job_id)
    waiting = actions.forgotten()
    if waiting:
        announced = queue.announced()
        for job_id in waiting:
            if job_id not in announced:
                queue.add(job_id)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run jobs until asked to stop (SIGTERM at once, SIGINT after the job in hand)."""
    parser = argparse.ArgumentParser(prog="python -m core.jobs.worker", description="Run the network's long jobs.")
    parser.add_argument("--until-input-closes", action="store_true", help="stop when standard input closes (the app)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    migrate()
    supervisor = Supervisor()
    queue = JobQueue(supervisor.run)
    supervisor.keep_warm()
    threading.Thread(target=_keep_sweeping, args=(supervisor,), daemon=True).start()
    if options.until_input_closes:
        threading.Thread(target=_stop_when_input_closes, daemon=True).start()
    queue.huey.create_consumer(workers=1, periodic=False, max_delay=SLOWEST_POLL_SECONDS).run()
    supervisor.stop()
    queue.close()
    return 0


def _keep_sweeping(supervisor: Supervisor) -> None:
    queue, rounds = JobQueue(), Rounds()
    while True:
        rounds.make()
        try:
            sweep(queue)
        except BusyNetwork:
            log.warning("the database is busy; sweeping again soon")
        except Exception:  # a database that went away comes back; the sweep must outlive it
            log.exception("the sweep failed; trying again soon")
        if supervisor.stopping.wait(SWEEP_SECONDS):
            return


def _stop_when_input_closes() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
