"""Meetings and decisions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime


class Meeting(SQLModel, table=True):
    """A steering committee's meeting; append-only (triggers on both engines)."""

    __table_args__ = (CheckConstraint("length(subject) > 0", name="subject_said"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    held_on: date = Field(index=True)
    subject: str = Field(max_length=160)
    minutes_text: str = Field(default="", max_length=4000)
    written_by_id: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


class Decision(SQLModel, table=True):
    """What a meeting decided; corrected only by a later decision that replaces it.

    Triggers on both engines let nothing change but `done_on`, once, from nothing to a day.
    """

    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_said"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replaces_an_earlier_one"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    text: str = Field(max_length=600)
    owner_partner_id: int | None = Field(default=None, foreign_key="partner.id")
    due_on: date | None = None
    done_on: date | None = None
    replaces_id: int | None = Field(default=None, foreign_key="decision.id", unique=True)
    written_by_id: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
