"""What everybody may read of the room a line keeps for some partners."""

from dataclasses import dataclass

from core.database.doors import ReadSession
from core.lines.terms import USUAL_TERMS, Terms
from core.lines.terms_store import as_terms
from core.seasons import allotment_store
from core.seasons.allotments import AllotmentCard
from core.seasons.tables import Allotment


@dataclass(frozen=True, slots=True)
class AllotmentRow:
    """An allotment of a line; a form that changes it sends its version back."""

    id: int
    line_id: int
    card: AllotmentCard
    version: int


@dataclass(frozen=True, slots=True)
class LineRules:
    """What a line asks and what it keeps; a form that changes the terms sends their version back."""

    terms: Terms
    version: int
    allotments: tuple[AllotmentRow, ...]


NO_RULES = LineRules(USUAL_TERMS, 0, ())


def line_rules(session: ReadSession, line_id: int) -> LineRules:
    """Return the terms of a line and its allotments (one query)."""
    terms, rows = allotment_store.terms_and_allotments(session, line_id)
    kept = tuple(_row(each) for each in rows)
    return LineRules(*((USUAL_TERMS, 0) if terms is None else (as_terms(terms), terms.version)), kept)


def allotments(session: ReadSession, line_id: int) -> list[AllotmentRow]:
    """Return the allotments of a line in the order of their days (one query)."""
    return [_row(each) for each in allotment_store.of_lines(session, [line_id])]


def _row(row: Allotment) -> AllotmentRow:
    return AllotmentRow(row.id or 0, row.line_id, allotment_store.card_of(row), row.version)
