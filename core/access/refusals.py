"""The sentences people read when their sign-in, their password or their link is not accepted."""

from dataclasses import dataclass
from typing import ClassVar

from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class WrongSignIn(Refusal):
    """No active person has this e-mail and this password (the answer never says which is wrong)."""

    sentence: ClassVar[str] = N_(
        "We do not recognise this e-mail and password together. "
        "Check both, or ask your network's animator for a new link."
    )


@dataclass(eq=False)
class TooManyAttempts(Refusal):
    """Too many failed sign-ins in a short time."""

    minutes: int
    sentence: ClassVar[str] = N_("Too many tries. Wait %(minutes)s minutes, then try again.")


@dataclass(eq=False)
class PasswordTooShort(Refusal):
    """A password must be long rather than complicated."""

    least: int
    sentence: ClassVar[str] = N_(
        "This password is too short: use at least %(least)s characters, for example four words you will remember."
    )


@dataclass(eq=False)
class PasswordTooLong(Refusal):
    """A very long password would only cost computing time."""

    most: int
    sentence: ClassVar[str] = N_("This password is too long: use at most %(most)s characters.")


@dataclass(eq=False)
class PasswordTooEasy(Refusal):
    """A password anyone would try first."""

    sentence: ClassVar[str] = N_(
        "This password is too easy to guess: it repeats itself or your e-mail. Choose four unrelated words."
    )


@dataclass(eq=False)
class WrongPassword(Refusal):
    """The present password, asked again before an important change, is not the right one."""

    sentence: ClassVar[str] = N_("This is not your present password. Type it again, or ask for a reset link.")


@dataclass(eq=False)
class LinkNotValid(Refusal):
    """A one-use link that was used, replaced, or is too old."""

    sentence: ClassVar[str] = N_(
        "This link was already used or is too old. Ask your network's animator for a new one: it takes a minute."
    )


@dataclass(eq=False)
class EmailTaken(Refusal):
    """Another person already signs in with this e-mail."""

    email: str
    sentence: ClassVar[str] = N_("%(email)s already has an account. Open it in the list to change it.")


@dataclass(eq=False)
class LastAdministrator(Refusal):
    """Somebody must be able to open the doors again."""

    sentence: ClassVar[str] = N_(
        "This person is the last active administrator. Make somebody else administrator first, then do this."
    )


@dataclass(eq=False)
class AlreadySetUp(Refusal):
    """The first administrator exists already."""

    sentence: ClassVar[str] = N_("This network already has an administrator. Sign in, or ask them for an invitation.")


@dataclass(eq=False)
class RightsChanged(Refusal):
    """What this person may do changed since the page was drawn."""

    sentence: ClassVar[str] = N_("What you may do was changed meanwhile. Open the page again, then repeat your act.")


@dataclass(eq=False)
class NotYours(Refusal):
    """The audit is read by those who answer for the network."""

    sentence: ClassVar[str] = N_(
        "Coordinators, treasurers and administrators read who did what. Ask your network's animator."
    )
