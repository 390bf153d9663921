"""Terms for the line of a departure, for tests of what follows from them."""

from __future__ import annotations

from typing import Any

from core.database.doors import write
from core.lines.tables import Departure
from core.lines.terms import Terms
from core.lines.terms_actions import set_line_terms
from tests.reservations.asking import Dock


def with_terms(dock: Dock, **values: Any) -> Dock:
    """Give the line of a dock's departure these terms, the others being the usual ones."""

    def written(session: Any) -> None:
        line_id = session.get_one(Departure, dock.departure_id).line_id
        set_line_terms(session, dock.coordinator, line_id=line_id, terms=Terms(**values))

    write(written)
    return dock
