"""Passwords: long rather than complicated, kept only as an argon2id hash, checked a few at a time.

Figures: OWASP's minimum for argon2id (19 MiB, two passes, one lane). A password of the demonstration network is
marked in its hash, so that it opens nothing outside the demonstration.
"""

import threading
import unicodedata
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.access.refusals import PasswordTooEasy, PasswordTooLong, PasswordTooShort

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 128
_LEAST_DIFFERENT_CHARACTERS = 5
_DEMONSTRATION = "demonstration:"
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_few_at_a_time = threading.BoundedSemaphore(4)

HashedPassword = NewType("HashedPassword", str)


def hashed(password: str, *, email: str = "") -> HashedPassword:
    """Return the hash of a new password.

    Raises:
        PasswordTooShort: fewer than twelve characters.
        PasswordTooLong: more than 128 characters.
        PasswordTooEasy: nearly one repeated character, or the person's e-mail.
    """
    _check(password, email)
    return HashedPassword(_hash(password))


def hashed_for_demonstration(password: str) -> HashedPassword:
    """Return the marked hash of a known password, which opens a session in demonstration mode only."""
    return HashedPassword(_DEMONSTRATION + _hash(password))


def is_right(password: str, kept: str | None, *, demonstration: bool) -> bool:
    """Say whether `password` is the one behind the hash `kept`; costs the same when there is none."""
    known = kept or ""
    is_demonstration_password = known.startswith(_DEMONSTRATION)
    usable = bool(known) and (demonstration or not is_demonstration_password)
    return _verify(known.removeprefix(_DEMONSTRATION) if usable else _nobodys_hash(), password) and usable


def _check(password: str, email: str) -> None:
    if len(password) < LEAST_CHARACTERS:
        raise PasswordTooShort(least=LEAST_CHARACTERS)
    if len(password) > MOST_CHARACTERS:
        raise PasswordTooLong(most=MOST_CHARACTERS)
    folded = password.casefold()
    name = email.partition("@")[0].casefold()
    if len(set(folded)) < _LEAST_DIFFERENT_CHARACTERS or (name and folded.startswith((email.casefold(), name * 2))):
        raise PasswordTooEasy


def _hash(password: str) -> str:
    with _few_at_a_time:
        return _hasher.hash(_same_bytes(password))


def _verify(kept: str, password: str) -> bool:
    with _few_at_a_time:
        try:
            return _hasher.verify(kept, _same_bytes(password[: MOST_CHARACTERS + 1]))
        except (VerificationError, InvalidHashError):
            return False


def _same_bytes(password: str) -> str:
    """Write é the same way whatever the keyboard composed it from."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash() -> str:
    return _hash("nobody's password, checked so that an unknown e-mail answers as slowly as a known one")
