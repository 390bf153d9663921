"""Meetings and decisions are written once, corrected by replacement, and come back until they are done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from core.access.rights import Member, Right
from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, writing
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal, WrongInput
from core.shared.plausible import Missing, TooLong
from core.steering.actions import (
    AlreadyDone,
    AlreadyReplaced,
    MeetingNotHeld,
    mark_decision_done,
    record_decision,
    record_meeting,
)
from core.steering.meeting_views import MeetingRow, meetings, open_decisions
from tests.builders import a_member, a_partner

NOW = datetime(2026, 4, 9, 15, tzinfo=UTC)
TODAY = date(2026, 4, 9)


def a_committee(session: WriteSession) -> Member:
    return a_member(session, rights=[Right.committee])


def a_meeting(session: WriteSession, member: Member, *, held_on: date = TODAY, request_id: str = "m1") -> int:
    return record_meeting(session, member, request_id=request_id, held_on=held_on, subject="Remplir l’hiver")


def a_decision(
    session: WriteSession,
    member: Member,
    meeting_id: int,
    *,
    decided: str = "Essayer",
    request_id: str = "d1",
    owner_partner_id: int | None = None,
    due_on: date | None = None,
    replaces_id: int | None = None,
) -> int:
    return record_decision(
        session,
        member,
        request_id=request_id,
        meeting_id=meeting_id,
        decided=decided,
        owner_partner_id=owner_partner_id,
        due_on=due_on,
        replaces_id=replaces_id,
    )


def read(member: Member) -> list[MeetingRow]:
    with clock.set_to(NOW), reading() as session:
        return meetings(session, member)


def test_a_meeting_and_its_decision_are_read_back_and_audited(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        meeting_id = a_meeting(session, member)
        partner_id = a_partner(session, name="La Huche")
        a_decision(session, member, meeting_id, owner_partner_id=partner_id, due_on=TODAY + timedelta(days=7))
    (found,) = read(member)
    assert (found.subject, found.held_on) == ("Remplir l’hiver", TODAY)
    (decision,) = found.decisions
    assert (decision.text, decision.owner_name, decision.is_open, decision.is_late) == (
        "Essayer",
        "La Huche",
        True,
        False,
    )
    with reading() as session:
        acts = {(line.act, line.subject) for line in session.exec(select(AuditLine))}
    assert {("recorded", "meeting"), ("recorded", "decision")} <= acts


def test_the_same_form_sent_twice_writes_once(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        first = a_meeting(session, member)
        assert a_meeting(session, member) == first
        assert a_decision(session, member, first) == a_decision(session, member, first)
    assert [len(meeting.decisions) for meeting in read(member)] == [1]


def test_a_correction_replaces_and_the_old_one_stays(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        meeting_id = a_meeting(session, member)
        old = a_decision(session, member, meeting_id)
        new = a_decision(session, member, meeting_id, request_id="d2", decided="Essayer en mai", replaces_id=old)
        with pytest.raises(AlreadyReplaced):
            a_decision(session, member, meeting_id, request_id="d3", decided="Autre", replaces_id=old)
        with pytest.raises(AlreadyReplaced):
            mark_decision_done(session, member, decision_id=old, done_on=TODAY)
    (found,) = read(member)
    assert [(each.id, each.text, each.replaced_by_id) for each in found.decisions] == [
        (old, "Essayer", new),
        (new, "Essayer en mai", None),
    ]
    assert [each.id for each in open_decisions([found])] == [new]


def test_what_is_done_is_done_once_and_no_longer_waits(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        decision_id = a_decision(session, member, a_meeting(session, member, held_on=TODAY - timedelta(days=9)))
        mark_decision_done(session, member, decision_id=decision_id, done_on=TODAY)
        with pytest.raises(AlreadyDone):
            mark_decision_done(session, member, decision_id=decision_id, done_on=TODAY)
    found = read(member)
    assert found[0].decisions[0].done_on == TODAY
    assert open_decisions(found) == []


def test_the_most_urgent_comes_first_and_the_late_are_named(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        meeting_id = a_meeting(session, member, held_on=TODAY - timedelta(days=30))
        some_day = a_decision(session, member, meeting_id, request_id="a")
        late = a_decision(session, member, meeting_id, request_id="b", due_on=TODAY - timedelta(days=1))
        today = a_decision(session, member, meeting_id, request_id="c", due_on=TODAY)
    waiting = open_decisions(read(member))
    assert [each.id for each in waiting] == [late, today, some_day]
    assert [each.is_late for each in waiting] == [True, False, False]


def test_meetings_come_newest_first_and_keep_their_paragraphs(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        a_meeting(session, member, held_on=TODAY - timedelta(days=60), request_id="old")
        record_meeting(
            session, member, request_id="new", held_on=TODAY, subject="  Deux   mots ", minutes_text="Un.\n\nDeux.\n"
        )
    found = read(member)
    assert [(each.held_on, each.subject) for each in found] == [
        (TODAY, "Deux mots"),
        (TODAY - timedelta(days=60), "Remplir l’hiver"),
    ]
    assert found[0].minutes_text == "Un.\n\nDeux."


@pytest.mark.parametrize(
    ("held_on", "subject", "minutes", "refusal"),
    [
        (TODAY + timedelta(days=1), "x", "", MeetingNotHeld),
        (date(1926, 4, 9), "x", "", WrongInput),
        (TODAY, "   ", "", Missing),
        (TODAY, "x" * 161, "", TooLong),
        (TODAY, "x", "y" * 4001, TooLong),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_with_a_sentence(
    sqlite_database: object, held_on: date, subject: str, minutes: str, refusal: type[Refusal]
) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        with pytest.raises(refusal):
            record_meeting(session, member, request_id="m", held_on=held_on, subject=subject, minutes_text=minutes)
    assert read(member) == []


def test_a_decision_that_cannot_be_is_refused_with_a_sentence(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_committee(session)
        meeting_id = a_meeting(session, member)
        with pytest.raises(NotFound):
            a_decision(session, member, 999)
        with pytest.raises(NotFound):
            a_decision(session, member, meeting_id, owner_partner_id=999)
        with pytest.raises(NotFound):
            a_decision(session, member, meeting_id, replaces_id=999)
        with pytest.raises(NotFound):
            mark_decision_done(session, member, decision_id=999, done_on=TODAY)
        with pytest.raises(WrongInput):
            a_decision(session, member, meeting_id, due_on=TODAY - timedelta(days=1))
        with pytest.raises(Missing):
            a_decision(session, member, meeting_id, decided=" ")
        decision_id = a_decision(session, member, meeting_id)
        for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
            with pytest.raises(WrongInput):
                mark_decision_done(session, member, decision_id=decision_id, done_on=day)


def test_only_the_committee_writes_and_reads(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        driver = a_member(session, rights=[Right.driver])
        with pytest.raises(NotAllowed):
            a_meeting(session, driver)
        with pytest.raises(NotAllowed):
            a_decision(session, driver, 1)
        with pytest.raises(NotAllowed):
            mark_decision_done(session, driver, decision_id=1, done_on=TODAY)
    with pytest.raises(NotAllowed):
        read(driver)
