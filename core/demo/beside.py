"""Makes the demonstration network in a process of its own, so that a page may show its progress and be left."""

import subprocess
import sys
import threading
from datetime import date

from core.demo.generator import Progress
from core.shared.settings import PROJECT

_lock = threading.Lock()
_making: "Making | None" = None


class Making:
    """One making in progress, or ended."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.demo", "--if-empty", "--progress-lines"],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def is_running(self) -> bool:
        """Say whether the process still works."""
        return self._process.poll() is None

    @property
    def has_failed(self) -> bool:
        """Say whether the process ended without finishing."""
        return self._process.poll() not in (None, 0)

    def _read(self) -> None:
        for line in self._process.stdout or ():
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3:
                percent, step, week = parts
                self.progress = Progress(step, int(percent), date.fromisoformat(week) if week else None)


def start() -> Making:
    """Start making the network, unless this process of the app is at it already."""
    global _making
    with _lock:
        if _making is None or not _making.is_running:
            _making = Making()
        return _making


def making() -> Making | None:
    """Return the last making this process of the app started, if any."""
    return _making
