"""What stands in the book: balances, a partner's statement, and the check of every entry.

No permission is asked here: people look through `core.compensation`, which shows each one their own (R9).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from core.database.doors import ReadSession
from core.ledger import store
from core.ledger.entries import Fund, Written, faults_of_written, network_account, partner_account
from core.ledger.units import Unit


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of an account: what happened, how much (+ owed to the partner), and where that leaves it."""

    entry_id: int
    day: date
    fact: str
    facts: dict[str, Any]
    amount: int
    balance: int
    reverses_id: int | None
    reversed_by_id: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """An account over a span of days."""

    partner_id: int
    unit: Unit
    first_day: date
    last_day: date
    opening: int
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> int:
        """Return what the account stands at when the last day ends."""
        return self.lines[-1].balance if self.lines else self.opening


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account at one moment; in each unit, all of them together sum to zero."""

    partners: dict[tuple[int, Unit], int]
    funds: dict[tuple[Fund, Unit], int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a fact stands: the key to post it under, and its entry if one is in the book and not reversed."""

    key: str
    entry_id: int | None


def balances(session: ReadSession, *, until: date | None = None) -> dict[tuple[int, Unit], int]:
    """Return each partner's balance in each unit it ever moved in, up to and including `until`."""
    return trial_balance(session, until=until).partners


def fund_balances(session: ReadSession, *, until: date | None = None) -> dict[tuple[Fund, Unit], int]:
    """Return the balance of the network's own accounts, up to and including `until`."""
    return trial_balance(session, until=until).funds


def trial_balance(session: ReadSession, *, until: date | None = None) -> TrialBalance:
    """Return the balance of every account that ever moved, up to and including `until`, by one SQL sentence."""
    names = {network_account(fund, unit).code: fund for fund in Fund for unit in Unit}
    partners: dict[tuple[int, Unit], int] = {}
    funds: dict[tuple[Fund, Unit], int] = {}
    for code, unit, partner_id, amount in store.sums(session, until):
        if partner_id is None:
            funds[names[code], unit] = amount
        else:
            partners[partner_id, unit] = amount
    return TrialBalance(partners, funds)


def statement(session: ReadSession, *, partner_id: int, unit: Unit, first_day: date, last_day: date) -> Statement:
    """Return a partner's account over a span of days (both included), with its running balance."""
    account = partner_account(partner_id, unit)
    opening = store.balance_before(session, account, first_day)
    moves = store.moves(session, account, first_day, last_day)
    running = list(accumulate((move.amount for move in moves), initial=opening))[1:]
    lines = tuple(
        StatementLine(
            entry_id=move.entry_id,
            day=move.day,
            fact=move.fact,
            facts=move.facts,
            amount=move.amount,
            balance=balance,
            reverses_id=move.reverses_id,
            reversed_by_id=move.reversed_by_id,
        )
        for move, balance in zip(moves, running, strict=True)
    )
    return Statement(partner_id, unit, first_day, last_day, opening, lines)


def entry(session: ReadSession, entry_id: int) -> Written | None:
    """Return one entry with its lines."""
    return store.entry(session, entry_id)


def entries(session: ReadSession) -> Iterator[Written]:
    """Return every entry with its lines, in the order they were written."""
    return store.every_entry(session)


def standing_keys(session: ReadSession, *, facts: Collection[str], since: date) -> set[str]:
    """Return the keys of the facts of some sorts, from a day on, that are in the book and not reversed."""
    return {key.partition("~")[0] for key in store.keys_not_reversed(session, facts, since)}


def standing(session: ReadSession, key: str) -> Standing:
    """Say where the fact of this key stands: never posted, posted, or reversed and so free to be posted again."""
    attempt, repeat = key, 1
    while (found := store.entry_id_of_key(session, attempt)) is not None:
        if store.reversal_of(session, found[0]) is None:
            return Standing(attempt, found[0])
        repeat += 1
        attempt = f"{key}~{repeat}"
    return Standing(attempt, None)


def check(session: ReadSession) -> list[str]:
    """Read the whole book and say what is wrong: balance, seal, fingerprint, accounts, reversals (R6)."""
    found: list[str] = []
    seen: dict[int, Written] = {}
    for each in store.every_entry(session):
        seen[each.entry_id] = each
        undone = None if each.draft.reverses_id is None else seen.get(each.draft.reverses_id)
        found += faults_of_written(each, undone)
    return found
