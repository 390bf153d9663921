"""Every SQL sentence about the addresses of private calendar feeds."""

from sqlalchemy import delete
from sqlmodel import col, select

from core.access.feed_tables import FeedAddress
from core.database.doors import ReadSession, WriteSession


def address_of(session: ReadSession, person_id: int) -> FeedAddress | None:
    """Return the address of a person's feed, if they have one."""
    return session.get(FeedAddress, person_id)


def by_token(session: ReadSession, token_sha256: str) -> FeedAddress | None:
    """Return the address whose secret has this SHA-256."""
    return session.exec(select(FeedAddress).where(col(FeedAddress.token_sha256) == token_sha256)).first()


def replace(session: WriteSession, address: FeedAddress) -> None:
    """Write the address of a person's feed, instead of the one before."""
    session.merge(address)
    session.flush()


def forget(session: WriteSession, person_id: int) -> None:
    """Drop the address of a person's feed."""
    session.execute(delete(FeedAddress).where(col(FeedAddress.person_id) == person_id))
