"""Connections to SQLite or PostgreSQL, set so that nothing acknowledged is lost (R10)."""

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from core.shared.settings import settings

BUSY_MILLISECONDS = 15_000
LOCK_TIMEOUT = "3s"


class UnsafeDatabase(RuntimeError):
    """The database file does not keep the durability settings Navette needs; it refuses to start on it."""


@cache
def writer_engine(url: str) -> Engine:
    """Return the engine whose transactions may write."""
    return (
        _sqlite(url, begin="BEGIN IMMEDIATE", query_only=False) if _is_sqlite(url) else _postgresql(url, readonly=False)
    )


@cache
def reader_engine(url: str) -> Engine:
    """Return the engine whose transactions only read (enforced by the database itself)."""
    return _sqlite(url, begin="BEGIN", query_only=True) if _is_sqlite(url) else _postgresql(url, readonly=True)


def current_writer() -> Engine:
    """Return the writing engine of the configured database."""
    return writer_engine(settings().database_url)


def current_reader() -> Engine:
    """Return the reading engine of the configured database."""
    return reader_engine(settings().database_url)


def dispose_engines() -> None:
    """Close every connection and forget the engines (a fork, a test, a change of database)."""
    for make in (writer_engine, reader_engine):
        make.cache_clear()


def sqlite_file(url: str) -> Path | None:
    """Return the file behind a SQLite address, or None on PostgreSQL."""
    return Path(make_url(url).database or "") if _is_sqlite(url) else None


def _is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def _sqlite(url: str, *, begin: str, query_only: bool) -> Engine:
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False},
        pool_size=40,
        max_overflow=60,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not open transactions behind our back
        cursor = connection.cursor()
        try:
            mode = cursor.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            cursor.execute("PRAGMA synchronous = FULL")
            synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
            if mode != "wal" or synchronous != 2:
                raise UnsafeDatabase(f"journal_mode={mode}, synchronous={synchronous}: expected wal and 2 (FULL)")
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes a row past its delete trigger
            cursor.execute("PRAGMA cache_size = -16000")
            cursor.execute(f"PRAGMA query_only = {'ON' if query_only else 'OFF'}")
        finally:
            cursor.close()

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: str, *, readonly: bool) -> Engine:
    options = f"-c lock_timeout={LOCK_TIMEOUT} -c timezone=UTC"
    if readonly:
        options += " -c default_transaction_read_only=on"
    return create_engine(
        url,
        isolation_level="REPEATABLE READ" if readonly else "READ COMMITTED",
        connect_args={"options": options},
        pool_size=20,
        max_overflow=40,
        pool_pre_ping=True,
    )
