"""What the steering committee does: write down a meeting, its decisions, and that a follow-up is done."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.shared import clock
from core.shared.errors import N_, NotFound, Refusal, WrongInput
from core.shared.plausible import TooLong, text
from core.steering import store
from core.steering.tables import Decision

_FARTHEST = timedelta(days=5 * 366)


@dataclass(eq=False)
class AlreadyReplaced(Refusal):
    """A decision can be corrected once; the next correction is made on what replaced it."""

    written_on: date
    sentence: ClassVar[str] = N_("This decision was already replaced on %(written_on)s. Correct the newer one instead.")


@dataclass(eq=False)
class AlreadyDone(Refusal):
    """A follow-up is done once."""

    done_on: date
    sentence: ClassVar[str] = N_(
        "This follow-up was marked done on %(done_on)s. To say otherwise, write a decision that replaces it."
    )


@dataclass(eq=False)
class MeetingNotHeld(Refusal):
    """Minutes are written for a meeting that took place."""

    held_on: date
    sentence: ClassVar[str] = N_("%(held_on)s is still to come. Write the meeting down on the day it is held.")


def record_meeting(
    session: WriteSession, member: Member, *, request_id: str, held_on: date, subject: str, minutes_text: str = ""
) -> int:
    """Write down a meeting and return its id; the same `request_id` again returns the same meeting.

    Raises:
        NotAllowed: the person does not sit on the committee.
        MeetingNotHeld: the day is still to come.
        WrongInput: a field is blank, too long or not believable.
    """
    person_id = require(member, Right.committee)
    known = store.meeting_of_request(session, request_id)
    if known is not None:
        return known
    if held_on > clock.today():
        raise MeetingNotHeld(held_on=held_on)
    _believable(N_("Date of the meeting"), held_on)
    meeting_id = store.write_meeting(
        session,
        request_id=request_id,
        held_on=held_on,
        subject=text(N_("Subject"), subject, longest=160),
        minutes_text=_paragraphs(N_("Minutes"), minutes_text, longest=4000),
        written_by_id=person_id,
        written_at=clock.now(),
    )
    if meeting_id is None:  # the same form, sent twice at once
        return store.meeting_of_request(session, request_id) or 0
    record(session, person_id, "recorded", "meeting", meeting_id, held_on=held_on.isoformat())
    return meeting_id


def record_decision(
    session: WriteSession,
    member: Member,
    *,
    request_id: str,
    meeting_id: int,
    decided: str,
    owner_partner_id: int | None = None,
    due_on: date | None = None,
    replaces_id: int | None = None,
) -> int:
    """Write down what a meeting decided and return its id; a correction names the decision it replaces.

    Raises:
        NotAllowed: the person does not sit on the committee.
        NotFound: the meeting, the partner or the decision to replace is not there.
        AlreadyReplaced: another decision already replaced that one.
        WrongInput: a field is blank, too long or not believable.
    """
    person_id = require(member, Right.committee)
    known = store.decision_of_request(session, request_id)
    if known is not None:
        return known
    meeting = store.meeting(session, meeting_id)
    if meeting is None:
        raise NotFound(what=N_("meeting"))
    if owner_partner_id is not None and not store.partner_exists(session, owner_partner_id):
        raise NotFound(what=N_("partner"))
    if due_on is not None:
        _believable(N_("Due date"), due_on)
        if due_on < meeting.held_on:
            raise WrongInput(field=N_("Due date"), reason=N_("it comes before the meeting. Choose a later day."))
    if replaces_id is not None:
        _replaceable(session, replaces_id)
    decision_id = store.write_decision(
        session,
        request_id=request_id,
        meeting_id=meeting_id,
        text=text(N_("Decision"), decided, longest=600),
        owner_partner_id=owner_partner_id,
        due_on=due_on,
        replaces_id=replaces_id,
        written_by_id=person_id,
        written_at=clock.now(),
    )
    if decision_id is None:  # the same form, sent twice at once
        return store.decision_of_request(session, request_id) or 0
    record(session, person_id, "recorded", "decision", decision_id, meeting_id=meeting_id, replaces_id=replaces_id)
    return decision_id


def mark_decision_done(session: WriteSession, member: Member, *, decision_id: int, done_on: date) -> int:
    """Say on which day a decision was carried out; return its id.

    Raises:
        NotAllowed: the person does not sit on the committee.
        NotFound: there is no such decision.
        AlreadyReplaced, AlreadyDone: it no longer waits for anything.
        WrongInput: the day is still to come, or before the decision.
    """
    person_id = require(member, Right.committee)
    decision = _replaceable(session, decision_id)
    if decision.done_on is not None:
        raise AlreadyDone(done_on=decision.done_on)
    if done_on > clock.today():
        raise WrongInput(field=N_("Done on"), reason=N_("this day is still to come. Choose today or an earlier day."))
    meeting = store.meeting(session, decision.meeting_id)
    if meeting is not None and done_on < meeting.held_on:
        raise WrongInput(field=N_("Done on"), reason=N_("it comes before the meeting. Choose a later day."))
    decision.done_on = done_on
    session.flush()
    record(session, person_id, "marked done", "decision", decision_id, done_on=done_on.isoformat())
    return decision_id


def _replaceable(session: WriteSession, decision_id: int) -> Decision:
    decision = store.locked_decision(session, decision_id)
    if decision is None:
        raise NotFound(what=N_("decision"))
    newer = store.replacement_of(session, decision_id)
    if newer is not None:
        raise AlreadyReplaced(written_on=clock.local(newer.written_at).date())
    return decision


def _believable(field: str, day: date) -> None:
    if abs(day - clock.today()) > _FARTHEST:
        raise WrongInput(field=field, reason=N_("the year looks wrong. Choose a day within five years of today."))


def _paragraphs(field: str, value: str, *, longest: int) -> str:
    kept = value.strip()
    if len(kept) > longest:
        raise TooLong(field=field, longest=longest)
    return kept
