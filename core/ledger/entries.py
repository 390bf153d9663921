"""What an entry of the book is: lines that sum to zero in each unit, and a fingerprint of all it says (R6)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from core.ledger.units import Unit

MOST = 10**13


class Fund(StrEnum):
    """An account of the network itself."""

    cushion = "cushion"
    bank = "bank"
    effort = "effort"
    gst = "gst"
    qst = "qst"


class Unbalanced(ValueError):
    """Lines that are no entry: a bug in a posting rule, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class AccountName:
    """The name of an account: a code and the unit it is kept in; `partner_id` is empty for the network's own."""

    code: str
    unit: Unit
    partner_id: int | None = None


def partner_account(partner_id: int, unit: Unit) -> AccountName:
    """Return the account of a partner in one unit."""
    return AccountName(code=f"partner:{partner_id}", unit=unit, partner_id=partner_id)


def network_account(fund: Fund, unit: Unit) -> AccountName:
    """Return one of the network's own accounts in one unit."""
    return AccountName(code=f"network:{fund.value}", unit=unit)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An amount (whole, in the account's unit) put to one account: + is owed to its holder, − is owed by it."""

    account: AccountName
    amount: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is written: the fact it records, the day of the fact, and its lines."""

    key: str
    day: date
    fact: str
    facts: Mapping[str, Any]
    lines: tuple[LedgerLine, ...]
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the database holds it."""

    entry_id: int
    draft: Draft
    body_sha256: str
    is_sealed: bool


def totals(lines: Sequence[LedgerLine]) -> dict[Unit, int]:
    """Return what the lines sum to, in each unit."""
    sums: dict[Unit, int] = {}
    for line in lines:
        sums[line.account.unit] = sums.get(line.account.unit, 0) + line.amount
    return sums


def faults(lines: Sequence[LedgerLine]) -> list[str]:
    """Say why these lines are no entry; an empty list when they are one."""
    found = [f"{unit.value} sums to {total}" for unit, total in totals(lines).items() if total]
    if len(lines) < 2:
        found.append("fewer than two lines")
    if any(line.amount == 0 for line in lines):
        found.append("a line of zero")
    if any(abs(line.amount) > MOST for line in lines):
        found.append("an amount beyond belief")
    return found


def require_balanced(draft: Draft) -> None:
    """Refuse lines that are no entry.

    Raises:
        Unbalanced: with every reason.
    """
    if found := faults(draft.lines):
        raise Unbalanced(f"{draft.key}: {', '.join(found)}")


def body_sha256(draft: Draft) -> str:
    """Return the fingerprint of all an entry says; the order of its lines does not matter."""
    body = {
        "key": draft.key,
        "day": draft.day.isoformat(),
        "fact": draft.fact,
        "facts": dict(draft.facts),
        "lines": sorted([line.account.code, line.account.unit.value, line.amount] for line in draft.lines),
        "reverses": draft.reverses_id,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True, allow_nan=False).encode()).hexdigest()


def mirrored(lines: Sequence[LedgerLine]) -> tuple[LedgerLine, ...]:
    """Return the lines that undo these."""
    return tuple(LedgerLine(line.account, -line.amount) for line in lines)


def faults_of_written(entry: Written, reversed_entry: Written | None) -> list[str]:
    """Say what is wrong with an entry of the book: its balance, seal, fingerprint, accounts, or what it undoes."""
    draft = entry.draft
    found = faults(draft.lines)
    if not entry.is_sealed:
        found.append("not sealed")
    if entry.body_sha256 != body_sha256(draft):
        found.append("says something else than when it was written")
    if any(line.account.partner_id is not None and not _names_its_partner(line.account) for line in draft.lines):
        found.append("an account that names another partner")
    if draft.reverses_id is not None and not _undoes(draft, reversed_entry):
        found.append(f"does not undo entry {draft.reverses_id}")
    return [f"entry {entry.entry_id} ({draft.key}): {fault}" for fault in found]


def _names_its_partner(account: AccountName) -> bool:
    return account.partner_id is not None and account == partner_account(account.partner_id, account.unit)


def _undoes(draft: Draft, other: Written | None) -> bool:
    return other is not None and _bag(draft.lines) == _bag(mirrored(other.draft.lines))


def _bag(lines: Sequence[LedgerLine]) -> list[tuple[str, str, int]]:
    return sorted((line.account.code, line.account.unit.value, line.amount) for line in lines)
