"""What everybody may read of the terms of a line."""

from core.database.doors import ReadSession
from core.lines import terms_store
from core.lines.terms import Terms


def line_terms(session: ReadSession, line_id: int) -> tuple[Terms, int]:
    """Return the terms of a line, and the version that a form which changes them sends back."""
    return terms_store.terms_of(session, line_id)
