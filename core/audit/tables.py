"""The audit lines."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, document_column


class AuditLine(SQLModel, table=True):
    """One act of one person on one thing; append-only (triggers on both engines)."""

    __tablename__ = "audit_line"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    act: str = Field(max_length=80)
    subject: str = Field(max_length=40)
    subject_id: int | None = Field(default=None)
    facts: dict[str, Any] = Field(sa_column=document_column())
