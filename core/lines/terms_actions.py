"""What a coordinator does with the terms of a line; what is reserved already keeps its place."""

from dataclasses import asdict

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines import terms_store
from core.lines.terms import Terms, checked_terms
from core.shared.errors import N_, NotFound, StaleForm


def set_line_terms(
    session: WriteSession, member: Member, *, line_id: int, terms: Terms, version: int | None = None
) -> None:
    """Say what a line asks of whoever reserves on it, from now on; `version` is that of the terms the form showed.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such line.
        StaleForm: somebody changed them since the form was drawn.
        OutOfBounds: a term is not believable.
    """
    person_id = require(member, Right.coordinator)
    terms = checked_terms(terms)
    if terms_store.lock_line(session, line_id) is None:
        raise NotFound(what=N_("line"))
    before, there = terms_store.terms_of(session, line_id)
    if version is not None and version != there:
        raise StaleForm(what=N_("line"))
    if terms == before:
        return
    terms_store.write_terms(session, line_id, terms)
    was = asdict(before)
    changed = {name: value for name, value in asdict(terms).items() if value != was[name]}
    record(session, person_id, "set the terms", "line", line_id, **changed)
