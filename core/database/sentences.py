"""Parts of SQL sentences that count and add up, said the same way on both engines."""

from datetime import date
from typing import Any
from typing import cast as cast_type

from sqlalchemy import Date, FromClause, Integer, Table, cast, extract, inspect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import SQLModel


def rows_of(table: type[SQLModel], name: str | None = None) -> FromClause:
    """Return the plain rows of a table, under another name if it is needed twice: columns are in `.c`."""
    rows: FromClause = inspect(table).local_table
    return rows.alias(name) if name else rows


def table_of(table: type[SQLModel]) -> Table:
    """Return a table itself, for a sentence that writes to it."""
    return cast_type(Table, inspect(table).local_table)


class monday_of(FunctionElement[date]):  # noqa: N801 - reads as a function in a sentence
    """The Monday of the week of a day."""

    type = Date()
    inherit_cache = True


@compiles(monday_of, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, 'weekday 0', '-6 days')"


@compiles(monday_of, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(date_trunc('week', {compiler.process(element.clauses, **options)}) AS DATE)"


def minutes_between(start: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[int]:
    """Return the whole minutes from one moment to another."""
    seconds = cast(extract("epoch", end), Integer) - cast(extract("epoch", start), Integer)
    return seconds // 60
