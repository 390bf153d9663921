"""`reading()` and `writing()`: the only places where a session opens, and the only place that commits."""

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from core.database.engines import current_reader, current_writer, sqlite_file
from core.shared.errors import BusyNetwork
from core.shared.settings import settings

_PASSING_FAULTS = {"40001", "40P01", "55P03"}  # serialisation failure, deadlock, lock not available
_ATTEMPTS = 6
R = TypeVar("R")
_one_writer_per_process = threading.Lock()


class ReadSession(Session):
    """A session that sees one state of the data and cannot change it."""


class WriteSession(ReadSession):
    """A session inside one transaction; actions flush, only the door commits."""


@contextmanager
def reading() -> Iterator[ReadSession]:
    """Open a consistent, read-only view of the data."""
    with ReadSession(current_reader(), autoflush=False) as session:
        yield session


@contextmanager
def writing() -> Iterator[WriteSession]:
    """Open one writing transaction: it commits when the block ends, and keeps nothing if the block raises.

    Raises:
        BusyNetwork: the database could not give the locks in time; nothing was written.
    """
    try:
        with _ticket(), WriteSession(current_writer(), expire_on_commit=False) as session:
            yield session
            session.commit()
    except DBAPIError as fault:
        if _will_pass(fault):
            raise BusyNetwork from fault
        raise


def write(act: Callable[[WriteSession], R]) -> R:
    """Run `act` in one writing transaction, again with a short random pause while the database is busy.

    Raises:
        BusyNetwork: every attempt met a lock; nothing was written.
    """
    for attempt in range(1, _ATTEMPTS):
        try:
            with writing() as session:
                return act(session)
        except BusyNetwork:
            time.sleep(random.uniform(0.005, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
    with writing() as session:
        return act(session)


def _will_pass(fault: DBAPIError) -> bool:
    return getattr(fault.orig, "sqlstate", None) in _PASSING_FAULTS or "database is locked" in str(fault.orig)


def _ticket() -> Any:
    """Queue writers of a SQLite file fairly: SQLite itself lets whoever polls at the right moment win."""
    file = sqlite_file(settings().database_url)
    return nullcontext() if file is None else _sqlite_ticket(f"{file}.ticket")


@contextmanager
def _sqlite_ticket(path: str) -> Iterator[None]:
    with _one_writer_per_process:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)  # closing gives the lock back
