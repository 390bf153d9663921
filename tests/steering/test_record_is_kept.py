"""What the committee wrote stays as it was written: the database itself refuses to rewrite it, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.access.rights import Member, Right
from core.database.doors import reading, writing
from core.database.engines import current_writer
from core.schema.triggers import create_triggers, drop_triggers
from core.shared import clock
from core.steering.actions import mark_decision_done, record_decision, record_meeting
from core.steering.meeting_views import meetings
from tests.builders import a_member

NOW = datetime(2026, 4, 9, 15, tzinfo=UTC)
TODAY = date(2026, 4, 9)
COMMITTEE = Member(person_id=1, rights=frozenset({Right.committee}))

REWRITES = [
    "UPDATE meeting SET subject = 'Autre chose'",
    "UPDATE meeting SET minutes_text = ''",
    "DELETE FROM decision",
    "UPDATE decision SET text = 'Autre chose'",
    "UPDATE decision SET due_on = NULL",
    "UPDATE decision SET owner_partner_id = NULL, meeting_id = 99",
    "UPDATE decision SET replaces_id = NULL",
    "UPDATE decision SET written_at = '2020-01-01 00:00:00+00:00'",
    "UPDATE decision SET done_on = '2026-04-09', text = 'Autre chose'",
]


@pytest.fixture
def decided(database: str) -> int:
    """A meeting, a decision and its correction, which waits to be done."""
    with clock.set_to(NOW), writing() as session:
        member = a_member(session, rights=[Right.committee])
        meeting_id = record_meeting(session, member, request_id="m", held_on=TODAY, subject="Remplir l’hiver")

        def decide(decided: str, replaces_id: int | None = None) -> int:
            return record_decision(
                session,
                member,
                request_id=decided,
                meeting_id=meeting_id,
                decided=decided,
                due_on=TODAY + timedelta(days=30),
                replaces_id=replaces_id,
            )

        return decide("Essayer six semaines", replaces_id=decide("Essayer"))


@pytest.mark.parametrize("sentence", REWRITES)
def test_the_database_refuses_to_rewrite_the_record(decided: int, sentence: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), writing() as session:
        session.execute(text(sentence))


def test_the_database_refuses_to_forget_a_meeting(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        member = a_member(session, rights=[Right.committee])
        record_meeting(session, member, request_id="m", held_on=TODAY, subject="Remplir l’hiver")
    with pytest.raises(DBAPIError, match="append-only"), writing() as session:
        session.execute(text("DELETE FROM meeting"))


def test_a_follow_up_is_done_once_and_never_undone(decided: int) -> None:
    with clock.set_to(NOW), writing() as session:
        mark_decision_done(session, a_member(session, rights=[Right.committee]), decision_id=decided, done_on=TODAY)
    for sentence in ("UPDATE decision SET done_on = NULL", "UPDATE decision SET done_on = '2026-04-08'"):
        with pytest.raises(DBAPIError, match="append-only"), writing() as session:
            session.execute(text(f"{sentence} WHERE id = {decided}"))
    with clock.set_to(NOW), reading() as session:
        (meeting,) = meetings(session, COMMITTEE)
    assert [each.done_on for each in meeting.decisions] == [None, TODAY]


def test_a_decision_is_corrected_by_one_line_only(decided: int) -> None:
    copied = """INSERT INTO decision (request_id, meeting_id, text, replaces_id, written_by_id, written_at)
                SELECT 'again', meeting_id, 'Encore', replaces_id, written_by_id, written_at
                FROM decision WHERE replaces_id IS NOT NULL"""
    with pytest.raises(DBAPIError, match=r"(?i)unique"), writing() as session:
        session.execute(text(copied))


def test_control_without_the_walls_the_record_can_be_rewritten(decided: int) -> None:
    with current_writer().begin() as connection:
        drop_triggers(connection)
        try:
            for sentence in REWRITES[:2] + REWRITES[3:5]:
                connection.execute(text(sentence))
            told = connection.execute(text("SELECT DISTINCT text FROM decision")).scalars().all()
        finally:
            create_triggers(connection)
    assert told == ["Autre chose"]
