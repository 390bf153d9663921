"""Every SQL sentence about signed-in browsers, one-use links and failed sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from core.access.rights import Right
from core.access.tables import Membership, OneUseLink, Person, RightGrant, SignInAttempt, SignInSession
from core.database.doors import ReadSession, WriteSession

SignedInRow = tuple[SignInSession, Person, Right | None, int | None]


def signed_in_rows(session: ReadSession, token_sha256: str) -> Sequence[SignedInRow]:
    """Return a session with its active person, one row per right and partner: who is asking, in one sentence."""
    statement = (
        select(SignInSession, Person, RightGrant.right_held, Membership.partner_id)
        .join(Person, col(Person.id) == col(SignInSession.person_id))
        .join(RightGrant, col(RightGrant.person_id) == col(Person.id), isouter=True)
        .join(Membership, col(Membership.person_id) == col(Person.id), isouter=True)
        .where(col(SignInSession.token_sha256) == token_sha256, col(Person.is_active).is_(True))
    )
    return [
        (opened, person, Right(held) if held else None, partner)
        for opened, person, held, partner in session.exec(statement)
    ]


def sign_in_session(session: ReadSession, token_sha256: str) -> SignInSession | None:
    """Return a signed-in browser by the SHA-256 of its cookie."""
    return session.get(SignInSession, token_sha256)


def touch(session: WriteSession, token_sha256: str, seen_at: datetime) -> None:
    """Write that a signed-in browser was seen."""
    session.execute(
        update(SignInSession).where(col(SignInSession.token_sha256) == token_sha256).values(seen_at=seen_at)
    )


def close_sessions(session: WriteSession, person_id: int, *, but: str = "") -> None:
    """Sign a person out everywhere, except in the browser whose cookie has the SHA-256 `but`."""
    session.execute(
        delete(SignInSession).where(col(SignInSession.person_id) == person_id, col(SignInSession.token_sha256) != but)
    )


def count_sessions(session: ReadSession, person_id: int, *, after: datetime) -> int:
    """Return in how many browsers a person is signed in."""
    return session.exec(
        select(func.count())
        .select_from(SignInSession)
        .where(col(SignInSession.person_id) == person_id, col(SignInSession.expires_at) > after)
    ).one()


def forget_sessions_before(session: WriteSession, moment: datetime) -> None:
    """Drop sessions that ended."""
    session.execute(delete(SignInSession).where(col(SignInSession.expires_at) <= moment))


def locked_link(session: WriteSession, token_sha256: str) -> OneUseLink | None:
    """Return a one-use link, locked so that it cannot be used twice at once."""
    return session.get(OneUseLink, token_sha256, with_for_update=True, populate_existing=True)


def link(session: ReadSession, token_sha256: str) -> OneUseLink | None:
    """Return a one-use link."""
    return session.get(OneUseLink, token_sha256)


def drop_links(session: WriteSession, person_id: int) -> None:
    """Forget the unused links of a person: only the newest opens anything."""
    session.execute(delete(OneUseLink).where(col(OneUseLink.person_id) == person_id, col(OneUseLink.used_at).is_(None)))


def open_invitations(session: ReadSession, after: datetime) -> set[int]:
    """Return the people who have an invitation or a reset link they have not used yet."""
    return set(
        session.exec(
            select(OneUseLink.person_id).where(col(OneUseLink.used_at).is_(None), col(OneUseLink.expires_at) > after)
        )
    )


def attempts_since(session: ReadSession, keys: Sequence[str], moment: datetime) -> dict[str, int]:
    """Return how many failed sign-ins each key has since `moment`."""
    statement = (
        select(SignInAttempt.key, func.count())
        .where(col(SignInAttempt.key).in_(keys), col(SignInAttempt.at) > moment)
        .group_by(col(SignInAttempt.key))
    )
    return {row[0]: row[1] for row in session.exec(statement)}


def forget_attempts_of(session: WriteSession, keys: Sequence[str]) -> None:
    """Forget the failed sign-ins of these keys."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.key).in_(keys)))


def forget_attempts_before(session: WriteSession, moment: datetime) -> None:
    """Forget old failed sign-ins."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) <= moment))


def lock_sign_ins(session: WriteSession) -> None:
    """Make sign-ins count one after the other (SQLite already does), so that parallel guesses are all counted."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(20260102)))
