"""A "no" is a fact with a name (R12): every refusal carries the data its sentence needs.

The sentence itself is in `sentence`, an English message with `%(name)s` fields, translated where it is shown
(`core.i18n.words.refusal_sentence`). Bugs are ordinary exceptions and are never caught by a page.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """Something a person asked for and that the network's rules do not allow."""

    sentence: ClassVar[str] = ""

    def facts(self) -> dict[str, object]:
        """Return the named facts of this refusal, as its sentence uses them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in asdict(self).items())})"

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple(self.facts().values())


def N_(message: str) -> str:  # noqa: N802 - the conventional gettext name for "translate later"
    """Mark a message for the catalogs; it is translated where it is shown."""
    return message


@dataclass(eq=False)
class NotAllowed(Refusal):
    """The signed-in person does not hold the right this act needs."""

    needed: str
    sentence: ClassVar[str] = N_("This needs the right “%(needed)s”. Ask your network's animator for it.")


@dataclass(eq=False)
class SignInNeeded(Refusal):
    """Nobody is signed in, or the session has ended."""

    sentence: ClassVar[str] = N_("Please sign in to do this. What you typed stays here.")


@dataclass(eq=False)
class NotFound(Refusal):
    """The thing was removed, or belongs to somebody else (the answer is the same on purpose: R9)."""

    what: str
    sentence: ClassVar[str] = N_("This %(what)s is no longer here, or is not yours. Go back to the list.")


@dataclass(eq=False)
class WrongInput(Refusal):
    """A field holds something that cannot be used."""

    field: str
    reason: str
    sentence: ClassVar[str] = N_("%(field)s: %(reason)s")


@dataclass(eq=False)
class StaleForm(Refusal):
    """Somebody else changed the thing since this form was drawn."""

    what: str
    sentence: ClassVar[str] = N_("This %(what)s was changed meanwhile. Look at it again, then repeat your change.")


@dataclass(eq=False)
class BusyNetwork(Refusal):
    """The database could not serve this write in time; nothing was written."""

    sentence: ClassVar[str] = N_("Many people are writing at once. Nothing was lost: please try again.")


@dataclass(eq=False)
class InThePast(Refusal):
    """A date that is over cannot be booked or changed."""

    day: date
    sentence: ClassVar[str] = N_("%(day)s is past. Choose a date from today on.")
