"""The queue that wakes workers: a file beside a SQLite database, tables beside ours on PostgreSQL."""

import json
import logging
from collections.abc import Callable
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from core.database.engines import sqlite_file
from core.shared.settings import settings

log = logging.getLogger(__name__)
_TASK = "run_job"


def wake(job_id: str) -> None:
    """Tell the workers that a job waits; call it after the commit that enqueued it.

    Never raises: a job whose worker could not be woken is found by the workers' own sweep a few seconds later.
    """
    try:
        queue = JobQueue()
        try:
            queue.add(job_id)
        finally:
            queue.close()
    except Exception:  # the job is safe in its row, and the sweep finds it
        log.exception("job %s could not be announced; the sweep will find it", job_id)


class JobQueue:
    """The queue of the configured database; `run` is what a worker does with a job's id."""

    def __init__(self, run: Callable[[str], None] | None = None) -> None:
        self.huey = _huey(settings().database_url)
        self._run = run
        self._task = self.huey.task(name=_TASK)(self._taken)  # huey finds it by this module and name

    def add(self, job_id: str) -> None:
        """Announce a job."""
        self._task(job_id)

    def announced(self) -> set[str]:
        """Return the jobs that are announced and not yet taken by a worker."""
        return {task.args[0] for task in self.huey.pending()}

    def _taken(self, job_id: str) -> None:
        if self._run is None:
            raise RuntimeError(f"job {job_id}: this process only announces jobs")
        self._run(job_id)

    def close(self) -> None:
        """Close the connection of the calling thread."""
        self.huey.storage.close()


class _PlainSerializer(Serializer):  # type: ignore[misc]  # huey ships no types
    """Messages as JSON: huey's own pickles would let whoever can write to the queue run code in a worker."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data, default=str).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(bytes(data)))


def _huey(url: str) -> Huey:
    file = sqlite_file(url)
    if file is None:
        dsn = url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("navette", dsn=dsn, results=False, serializer=_PlainSerializer())
    folder = file.parent / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("navette", filename=str(folder / file.name), results=False, serializer=_PlainSerializer())
