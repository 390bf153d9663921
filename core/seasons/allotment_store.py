"""Every SQL sentence about allotments."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.lines.tables import Line, LineTerms
from core.partners.kinds import PartnerKind
from core.seasons.allotments import AllotmentCard
from core.seasons.tables import Allotment


def of_lines(session: ReadSession, line_ids: Iterable[int]) -> list[Allotment]:
    """Return the allotments of lines, by line, then in the order of their days."""
    statement = select(Allotment).where(col(Allotment.line_id).in_(sorted(set(line_ids))))
    ordered = statement.order_by(col(Allotment.line_id), col(Allotment.first_day), col(Allotment.id))
    return list(session.exec(ordered.execution_options(populate_existing=True)))


def terms_and_allotments(session: ReadSession, line_id: int) -> tuple[LineTerms | None, list[Allotment]]:
    """Return the terms of a line, if it has its own, and its allotments in the order of their days, in one query."""
    statement = (
        select(Line, LineTerms, Allotment)
        .select_from(Line)
        .join(LineTerms, col(LineTerms.line_id) == Line.id, isouter=True)
        .join(Allotment, col(Allotment.line_id) == Line.id, isouter=True)
        .where(col(Line.id) == line_id)
        .order_by(col(Allotment.first_day), col(Allotment.id))
    )
    found = session.exec(statement).all()
    return (found[0][1] if found else None), [row for _line, _terms, row in found if row is not None]


def one(session: ReadSession, allotment_id: int) -> Allotment | None:
    """Return an allotment as it is now."""
    return session.get(Allotment, allotment_id, populate_existing=True)


def add(session: WriteSession, line_id: int, card: AllotmentCard) -> int:
    """Write a new allotment of a line; return its id."""
    row = Allotment(line_id=line_id, **_columns(card))
    session.add(row)
    session.flush()
    return row.id or 0


def change(session: WriteSession, row: Allotment, card: AllotmentCard) -> None:
    """Write what a card says over an allotment."""
    for name, value in _columns(card).items():
        setattr(row, name, value)
    row.version += 1
    session.flush()


def _columns(card: AllotmentCard) -> dict[str, Any]:
    said = {each.name: getattr(card, each.name) for each in fields(card)}
    return said | {"kinds": ",".join(sorted(card.kinds))}


def take_away(session: WriteSession, row: Allotment) -> None:
    """Delete an allotment; the audit log remembers it."""
    session.delete(row)
    session.flush()


def card_of(row: Allotment) -> AllotmentCard:
    """Return a row as the rules see it."""
    return AllotmentCard(
        kinds=frozenset(PartnerKind(word) for word in row.kinds.split(",")),
        percent=row.percent,
        first_day=row.first_day,
        last_day=row.last_day,
        release_days=row.release_days,
        every_year=row.every_year,
        note=row.note,
    )


def cards(rows: Sequence[Allotment]) -> list[AllotmentCard]:
    """Return rows as the rules see them."""
    return [card_of(row) for row in rows]
