"""Keeps one worker running beside the app: started with it, restarted when it dies, gone when the app is gone."""

import logging
import subprocess
import sys
import threading
from contextlib import suppress

from core.shared.settings import PROJECT

log = logging.getLogger("navette.jobs")
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0


class WorkerBesideApp:
    """One worker process and the thread that restarts it.

    The worker stops when its input closes, which happens however the app ends, kill -9 included.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process = self._launch()
        self._keeper = threading.Thread(target=self._keep_running, name="worker keeper", daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        """Return the id of the worker process now running."""
        return self._process.pid

    def stop(self) -> None:
        """Stop the worker; a job in hand goes back to the queue."""
        with self._lock:
            self._stopping.set()
            process = self._process
        _close_input(process)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._keeper.join()

    def _keep_running(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            code = self._process.wait()
            _close_input(self._process)
            if self._stopping.wait(pause):
                return
            log.error("the worker ended with code %s; starting it again", code)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = self._launch()

    def _launch(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "core.jobs.worker", "--until-input-closes"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )


def _close_input(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.close()


_lock = threading.Lock()
_beside: WorkerBesideApp | None = None


def start_beside_app() -> WorkerBesideApp:
    """Start the worker of this app process, once."""
    global _beside
    with _lock:
        if _beside is None:
            _beside = WorkerBesideApp()
        return _beside


def stop() -> None:
    """Stop the worker of this app process, if it was started."""
    global _beside
    with _lock:
        beside, _beside = _beside, None
    if beside is not None:
        beside.stop()
