"""Random histories of the book, step by step beside a model of six lines, on both engines."""

import itertools
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.database.doors import reading, write
from core.ledger.actions import AlreadyReversed, AlreadyWritten, ReversalStays, post, reverse
from core.ledger.entries import AccountName, Fund, LedgerLine, Unbalanced, network_account, partner_account
from core.ledger.store import sums
from core.ledger.units import Unit
from core.ledger.views import check
from tests.ledger.book import DAY, two_partners

NEW_KEYS = itertools.count()
AMOUNTS = st.one_of(st.integers(-3, 3), st.integers(-(10**12), 10**12))


class Book(RuleBasedStateMachine):
    """Posts, retries, conflicts and reversals; after each step the balances are the model's."""

    entries = Bundle("entries")
    partner_ids: tuple[int, int]

    @initialize()
    def start(self) -> None:
        self.lines_of: dict[int, tuple[str, list[LedgerLine]]] = {}
        self.reversed: dict[int, tuple[str, int]] = {}
        self.reversals: set[int] = set()
        self.balance: Counter[AccountName] = Counter()
        self.before = self.in_the_book()

    def in_the_book(self) -> Counter[AccountName]:
        with reading() as session:
            rows = sums(session, None)
        return Counter({AccountName(code, unit, partner): amount for code, unit, partner, amount in rows})

    def account(self, index: int) -> AccountName:
        unit = (Unit.cad_cents, Unit.minutes)[index % 2]
        if index < 4:
            return partner_account(self.partner_ids[index // 2], unit)
        return network_account(Fund.cushion, unit)

    def post_lines(self, key: str, lines: list[LedgerLine]) -> int:
        return write(lambda session: post(session, by=None, key=key, day=DAY, fact="gift", facts={}, lines=lines))

    def reverse_entry(self, key: str, entry_id: int) -> int:
        return write(lambda session: reverse(session, by=None, key=key, entry_id=entry_id, day=DAY, reason=""))

    def remember(self, entry_id: int, key: str, lines: list[LedgerLine]) -> int:
        self.lines_of[entry_id] = (key, lines)
        for line in lines:
            self.balance[line.account] += line.amount
        return entry_id

    @rule(target=entries, drawn=st.lists(st.tuples(st.integers(0, 5), AMOUNTS), max_size=4), close=st.booleans())
    def post_anything(self, drawn: list[tuple[int, int]], *, close: bool) -> int | None:
        lines = [LedgerLine(self.account(index), amount) for index, amount in drawn]
        if close:
            for unit in (Unit.cad_cents, Unit.minutes):
                if missing := -sum(line.amount for line in lines if line.account.unit is unit):
                    lines.append(LedgerLine(network_account(Fund.bank, unit), missing))
        by_unit = Counter[Unit]()
        for line in lines:
            by_unit[line.account.unit] += line.amount
        key = f"k{next(NEW_KEYS)}"
        if len(lines) < 2 or any(by_unit.values()) or not all(line.amount for line in lines):
            with pytest.raises(Unbalanced):
                self.post_lines(key, lines)
            return None
        return self.remember(self.post_lines(key, lines), key, lines)

    @rule(amount=st.integers(1, 10**9))
    def swap_between_units(self, amount: int) -> None:
        with pytest.raises(Unbalanced):
            self.post_lines(
                f"k{next(NEW_KEYS)}", [LedgerLine(self.account(0), amount), LedgerLine(self.account(1), -amount)]
            )

    @rule(entry=entries)
    def retry(self, entry: int | None) -> None:
        if entry is not None:
            key, lines = self.lines_of[entry]
            assert self.post_lines(key, lines[::-1]) == entry

    @rule(entry=entries)
    def reuse_a_key(self, entry: int | None) -> None:
        if entry is not None:
            key, lines = self.lines_of[entry]
            other = [LedgerLine(line.account, 2 * line.amount) for line in lines]
            with pytest.raises(AlreadyWritten):
                self.post_lines(key, other)

    @rule(entry=entries)
    def reverse_once_or_be_refused(self, entry: int | None) -> None:
        if entry is None:
            return
        key = f"r{next(NEW_KEYS)}"
        if entry in self.reversed:
            with pytest.raises(AlreadyReversed):
                self.reverse_entry(key, entry)
            assert self.reverse_entry(self.reversed[entry][0], entry) == self.reversed[entry][1]
            return
        undo = self.reverse_entry(key, entry)
        self.reversed[entry] = (key, undo)
        self.reversals.add(undo)
        for line in self.lines_of[entry][1]:
            self.balance[line.account] -= line.amount

    @rule()
    def reverse_a_reversal(self) -> None:
        if self.reversals:
            with pytest.raises(ReversalStays):
                self.reverse_entry(f"r{next(NEW_KEYS)}", max(self.reversals))

    @rule(amount=st.integers(1, 10**6))
    def fail_after_posting(self, amount: int) -> None:
        def act(session: object) -> None:
            lines = [LedgerLine(self.account(0), amount), LedgerLine(self.account(4), -amount)]
            post(session, by=None, key=f"k{next(NEW_KEYS)}", day=DAY, fact="x", facts={}, lines=lines)  # type: ignore[arg-type] # the door gives a session
            raise RuntimeError

        with pytest.raises(RuntimeError):
            write(act)

    @invariant()
    def the_book_says_what_the_model_says(self) -> None:
        if hasattr(self, "before"):
            moved = self.in_the_book()
            moved.subtract(self.before)
            assert {name: amount for name, amount in moved.items() if amount} == {
                name: amount for name, amount in self.balance.items() if amount
            }

    def teardown(self) -> None:
        with reading() as session:
            assert check(session) == []


@pytest.mark.usefixtures("database")
def test_random_histories_leave_the_book_as_the_model_says() -> None:
    ids = two_partners()

    class BookOfThisDatabase(Book):
        partner_ids = ids

    run_state_machine_as_test(
        BookOfThisDatabase,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
