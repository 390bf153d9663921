"""Every SQL sentence of the book."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import Select

from core.database.doors import ReadSession, WriteSession
from core.database.once import insert_once
from core.ledger.entries import AccountName, Draft, LedgerLine, Written, body_sha256
from core.ledger.tables import LedgerAccount, LedgerEntry, LedgerPosting
from core.ledger.units import Unit


@dataclass(frozen=True, slots=True)
class Moved:
    """One posting to a partner's account, with the fact that caused it."""

    entry_id: int
    day: date
    fact: str
    facts: dict[str, Any]
    amount: int
    reverses_id: int | None
    reversed_by_id: int | None


def entry_id_of_key(session: ReadSession, key: str) -> tuple[int, str] | None:
    """Return the id and the body hash of the entry with this key."""
    statement = select(LedgerEntry.id, LedgerEntry.body_sha256).where(col(LedgerEntry.key) == key)
    found = session.exec(statement).first()
    return None if found is None or found[0] is None else (found[0], found[1])


def reversal_of(session: ReadSession, entry_id: int) -> int | None:
    """Return the entry that reverses this one."""
    return session.exec(select(LedgerEntry.id).where(col(LedgerEntry.reverses_id) == entry_id)).first()


def keys_not_reversed(session: ReadSession, facts: Collection[str], since: date) -> list[str]:
    """Return the keys of the entries of some facts, from a day on, that no reversal points to."""
    undoing = aliased(LedgerEntry)
    statement = (
        select(LedgerEntry.key)
        .outerjoin(undoing, col(undoing.reverses_id) == LedgerEntry.id)
        .where(col(LedgerEntry.fact).in_(sorted(facts)), col(LedgerEntry.day) >= since, col(undoing.id).is_(None))
    )
    return list(session.exec(statement))


def write_entry(session: WriteSession, draft: Draft, *, by: int | None, at: datetime) -> int | None:
    """Write, fill and seal an entry; None when its key, or the entry it reverses, is already taken."""
    session.flush()
    entry_id = insert_once(
        session,
        LedgerEntry,
        at=at,
        day=draft.day,
        fact=draft.fact,
        facts=dict(draft.facts),
        key=draft.key,
        body_sha256=body_sha256(draft),
        reverses_id=draft.reverses_id,
        posted_by_id=by,
        is_sealed=False,
    )
    if entry_id is None:
        return None
    accounts = _account_ids(session, {line.account for line in draft.lines})
    session.execute(
        insert(LedgerPosting),
        [{"entry_id": entry_id, "account_id": accounts[line.account], "amount": line.amount} for line in draft.lines],
    )
    seal = update(LedgerEntry).where(col(LedgerEntry.id) == entry_id).values(is_sealed=True)
    session.execute(seal, execution_options={"synchronize_session": False})
    return entry_id


def _account_ids(session: WriteSession, names: set[AccountName]) -> dict[AccountName, int]:
    found = _find_accounts(session, names)
    missing = sorted(names - found.keys(), key=lambda name: (name.code, name.unit.value))
    for name in missing:
        insert_once(session, LedgerAccount, code=name.code, unit=name.unit, partner_id=name.partner_id)
    return found | _find_accounts(session, set(missing)) if missing else found


def _find_accounts(session: WriteSession, names: set[AccountName]) -> dict[AccountName, int]:
    statement = select(LedgerAccount).where(col(LedgerAccount.code).in_({name.code for name in names}))
    return {
        AccountName(account.code, account.unit, account.partner_id): account.id
        for account in session.exec(statement)
        if account.id is not None
    }


def entry(session: ReadSession, entry_id: int) -> Written | None:
    """Return one entry with its lines."""
    rows = session.exec(_with_lines().where(col(LedgerEntry.id) == entry_id)).all()
    return _as_written(rows) if rows else None


def every_entry(session: ReadSession) -> Iterator[Written]:
    """Return all the entries with their lines, in the order they were written, a part at a time."""
    rows = session.exec(_with_lines().execution_options(yield_per=1000))
    for _, of_one in groupby(rows, key=lambda row: row[0].id):
        yield _as_written(list(of_one))


def _with_lines() -> Select[LedgerEntry, LedgerPosting, LedgerAccount]:
    return (
        select(LedgerEntry, LedgerPosting, LedgerAccount)
        .outerjoin(LedgerPosting, col(LedgerPosting.entry_id) == LedgerEntry.id)
        .outerjoin(LedgerAccount, col(LedgerAccount.id) == LedgerPosting.account_id)
        .order_by(col(LedgerEntry.id), col(LedgerPosting.id))
        .execution_options(populate_existing=True)
    )


def _as_written(rows: Sequence[tuple[LedgerEntry, LedgerPosting, LedgerAccount]]) -> Written:
    entry = rows[0][0]
    lines = tuple(
        LedgerLine(AccountName(account.code, account.unit, account.partner_id), posting.amount)
        for _, posting, account in rows
        if posting is not None
    )
    draft = Draft(entry.key, entry.day, entry.fact, entry.facts, lines, entry.reverses_id)
    return Written(entry.id or 0, draft, entry.body_sha256, entry.is_sealed)


def sums(session: ReadSession, until: date | None) -> Iterable[tuple[str, Unit, int | None, int]]:
    """Return code, unit, partner and balance of every account that ever moved, up to and including `until`."""
    statement = (
        select(
            LedgerAccount.code,
            LedgerAccount.unit,
            LedgerAccount.partner_id,
            func.coalesce(func.sum(LedgerPosting.amount), 0),
        )
        .join(LedgerPosting, col(LedgerPosting.account_id) == LedgerAccount.id)
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .group_by(col(LedgerAccount.id), col(LedgerAccount.code), col(LedgerAccount.unit))
    )
    if until is not None:
        statement = statement.where(col(LedgerEntry.day) <= until)
    return [(code, Unit(unit), partner_id, int(amount)) for code, unit, partner_id, amount in session.exec(statement)]


def balance_before(session: ReadSession, account: AccountName, day: date) -> int:
    """Return what an account stood at when `day` began."""
    statement = (
        select(func.coalesce(func.sum(LedgerPosting.amount), 0))
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerPosting.account_id)
        .where(LedgerAccount.code == account.code, LedgerAccount.unit == account.unit, LedgerEntry.day < day)
    )
    return int(session.exec(statement).one())


def moves(session: ReadSession, account: AccountName, first_day: date, last_day: date) -> list[Moved]:
    """Return the postings to an account in a span of days, oldest first."""
    undoing = aliased(LedgerEntry)
    statement = (
        select(LedgerEntry, LedgerPosting.amount, undoing.id)
        .join(LedgerPosting, col(LedgerPosting.entry_id) == LedgerEntry.id)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerPosting.account_id)
        .outerjoin(undoing, col(undoing.reverses_id) == LedgerEntry.id)
        .where(LedgerAccount.code == account.code, LedgerAccount.unit == account.unit)
        .where(col(LedgerEntry.day).between(first_day, last_day))
        .order_by(col(LedgerEntry.day), col(LedgerEntry.id), col(LedgerPosting.id))
    )
    return [
        Moved(entry.id or 0, entry.day, entry.fact, entry.facts, amount, entry.reverses_id, undone_by)
        for entry, amount, undone_by in session.exec(statement)
    ]
