"""Signing in and out: opening and closing the sessions of one person's browsers.

`core.access.entrance` puts the steps in order around the (slow) check of the password.
"""

from datetime import timedelta

from core.access import session_store
from core.access.refusals import TooManyAttempts
from core.access.rights import Member, require_signed_in
from core.access.tables import SignInAttempt, SignInSession
from core.access.tokens import new_token, sha256_of
from core.audit.actions import record
from core.database.doors import WriteSession
from core.shared import clock

LONGEST_SESSION = timedelta(days=30)
TRIES_WINDOW = timedelta(minutes=15)
_KEEP_TRIES = timedelta(days=1)
_PAIR_LIMIT, _EMAIL_LIMIT, _ADDRESS_LIMIT = 5, 40, 60


def note_attempt(session: WriteSession, *, email: str, address: str) -> None:
    """Count one try before its password is checked, so that parallel guesses are counted too.

    Raises:
        TooManyAttempts: this e-mail or this network address failed too often in the last fifteen minutes.
    """
    now = clock.now()
    session_store.lock_sign_ins(session)
    session_store.forget_attempts_before(session, now - _KEEP_TRIES)
    limits = _limits(email, address)
    tries = session_store.attempts_since(session, list(limits), now - TRIES_WINDOW)
    if any(tries.get(key, 0) >= limit for key, limit in limits.items()):
        raise TooManyAttempts(minutes=int(TRIES_WINDOW.total_seconds() // 60))
    session.add_all(SignInAttempt(key=key, at=now) for key in limits)


def open_session(session: WriteSession, *, person_id: int, email: str, address: str) -> str:
    """Open a session for a person whose password was right; return the secret for their cookie."""
    now = clock.now()
    token = new_token()
    forget_tries(session, email=email, address=address)
    session_store.forget_sessions_before(session, now)
    session.add(
        SignInSession(
            token_sha256=sha256_of(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            expires_at=now + LONGEST_SESSION,
        )
    )
    record(session, person_id, "signed in", "person", person_id)
    return token


def forget_tries(session: WriteSession, *, email: str, address: str) -> None:
    """Forget the failed tries of somebody who has just proven who they are."""
    session_store.forget_attempts_of(session, [_pair(email, address)])


def keep_alive(session: WriteSession, *, token_sha256: str) -> None:
    """Write that a browser was seen, so that a session in use does not end."""
    session_store.touch(session, token_sha256, clock.now())


def sign_out(session: WriteSession, *, token_sha256: str) -> None:
    """End the session of one browser; ending one that is over already is no fault."""
    opened = session_store.sign_in_session(session, token_sha256)
    if opened is None:
        return
    record(session, opened.person_id, "signed out", "person", opened.person_id)
    session.delete(opened)


def sign_out_everywhere(session: WriteSession, member: Member) -> bool:
    """End every session of the person who asks, this one included; return True."""
    person_id = require_signed_in(member)
    session_store.close_sessions(session, person_id)
    record(session, person_id, "signed out everywhere", "person", person_id)
    return True


def _limits(email: str, address: str) -> dict[str, int]:
    return {
        _pair(email, address): _PAIR_LIMIT,
        f"email:{sha256_of(email)}": _EMAIL_LIMIT,
        f"from:{sha256_of(address)}": _ADDRESS_LIMIT,
    }


def _pair(email: str, address: str) -> str:
    return f"both:{sha256_of(f'{email} {address}')}"
