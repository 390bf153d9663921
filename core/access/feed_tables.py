"""The secret address of a person's own calendar feed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime


class FeedAddress(SQLModel, table=True):
    """The one address at which a person's calendar may be read; only the SHA-256 of its secret is kept."""

    __tablename__ = "feed_address"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
