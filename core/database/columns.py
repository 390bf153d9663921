"""Column types that keep their promise on both engines, and the naming of constraints."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Enum, MetaData, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMES


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, always read back aware; a naive value is refused (R8)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment, store an aware one in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back to what SQLite returns without it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[StrEnum], *, index: bool = False) -> Column[Any]:
    """Return the column of a closed list of words, stored as the word itself (never a number, never a name)."""
    words = Enum(
        kind,
        native_enum=False,
        length=24,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )
    return Column(words, nullable=False, index=index)


def choice_check(column: str, kind: type[StrEnum]) -> str:
    """Return the SQL condition that `column` holds one of the words of `kind`, for a named CHECK."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    return f"{column} IN ({words})"


def document_column(**options: Any) -> Column[Any]:
    """Return a JSON column for facts that are read whole and never searched."""
    return Column(JSON, nullable=False, **options)


def only_where(condition: str) -> dict[str, Any]:
    """Return the options of an index that holds only the rows of which a condition is true."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
