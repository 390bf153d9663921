"""Acts of the audit in words: what was done, to what, with which facts."""

from core.access.audit_views import DoneRow
from core.audit.details import Known, facts_said
from core.audit.wording import act_said, subject_said
from core.i18n.words import Words
from core.reservations.requests import number


def done_said(_: Words, row: DoneRow) -> str:
    """Return what was done: `has reserved`."""
    return _(act_said(row.act))


def thing_said(_: Words, row: DoneRow, known: Known) -> str:
    """Return the thing it was done to, by its name or its number: `R-1432`, `line no. 7`; nothing for oneself."""
    if row.subject == "person" and row.subject_id == row.person_id:
        return ""
    named = {"person": known.people, "partner": known.partners}.get(row.subject, {})
    if name := named.get(row.subject_id or 0):
        return name
    if row.subject == "reservation" and row.subject_id is not None:
        return number(row.subject_id)
    what = _(subject_said(row.subject))
    return what if row.subject_id is None else _("%(what)s no. %(number)s", what=what, number=row.subject_id)


def details_said(_: Words, row: DoneRow, known: Known) -> str:
    """Return the facts of the act."""
    return facts_said(_, row.facts, known)
