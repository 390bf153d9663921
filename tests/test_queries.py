"""The counter of SQL sentences counts questions, and nothing else."""

from sqlalchemy import text

from core.database.doors import reading, writing
from tests.queries import counting_queries


def test_questions_are_counted_and_transaction_control_is_not(sqlite_database: object) -> None:
    with counting_queries() as counter:
        with reading() as session:
            session.execute(text("SELECT 1"))
            session.execute(text("SELECT 2"))
        with writing() as session:
            session.execute(text("SELECT 3"))
    assert counter.count == 3, str(counter)


def test_nothing_is_counted_outside_the_block(sqlite_database: object) -> None:
    with counting_queries() as counter:
        pass
    with reading() as session:
        session.execute(text("SELECT 1"))
    assert counter.count == 0
