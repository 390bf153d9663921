"""The audit can be read by those who answer for the network, in their words, and by nobody else."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.access.audit_views import may_read_audit, who_did_what
from core.access.refusals import NotYours
from core.access.rights import VISITOR, Member, Right
from core.audit.actions import record
from core.audit.wording import ACTS, SUBJECTS, act_said, subject_said
from core.database.doors import WriteSession, reading, write, writing
from core.i18n.words import words
from core.shared import clock
from core.shared.errors import SignInNeeded
from core.shared.settings import PROJECT
from tests.builders import a_person

TREASURER = Member(1, rights=frozenset({Right.treasurer}))


def acts_in_code() -> tuple[set[str], set[str]]:
    """The acts and things written as words in calls of `record` (or `audit.record`)."""
    acts: set[str] = set()
    subjects: set[str] = set()
    for file in (PROJECT / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 4:
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) != "record":
                continue
            for found, argument in ((acts, node.args[2]), (subjects, node.args[3])):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
    return acts, subjects


def test_every_act_written_in_the_code_has_its_words() -> None:
    acts, subjects = acts_in_code()
    assert {"added", "signed in"} <= acts, "the search itself works"
    assert acts - set(ACTS) == set()
    assert subjects - set(SUBJECTS) == set()


def test_every_act_and_thing_is_translated() -> None:
    untranslated = [said for said in (*ACTS.values(), *SUBJECTS.values()) if words("fr")(said) == said]
    assert set(untranslated) <= {"contribution", "invitation"}


def test_an_unknown_act_is_shown_as_it_was_written() -> None:
    assert (act_said("danced with"), subject_said("moon")) == ("danced with", "moon")


def _record(act: str, person_id: int, session: WriteSession) -> None:
    record(session, person_id, act, "person", person_id, kg=3)


def test_the_days_asked_for_are_whole_local_days(database: str) -> None:
    person_id = write(lambda session: a_person(session, name="Odile Essai"))
    for moment, act in (
        (datetime(2026, 11, 20, 4, 59, tzinfo=UTC), "before"),
        (datetime(2026, 11, 20, 5, 0, tzinfo=UTC), "first"),
        (datetime(2026, 11, 21, 4, 59, tzinfo=UTC), "last"),
        (datetime(2026, 11, 21, 5, 0, tzinfo=UTC), "after"),
    ):
        with clock.set_to(moment):
            write(partial(_record, act, person_id))
    day = date(2026, 11, 20)
    with reading() as session:
        rows = who_did_what(session, TREASURER, first_day=day, last_day=day)
        assert [(row.act, row.name, row.facts) for row in rows] == [
            ("last", "Odile Essai", {"kg": 3}),
            ("first", "Odile Essai", {"kg": 3}),
        ]
        assert who_did_what(session, TREASURER, first_day=day, last_day=day, subject="line") == []
        assert who_did_what(session, TREASURER, first_day=day, last_day=day, person_id=person_id + 1) == []
        assert len(who_did_what(session, TREASURER, first_day=day, last_day=day, most=1)) == 1


def test_a_partner_and_a_stranger_do_not_read_it(sqlite_database: object) -> None:
    day = date(2026, 11, 20)
    with reading() as session:
        with pytest.raises(SignInNeeded):
            who_did_what(session, VISITOR, first_day=day, last_day=day)
        with pytest.raises(NotYours):
            who_did_what(session, Member(1, partner_ids=(1,)), first_day=day, last_day=day)
    assert [right for right in Right if may_read_audit(Member(1, rights=frozenset({right})))] == [
        Right.coordinator,
        Right.treasurer,
        Right.administrator,
    ]


@pytest.mark.parametrize("sentence", ["UPDATE audit_line SET act = 'x'", "DELETE FROM audit_line"])
def test_nobody_rewrites_it(database: str, sentence: str) -> None:
    write(lambda session: record(session, None, "added", "line", 1))
    with pytest.raises(DBAPIError, match="append-only"), writing() as session:
        session.execute(text(sentence))
