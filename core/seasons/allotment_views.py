"""What everybody may read of the room a line keeps for some partners."""

from dataclasses import dataclass

from core.database.doors import ReadSession
from core.seasons import allotment_store
from core.seasons.allotments import AllotmentCard


@dataclass(frozen=True, slots=True)
class AllotmentRow:
    """An allotment of a line; a form that changes it sends its version back."""

    id: int
    line_id: int
    card: AllotmentCard
    version: int


def allotments(session: ReadSession, line_id: int) -> list[AllotmentRow]:
    """Return the allotments of a line in the order of their days (one query)."""
    return [
        AllotmentRow(row.id or 0, row.line_id, allotment_store.card_of(row), row.version)
        for row in allotment_store.of_lines(session, [line_id])
    ]
