"""Checking a password, then opening what it opens: the steps of a sign-in and of a change of password, in order.

These two open the doors themselves, on purpose: a password is slow to check, and that must happen between two
transactions, never while one holds the lock that everybody waits for.
"""

from core.access.own_account_actions import change_password
from core.access.passwords import hashed, is_right
from core.access.refusals import WrongPassword, WrongSignIn
from core.access.rights import Member, require_signed_in
from core.access.session_actions import forget_tries, note_attempt, open_session
from core.access.views import kept_password
from core.database.doors import reading, write
from core.shared.settings import settings


def enter(email: str, password: str, address: str) -> str:
    """Return the secret for the cookie of whoever knows this person's password.

    Raises:
        TooManyAttempts: too many tries lately, from here or for this e-mail.
        WrongSignIn: nobody active has this e-mail with this password.
    """
    email = email.strip().lower()
    write(lambda session: note_attempt(session, email=email, address=address))
    person_id = _person_behind(email, password)
    if person_id is None:
        raise WrongSignIn
    return write(lambda session: open_session(session, person_id=person_id, email=email, address=address))


def change_own_password(member: Member, *, present: str, new: str, keep_session: str) -> None:
    """Change the password of the person who asks, and sign them out of every browser but this one.

    Raises:
        TooManyAttempts: too many tries lately.
        WrongPassword: `present` is not their password.
        Refusal: the new password is too short, too long or too easy.
    """
    require_signed_in(member)
    kept = hashed(new, email=member.email)
    write(lambda session: note_attempt(session, email=member.email, address="own account"))
    if _person_behind(member.email, present) is None:
        raise WrongPassword
    write(lambda session: change_password(session, member, new=kept, keep_session=keep_session))
    write(lambda session: forget_tries(session, email=member.email, address="own account"))


def _person_behind(email: str, password: str) -> int | None:
    with reading() as session:
        kept = kept_password(session, email)
    right = is_right(password, kept[1] if kept else None, demonstration=settings().demonstration)
    return kept[0] if kept is not None and right else None
