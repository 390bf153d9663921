"""Accounts, entries and postings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, document_column
from core.ledger.units import Unit


class LedgerAccount(SQLModel, table=True):
    """A place where one unit is held: a partner's account, or one of the network's own (`partner_id` empty)."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("code", "unit"),
        CheckConstraint(choice_check("unit", Unit), name="unit_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60)
    unit: Unit = Field(sa_column=choice(Unit))
    partner_id: int | None = Field(default=None, foreign_key="partner.id", index=True)


class LedgerEntry(SQLModel, table=True):
    """One fact in the book; sealed once its postings balance, append-only afterwards (triggers)."""

    __tablename__ = "ledger_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    day: date = Field(index=True)
    fact: str = Field(max_length=40)
    facts: dict[str, Any] = Field(sa_column=document_column())
    key: str = Field(max_length=80, unique=True)
    body_sha256: str = Field(max_length=64)
    reverses_id: int | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
    posted_by_id: int | None = Field(default=None, foreign_key="person.id")
    is_sealed: bool = False


class LedgerPosting(SQLModel, table=True):
    """An amount put to one account: positive is received by the account, negative is given by it."""

    __tablename__ = "ledger_posting"
    __table_args__ = (CheckConstraint("amount <> 0", name="amount_not_zero"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="ledger_entry.id", index=True)
    account_id: int = Field(foreign_key="ledger_account.id", index=True)
    amount: int = Field(sa_type=BigInteger)
