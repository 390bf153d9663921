"""Sends the letters that are due: claim one, hand it over outside of any transaction, write how that ended.

Two workers never hold the same letter. A worker that dies between handing over and writing it down is the one known
window: the letter leaves again ten minutes later with the same Message-ID, by which readers drop the second copy.
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.utils import parseaddr

from core.access.rights import Member
from core.calendar.feeds import PUBLISH, agenda, invitation, method_of
from core.database.doors import reading, write
from core.i18n.words import words
from core.jobs.smtp import NotTaken, Postman, connected
from core.notices.letter import Invitation, message_of, subject_of, text_of
from core.notices.letter_actions import ClaimedLetter, claim_letter, mark_failed, mark_sent
from core.notices.letter_views import letters_due
from core.notices.tables import NoticeKind
from core.reservations.calendar_event import event_of
from core.reservations.series_views import reservations_of_series
from core.reservations.states import TAKES_ROOM, ReservationState
from core.reservations.views import reservation
from core.shared import clock
from core.shared.errors import NotFound
from core.shared.settings import settings

log = logging.getLogger("navette.jobs")
MOST_AT_ONCE = 50
LONGEST_ROUND_SECONDS = 20.0
_HAS_EVENT = (*TAKES_ROOM, ReservationState.cancelled)
_NO_EVENT_YET = frozenset({NoticeKind.waiting})

Connect = Callable[[str], AbstractContextManager[Postman]]


def send_letters(connect: Connect = connected) -> int:
    """Send what is due; return how many letters left. Without a mail server nothing is claimed, nothing marked."""
    if not settings().sends_mail:
        return 0
    with reading() as session:
        if not letters_due(session):
            return 0
    first = write(claim_letter)
    if first is None:
        return 0
    try:
        with connect(settings().mail_url) as postman:
            return _send_all(postman, first)
    except NotTaken as no:
        log.warning("the mail server cannot be reached: %s", no.reason)
        _write_failure(first, no)
        return 0


def _send_all(postman: Postman, first: ClaimedLetter) -> int:
    sent, tried, until = 0, 0, time.monotonic() + LONGEST_ROUND_SECONDS
    letter: ClaimedLetter | None = first
    while letter is not None:
        left, goes_on = _send(postman, letter)
        sent, tried = sent + left, tried + 1
        may_go_on = goes_on and tried < MOST_AT_ONCE and time.monotonic() < until
        letter = write(claim_letter) if may_go_on else None
    return sent


def _send(postman: Postman, letter: ClaimedLetter) -> tuple[int, bool]:
    """Hand one letter over; return how many left, and whether the server is worth another."""
    try:
        postman.hand_over(written(letter))
    except NotTaken as no:
        _write_failure(letter, no)
        return 0, not no.server_is_away
    except Exception as fault:  # a letter that cannot be written must not hold up the others
        log.exception("letter %s cannot be written", letter.id)
        _write_failure(letter, NotTaken(type(fault).__name__))
        return 0, True
    write(lambda session: mark_sent(session, letter))
    return 1, True


def _write_failure(letter: ClaimedLetter, no: NotTaken) -> None:
    write(lambda session: mark_failed(session, letter, error=no.reason, for_good=no.for_good))


def written(letter: ClaimedLetter) -> EmailMessage:
    """Return the e-mail of a letter, with the calendar event of its reservation as it is now, if it is about one.

    As it is now, and not as it was: a letter that is late can then never bring a cancelled event back.
    """
    _ = words(letter.language)
    origin, sender = settings().public_url, settings().mail_from
    return message_of(
        sender=sender,
        receiver=letter.address,
        message_id=letter.message_id,
        at=clock.local(clock.now()),
        subject=subject_of(_, letter.kind, letter.facts),
        text=text_of(_, letter.kind, letter.facts, origin=origin),
        invitation=_invitation(letter, origin=origin, sender=parseaddr(sender)[1]),
    )


def _invitation(letter: ClaimedLetter, *, origin: str, sender: str) -> Invitation | None:
    reader = Member(letter.person_id, partner_ids=(letter.partner_id,))
    if (series_id := letter.facts.get("series_id")) is not None:
        return _dates_of(letter, reader, int(series_id), origin=origin)
    reservation_id = letter.facts.get("reservation_id")
    if reservation_id is None or letter.kind in _NO_EVENT_YET:
        return None
    try:
        with reading() as session:
            row = reservation(session, reader, int(reservation_id))
    except NotFound:
        return None
    event = event_of(words(letter.language), row, origin=origin)
    file = invitation(event, organizer=sender, attendee=letter.address, made_at=clock.now())
    return Invitation(method_of(event), file)


def _dates_of(letter: ClaimedLetter, reader: Member, series_id: int, *, origin: str) -> Invitation | None:
    """Return the events of the dates of a series that have their place now, and of those given up since."""
    with reading() as session:
        rows = reservations_of_series(session, reader, series_id=series_id)
    events = [event_of(words(letter.language), row, origin=origin) for row in rows if row.state in _HAS_EVENT]
    return Invitation(PUBLISH, agenda(events, made_at=clock.now())) if events else None
