"""The two doors keep their promises on both engines."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from core.audit.tables import AuditLine
from core.database.doors import reading, write, writing
from core.lines.tables import LegRoom
from core.partners.tables import Partner, PartnerKind
from core.shared import clock


def a_partner() -> Partner:
    return Partner(code="P1", name="Ferme", kind=PartnerKind.producer, territory="T", town="Amqui")


def test_leaving_by_an_exception_keeps_nothing(database: str) -> None:
    with pytest.raises(RuntimeError), writing() as session:
        session.add(a_partner())
        session.flush()
        raise RuntimeError
    with reading() as session:
        assert session.exec(select(Partner)).all() == []


def test_a_reading_session_cannot_write(database: str) -> None:
    with pytest.raises(DBAPIError), reading() as session:
        session.add(a_partner())
        session.flush()


def test_what_was_written_is_read_back_with_its_words(database: str) -> None:
    write(lambda session: session.add(a_partner()))
    with reading() as session:
        assert session.exec(select(Partner)).one().kind is PartnerKind.producer


def test_an_unknown_word_meets_the_last_wall(database: str) -> None:
    write(lambda session: session.add(a_partner()))
    with pytest.raises(IntegrityError, match="kind_known"), writing() as session:
        session.execute(text("UPDATE partner SET kind = 'pirate'"))
    assert any("never_over_kg" in str(c.name) for c in LegRoom.__table__.constraints)  # type: ignore[attr-defined]


def test_replacing_a_row_does_not_get_past_the_wall_of_an_append_only_table(sqlite_database: Path) -> None:
    with writing() as session:
        session.add(AuditLine(id=1, at=clock.now(), act="reserved", subject="reservation", facts={}))
    rewrite = "REPLACE INTO audit_line (id, at, act, subject, facts) VALUES (1, '2027-01-01', 'x', 'y', '{}')"
    with pytest.raises(DBAPIError, match="append-only"), writing() as session:
        session.execute(text(rewrite))
    plain = sqlite3.connect(sqlite_database, isolation_level=None)  # the control: without our settings it gets past
    plain.execute(rewrite)
    assert plain.execute("SELECT act FROM audit_line").fetchall() == [("x",)]
    plain.close()
