"""Bring a database up to date: `python -m core.schema.migrate` (also done by the app when it starts)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import core.schema.every_table  # noqa: F401 - whoever opens the database up to date must know every table in it
from core.database.engines import current_writer, sqlite_file
from core.shared.settings import settings

MIGRATIONS = Path(__file__).parent / "migrations"


class BrokenReferences(RuntimeError):
    """A migration would leave rows that point to nothing; it was rolled back."""


def migrate(target: str = "head") -> bool:
    """Bring the configured database to `target`; return whether anything changed.

    A SQLite file that already holds data is copied beside itself first.

    Raises:
        BrokenReferences: foreign keys would break; nothing was changed.
    """
    script = ScriptDirectory.from_config(_config())
    wanted = script.get_current_head() if target == "head" else target
    with current_writer().connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if _revision(connection) == wanted:
            return False
        connection.rollback()
        if on_sqlite:
            _keep_a_copy(has_tables=_has_tables(connection))
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not on_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(20260101)"))
                if _revision(connection) == wanted:
                    return False
                _run(connection, target)
                if on_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise BrokenReferences("foreign_key_check")
        finally:
            if on_sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys = ON")
    return True


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _run(connection: Connection, target: str) -> None:
    going_down = target == "base" or target.startswith("-")
    (command.downgrade if going_down else command.upgrade)(_config(connection), target)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _has_tables(connection: Connection) -> bool:
    return "partner" in inspect(connection).get_table_names()


def _keep_a_copy(*, has_tables: bool) -> None:
    file = sqlite_file(settings().database_url)
    if not has_tables or file is None:
        return
    with (
        closing(sqlite3.connect(file)) as live,
        closing(sqlite3.connect(file.with_suffix(".before-migration.db"))) as copy,
    ):
        live.backup(copy)  # copying the file itself would miss what still stands in the write-ahead log


if __name__ == "__main__":
    print("Base de données mise à jour." if migrate() else "Base de données déjà à jour.")
