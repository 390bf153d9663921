"""Letters: one e-mail to one person about one notice, written with it; and who wants to receive them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check


class LetterState(StrEnum):
    """Where a letter is: `sending` has been claimed by a worker, `failed` is tried again at `next_try_at`."""

    pending = "pending"
    sending = "sending"
    sent = "sent"
    failed = "failed"
    given_up = "given_up"


class LettersWanted(StrEnum):
    """Which notices a person also wants by e-mail."""

    all = "all"
    important = "important"
    none = "none"


class Letter(SQLModel, table=True):
    """One e-mail: to whom, in which language, and how far it got. `message_id` stays the same at every try."""

    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        CheckConstraint(choice_check("state", LetterState), name="state_known"),
        CheckConstraint("tries >= 0", name="tries_positive"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_a_moment"),
        Index("ix_letter_state_next_try_at", "state", "next_try_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", index=True)
    address: str = Field(max_length=254)
    language: str = Field(max_length=5)
    message_id: str = Field(max_length=255, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: LetterState = Field(sa_column=choice(LetterState))
    tries: int = 0
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", max_length=300)


class LetterChoice(SQLModel, table=True):
    """What a person chose to receive by e-mail; who chose nothing receives what is important."""

    __tablename__ = "letter_choice"
    __table_args__ = (CheckConstraint(choice_check("wanted", LettersWanted), name="wanted_known"),)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    wanted: LettersWanted = Field(sa_column=choice(LettersWanted))
