"""A letter in plain words: the bell's own sentence, where to act on it, and why it is sent; with its calendar event."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from core.i18n.words import Words
from core.notices.sentences import sentence_of
from core.notices.tables import NoticeKind

_ELSEWHERE = {"stay": "storage", "contribution": "roles", "invited": "troughs"}
_BREAKS = re.compile(r"[\r\n\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar file to send along; `method` is REQUEST, CANCEL or PUBLISH, as the file itself says."""

    method: str
    file: bytes


def subject_of(_: Words, kind: NoticeKind, facts: Mapping[str, Any]) -> str:
    """Return the subject: what happened, and to what."""
    number, line = str(facts.get("number") or ""), str(facts.get("line") or facts.get("site") or "")
    about = ", ".join(each for each in (number, line) if each)
    said = _("%(happened)s: %(about)s", happened=_.label(kind), about=about) if about else _.label(kind)
    return _BREAKS.sub(" ", f"Navette — {said}")


def text_of(_: Words, kind: NoticeKind, facts: Mapping[str, Any], *, origin: str) -> str:
    """Return the text, in plain words; `origin` is `https://` and the host."""
    return "\n\n".join(
        [
            sentence_of(_, kind, facts),
            _("See and act on it: %(address)s", address=f"{origin}/{page_of(kind)}"),
            _(
                "You receive this because you act for a partner of the network. Choose which e-mails you receive: "
                "%(address)s",
                address=f"{origin}/account",
            ),
        ]
    )


def page_of(kind: NoticeKind) -> str:
    """Return the page on which a reader acts on a notice of this kind."""
    return _ELSEWHERE.get(kind.value.partition("_")[0], "my_reservations")


def message_of(
    *, sender: str, receiver: str, message_id: str, at: datetime, subject: str, text: str, invitation: Invitation | None
) -> EmailMessage:
    """Return the e-mail itself; its Message-ID is what lets a reader drop a second copy."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = receiver
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if invitation is not None:
        message.add_attachment(
            invitation.file.decode("utf-8"),
            subtype="calendar",
            filename="navette.ics",
            params={"method": invitation.method},
        )
    return message
