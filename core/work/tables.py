"""The job rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import JSON, Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, document_column


class JobState(StrEnum):
    """Where a job is."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class Job(SQLModel, table=True):
    """One long piece of work; `id` is random so that it can stand in a page's address.

    `failure` is a message of the catalogs and `failure_facts` its fields, so that it is said in the reader's language.
    """

    __table_args__ = (
        CheckConstraint(choice_check("state", JobState), name="state_known"),
        CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress_is_percent"),
    )

    id: str = Field(primary_key=True, max_length=32)
    kind: str = Field(max_length=40)
    state: JobState = Field(sa_column=choice(JobState, index=True))
    progress_percent: int = 0
    asked_by_id: int | None = Field(default=None, foreign_key="person.id")
    arguments: dict[str, Any] = Field(sa_column=document_column())
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    failure: str | None = Field(default=None, max_length=400)
    failure_facts: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    cancel_asked: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    heartbeat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
