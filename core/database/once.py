"""Insert a row unless it is already there: the same words on SQLite and on PostgreSQL."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from core.database.doors import WriteSession


def insert_once(session: WriteSession, table: type[SQLModel], **values: Any) -> int | None:
    """Insert a row and return its id, or None when a UNIQUE rule says that it (or its twin) is already there.

    On PostgreSQL this waits for a twin that another transaction is writing, so that the caller may then read it.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    row = session.execute(statement.returning(inspect(table).primary_key[0])).first()
    return None if row is None else int(row[0])
