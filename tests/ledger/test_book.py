"""The book on both engines: posted once, reversed once, never edited, and checked (R6)."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.database.doors import WriteSession, reading, write, writing
from core.database.engines import current_writer
from core.ledger.actions import AlreadyReversed, AlreadyWritten, ReversalStays, post, reverse
from core.ledger.entries import Fund, LedgerLine, Unbalanced, partner_account
from core.ledger.views import balances, check, entry, fund_balances, standing, statement
from core.schema.triggers import create_triggers, drop_triggers
from core.shared.errors import NotFound
from tests.ledger.book import CAD, DAY, MINUTES, gives, two_partners

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def partners(database: str) -> tuple[int, int]:
    return two_partners()


def posted(key: str, lines: list[LedgerLine], day: date = DAY, fact: str = "gift") -> int:
    return write(lambda session: post(session, by=None, key=key, day=day, fact=fact, facts={"n": 1}, lines=lines))


def reversed_entry(entry_id: int, key: str = "r", day: date = DAY) -> int:
    return write(lambda session: reverse(session, by=None, key=key, entry_id=entry_id, day=day, reason="typo"))


def book_check() -> list[str]:
    with reading() as session:
        return check(session)


def test_what_is_posted_moves_the_balances(partners: tuple[int, int]) -> None:
    a, b = partners
    posted("1", gives(a, 500))
    posted("2", gives(b, -200))
    posted("3", gives(a, 90, unit=MINUTES, fund=Fund.effort))
    with reading() as session:
        assert balances(session) == {(a, CAD): 500, (b, CAD): -200, (a, MINUTES): 90}
        assert fund_balances(session) == {(Fund.cushion, CAD): -300, (Fund.effort, MINUTES): -90}
    assert book_check() == []


def test_balances_until_a_day_leave_later_days_out(partners: tuple[int, int]) -> None:
    posted("1", gives(partners[0], 500))
    posted("2", gives(partners[0], 70), day=DAY + timedelta(days=1))
    with reading() as session:
        assert balances(session, until=DAY) == {(partners[0], CAD): 500}
        assert balances(session, until=DAY - timedelta(days=1)) == {}


def test_the_same_key_again_is_the_same_entry(partners: tuple[int, int]) -> None:
    first = posted("1", gives(partners[0], 500))
    assert posted("1", gives(partners[0], 500)[::-1]) == first
    with reading() as session:
        assert balances(session) == {(partners[0], CAD): 500}


def test_the_same_key_with_other_amounts_is_refused(partners: tuple[int, int]) -> None:
    first = posted("1", gives(partners[0], 500))
    with pytest.raises(AlreadyWritten) as refused:
        posted("1", gives(partners[0], 501))
    assert refused.value.entry_id == first


def test_lines_that_do_not_balance_are_never_written(partners: tuple[int, int]) -> None:
    a, _ = partners
    with pytest.raises(Unbalanced):
        posted("1", [LedgerLine(partner_account(a, CAD), 1), LedgerLine(partner_account(a, MINUTES), -1)])
    assert book_check() == []
    with reading() as session:
        assert balances(session) == {}


def test_a_reversal_brings_the_balance_back_and_points_to_its_entry(partners: tuple[int, int]) -> None:
    first = posted("1", gives(partners[0], 500))
    undo = reversed_entry(first)
    with reading() as session:
        assert balances(session) == {(partners[0], CAD): 0}
        written = entry(session, undo)
    assert written is not None
    assert written.draft.reverses_id == first
    assert written.draft.facts == {"n": 1, "of_fact": "gift", "of_entry": first, "reason": "typo"}
    assert book_check() == []


def test_a_second_reversal_is_refused_with_the_first_ones_number(partners: tuple[int, int]) -> None:
    first = posted("1", gives(partners[0], 500))
    undo = reversed_entry(first, "r1")
    with pytest.raises(AlreadyReversed) as refused:
        reversed_entry(first, "r2")
    assert (refused.value.entry_id, refused.value.reversal_id) == (first, undo)
    assert reversed_entry(first, "r1") == undo
    with reading() as session:
        assert balances(session) == {(partners[0], CAD): 0}


def test_a_reversal_is_not_reversed(partners: tuple[int, int]) -> None:
    undo = reversed_entry(posted("1", gives(partners[0], 500)))
    with pytest.raises(ReversalStays):
        reversed_entry(undo, "rr")


def test_an_entry_that_does_not_exist_is_not_reversed(database: str) -> None:
    with pytest.raises(NotFound):
        reversed_entry(12345)


def test_a_reversed_fact_may_be_posted_again_under_its_next_key(partners: tuple[int, int]) -> None:
    def now_standing() -> tuple[str, int | None]:
        with reading() as session:
            found = standing(session, "departure:7")
        return found.key, found.entry_id

    assert now_standing() == ("departure:7", None)
    first = posted("departure:7", gives(partners[0], 500))
    assert now_standing() == ("departure:7", first)
    reversed_entry(first)
    assert now_standing() == ("departure:7~2", None)
    second = posted("departure:7~2", gives(partners[0], 400))
    assert now_standing() == ("departure:7~2", second)


def test_a_statement_runs_from_its_opening_to_its_closing(partners: tuple[int, int]) -> None:
    a, b = partners
    posted("0", gives(a, 1000), day=DAY - timedelta(days=40))
    third = posted("3", gives(a, -300), day=DAY + timedelta(days=1))
    posted("2", gives(a, 200))
    posted("other", gives(b, 999))
    posted("hours", gives(a, 60, unit=MINUTES, fund=Fund.effort))
    undo = reversed_entry(third, day=DAY + timedelta(days=2))
    posted("later", gives(a, 5), day=DAY + timedelta(days=30))
    with reading() as session:
        found = statement(session, partner_id=a, unit=CAD, first_day=DAY, last_day=DAY + timedelta(days=2))
    assert (found.opening, found.closing) == (1000, 1200)
    assert [(line.amount, line.balance) for line in found.lines] == [(200, 1200), (-300, 900), (300, 1200)]
    assert [line.reversed_by_id for line in found.lines] == [None, undo, None]
    assert found.lines[2].reverses_id == third


def test_an_empty_statement_closes_where_it_opens(partners: tuple[int, int]) -> None:
    posted("1", gives(partners[0], 500))
    with reading() as session:
        found = statement(
            session, partner_id=partners[0], unit=CAD, first_day=DAY + timedelta(days=1), last_day=date(2027, 1, 1)
        )
    assert (found.opening, found.lines, found.closing) == (500, (), 500)


def test_the_same_key_from_many_threads_is_written_once(partners: tuple[int, int]) -> None:
    ids: list[int] = []

    def one() -> None:
        ids.append(posted("same", gives(partners[0], 500)))

    together([one] * 8)
    assert len(ids) == 8
    assert len(set(ids)) == 1
    with reading() as session:
        assert balances(session) == {(partners[0], CAD): 500}


def test_without_a_shared_key_looking_first_would_not_have_stopped_them(partners: tuple[int, int]) -> None:
    """The control: each looks whether the gift is in the book, none finds it, and all of them write it."""
    everybody_looked = threading.Barrier(4)

    def one(key: str) -> None:
        with reading() as session:
            found = balances(session)
        everybody_looked.wait()
        if not found:
            posted(key, gives(partners[0], 500))

    together([partial(one, f"own-{n}") for n in range(4)])
    with reading() as session:
        assert balances(session) == {(partners[0], CAD): 2000}


def test_many_threads_reversing_one_entry_reverse_it_once(partners: tuple[int, int]) -> None:
    first = posted("1", gives(partners[0], 500))
    outcomes: list[object] = []

    def one(key: str) -> None:
        try:
            outcomes.append(reversed_entry(first, key))
        except AlreadyReversed as refused:
            outcomes.append(type(refused))

    together([partial(one, f"r{n}") for n in range(6)])
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert outcomes.count(AlreadyReversed) == 5
    with reading() as session:
        assert balances(session) == {(partners[0], CAD): 0}


def together(acts: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- the walls in the database itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE ledger_posting SET amount = amount + 1",
        "DELETE FROM ledger_posting",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_entry SET day = '2020-01-01'",
        "UPDATE ledger_entry SET is_sealed = false",
        "UPDATE ledger_account SET partner_id = NULL",
        "UPDATE ledger_account SET unit = 'minutes'",
        "INSERT INTO ledger_posting (entry_id, account_id, amount) SELECT entry_id, account_id, 1 FROM ledger_posting",
    ],
)
def test_the_database_refuses_to_rewrite_the_book(partners: tuple[int, int], sentence: str) -> None:
    posted("1", gives(partners[0], 500))
    with pytest.raises(DBAPIError, match=r"append-only|sealed"), writing() as session:
        session.execute(text(sentence))


def test_the_database_refuses_to_seal_what_does_not_balance(partners: tuple[int, int]) -> None:
    posted("1", gives(partners[0], 500))
    with pytest.raises(DBAPIError, match="does not balance"), writing() as session:
        an_open_entry(session)
        session.execute(
            text("INSERT INTO ledger_posting (entry_id, account_id, amount) SELECT 900, id, 1 FROM ledger_account")
        )
        session.execute(text("UPDATE ledger_entry SET is_sealed = true WHERE id = 900"))


def test_an_entry_left_open_is_refused_or_found(partners: tuple[int, int], database: str) -> None:
    if database == "postgresql":
        with pytest.raises(DBAPIError, match="was not sealed"), writing() as session:
            an_open_entry(session)
        return
    with writing() as session:
        an_open_entry(session)
    assert any("not sealed" in fault for fault in book_check())


def an_open_entry(session: WriteSession) -> None:
    session.execute(
        text(
            "INSERT INTO ledger_entry (id, at, day, fact, facts, key, body_sha256, is_sealed) VALUES "
            "(900, '2026-11-02 00:00:00+00:00', '2026-11-02', 'gift', '{}', 'raw', '', false)"
        )
    )


@pytest.fixture
def without_walls(database: str) -> Iterator[None]:
    with current_writer().begin() as connection:
        drop_triggers(connection)
    yield
    with current_writer().begin() as connection:
        create_triggers(connection)


@pytest.mark.usefixtures("without_walls")
@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("UPDATE ledger_posting SET amount = amount + 1 WHERE amount > 0", "sums to 1"),
        ("UPDATE ledger_posting SET amount = amount * 2", "says something else"),
        ("UPDATE ledger_entry SET day = '2020-01-01'", "says something else"),
        ("DELETE FROM ledger_posting", "fewer than two lines"),
        ("UPDATE ledger_entry SET is_sealed = false", "not sealed"),
        ("UPDATE ledger_account SET partner_id = {b} WHERE partner_id = {a}", "another partner"),
        ("UPDATE ledger_entry SET reverses_id = id WHERE key = '1'", "does not undo"),
    ],
)
def test_the_check_finds_what_the_walls_would_have_stopped(
    partners: tuple[int, int], sentence: str, fault: str
) -> None:
    posted("1", gives(partners[0], 500))
    assert book_check() == []
    with writing() as session:
        session.execute(text(sentence.format(a=partners[0], b=partners[1])))
    assert any(fault in found for found in book_check())
