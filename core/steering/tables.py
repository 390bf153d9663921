"""Meetings and decisions."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime


class Meeting(SQLModel, table=True):
    """A steering committee's meeting."""

    id: int | None = Field(default=None, primary_key=True)
    held_on: date = Field(index=True)
    subject: str = Field(max_length=160)
    minutes_text: str = Field(default="", max_length=4000)


class Decision(SQLModel, table=True):
    """What a meeting decided; corrected only by a later decision that replaces it."""

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    text: str = Field(max_length=600)
    owner_partner_id: int | None = Field(default=None, foreign_key="partner.id")
    due_on: date | None = None
    done_on: date | None = None
    replaces_id: int | None = Field(default=None, foreign_key="decision.id", unique=True)
    written_at: datetime = Field(sa_type=UtcDateTime)
