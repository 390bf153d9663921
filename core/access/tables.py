"""People, their sessions, memberships, rights and one-use links."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.access.rights import Right
from core.database.columns import UtcDateTime, choice, choice_check


class LinkPurpose(StrEnum):
    """What a one-use link lets its bearer do."""

    invitation = "invitation"
    password_reset = "password_reset"  # noqa: S105 - a purpose, not a password


class Person(SQLModel, table=True):
    """A human being who may sign in. E-mail is stored in lower case."""

    __table_args__ = (CheckConstraint("email = lower(email) AND length(email) >= 3", name="email_lower"),)

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    language: str = Field(default="fr", max_length=5)
    password_hash: str | None = Field(default=None, max_length=200)
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class SignInSession(SQLModel, table=True):
    """One signed-in browser; only the SHA-256 of its cookie is kept."""

    __tablename__ = "sign_in_session"

    token_sha256: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Membership(SQLModel, table=True):
    """A person acts for a partner."""

    __table_args__ = (UniqueConstraint("person_id", "partner_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    partner_id: int = Field(foreign_key="partner.id", index=True)


class RightGrant(SQLModel, table=True):
    """A network-wide right held by a person."""

    __tablename__ = "right_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "right_held"),
        CheckConstraint(choice_check("right_held", Right), name="right_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    right_held: Right = Field(sa_column=choice(Right))


class OneUseLink(SQLModel, table=True):
    """An invitation or a password reset; the link holds the token, the table its SHA-256."""

    __tablename__ = "one_use_link"
    __table_args__ = (CheckConstraint(choice_check("purpose", LinkPurpose), name="purpose_known"),)

    token_sha256: str = Field(primary_key=True, max_length=64)
    purpose: LinkPurpose = Field(sa_column=choice(LinkPurpose))
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttempt(SQLModel, table=True):
    """A failed sign-in, kept a short time to slow down guessing."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=128, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
