"""Watches one job in its runner process: signs of life, stopping when asked, and saying so when the process dies."""

import logging
import subprocess
import sys
import threading
from contextlib import suppress

import core.schema.every_table  # noqa: F401 - audit lines point to people
from core.shared.errors import BusyNetwork
from core.shared.settings import PROJECT
from core.work import actions
from core.work.failures import LOST

log = logging.getLogger("navette.jobs")
BEAT_SECONDS = 1.0
GRACE_SECONDS = 3.0


class RunnerProcess:
    """A process of `core.jobs.one_job`, warm and waiting until it is given a job."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.jobs.one_job"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Say whether the process runs."""
        return self._process.poll() is None

    def give(self, job_id: str) -> None:
        """Hand it its job; a process that died meanwhile is found out by `ends_within`."""
        with suppress(BrokenPipeError):
            assert self._process.stdin is not None  # noqa: S101 - asked for above; tells the type checker
            self._process.stdin.write(f"{job_id}\n")
            self._process.stdin.flush()

    def ends_within(self, seconds: float) -> bool:
        """Wait up to `seconds`; say whether it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
            return True
        return False

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()


class Supervisor:
    """Runs jobs one after the other, each in its own process, with the next process kept warm."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.idle = threading.Event()
        self.idle.set()
        self._warm: RunnerProcess | None = None

    def run(self, job_id: str) -> None:
        """Claim a job and see it to its end; do nothing when another worker has it."""
        if self.stopping.is_set() or not actions.claim(job_id):
            return
        self.idle.clear()
        runner = self._take_runner()
        try:
            runner.give(job_id)
            self._watch(job_id, runner)
        finally:
            runner.end()
            self.idle.set()
        self.keep_warm()

    def keep_warm(self) -> None:
        """Start the process of the next job, unless one waits already or the worker is stopping."""
        if (self._warm is None or not self._warm.is_alive) and not self.stopping.is_set():
            self._warm = RunnerProcess()

    def stop(self) -> None:
        """Stop the job in hand (it goes back to the queue) and the waiting process."""
        self.stopping.set()
        self.idle.wait(timeout=10)
        if self._warm is not None:
            self._warm.end()

    def _take_runner(self) -> RunnerProcess:
        self.keep_warm()
        runner, self._warm = self._warm, None
        return runner or RunnerProcess()

    def _watch(self, job_id: str, runner: RunnerProcess) -> None:
        while not runner.ends_within(BEAT_SECONDS):
            if self.stopping.is_set():
                runner.end()
                actions.put_back(job_id)
                return
            if not _beat(job_id):
                self._stop(job_id, runner)
                return
        if actions.fail(job_id, LOST):  # it had not said its own end
            log.error("job %s: its process %s died", job_id, runner.pid)

    def _stop(self, job_id: str, runner: RunnerProcess) -> None:
        if not runner.ends_within(GRACE_SECONDS):
            runner.end()
        actions.confirm_cancelled(job_id)


def _beat(job_id: str) -> bool:
    try:
        return actions.beat(job_id)
    except BusyNetwork:
        return True  # the next sign of life is a second away, and silence is forgiven for much longer
