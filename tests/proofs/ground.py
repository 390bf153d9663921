"""A fresh database for one proof, on either engine, outside of any fixture."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import forget_database, migrate_now, use_database
from tests.postgresql import PostgresqlServer


@contextmanager
def ground(engine: str, server: PostgresqlServer | None = None) -> Iterator[Path]:
    """Point the application at an empty migrated database; yield a folder for the proof's own files."""
    with tempfile.TemporaryDirectory(prefix="proof") as folder, pytest.MonkeyPatch.context() as patch:
        place = Path(folder)
        if engine == "sqlite":
            use_database(patch, f"sqlite:///{place / 'navette.db'}")
        elif server is None:
            raise ValueError("a proof on PostgreSQL needs a running server")
        else:
            use_database(patch, server.create(f"proof_{place.name.lower()}"))
        migrate_now()
        try:
            yield place
        finally:
            forget_database()
