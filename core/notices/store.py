"""Every SQL sentence about notices."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.database.doors import ReadSession, WriteSession
from core.database.sentences import table_of
from core.notices.tables import Notice, NoticeKind

_INSERT = {  # written once: each reservation tells somebody
    name: insert(table_of(Notice)).on_conflict_do_nothing().returning(col(Notice.id))
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def write_notice(
    session: WriteSession,
    *,
    partner_id: int,
    kind: NoticeKind,
    facts: dict[str, Any],
    at: datetime,
    once_key: str | None,
) -> int | None:
    """Write a notice and return its id, or None where its key says that it was told already.

    Written at once, so that its letters can name it, without flushing what the caller is still filling in.
    """
    row = {"partner_id": partner_id, "kind": kind, "facts": facts, "at": at, "once_key": once_key}
    with session.no_autoflush:
        return session.execute(_INSERT[session.get_bind().dialect.name], row).scalar_one_or_none()


def told_already(session: ReadSession, once_keys: Collection[str]) -> set[str]:
    """Return which of these keys have been told."""
    found = session.exec(select(Notice.once_key).where(col(Notice.once_key).in_(once_keys)))
    return {each for each in found if each is not None}


def unread_count(session: ReadSession, partner_ids: Sequence[int]) -> int:
    """Return how many notices of these partners nobody has read yet."""
    return session.exec(unread(partner_ids)).one()


def unread(partner_ids: Sequence[int]) -> SelectOfScalar[int]:
    """Return the sentence that counts the notices of these partners nobody has read yet."""
    return (
        select(func.count())
        .select_from(Notice)
        .where(col(Notice.partner_id).in_(partner_ids), col(Notice.read_at).is_(None), col(Notice.handled_at).is_(None))
    )


def newest(session: ReadSession, partner_ids: Sequence[int] | None, most: int) -> Sequence[Notice]:
    """Return the newest notices, of these partners or (None) of everybody."""
    statement = select(Notice).order_by(col(Notice.at).desc(), col(Notice.id).desc()).limit(most)
    if partner_ids is not None:
        statement = statement.where(col(Notice.partner_id).in_(partner_ids))
    return session.exec(statement).all()


def mark_read(session: WriteSession, partner_ids: Sequence[int], read_at: datetime) -> int:
    """Mark every unread notice of these partners as read; return how many there were."""
    statement = (
        update(Notice)
        .where(col(Notice.partner_id).in_(partner_ids), col(Notice.read_at).is_(None))
        .values(read_at=read_at)
    )
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def mark_handled(session: WriteSession, until: datetime, handled_at: datetime) -> int:
    """Mark every notice older than `until` as handled; return how many there were."""
    statement = update(Notice).where(col(Notice.at) < until, col(Notice.handled_at).is_(None))
    return cast(CursorResult[Any], session.execute(statement.values(handled_at=handled_at))).rowcount
