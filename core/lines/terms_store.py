"""Every SQL sentence about the terms of lines."""

from dataclasses import asdict

from core.database.doors import ReadSession, WriteSession
from core.lines.tables import Line, LineTerms
from core.lines.terms import USUAL_TERMS, QueueRule, Terms


def terms_of(session: ReadSession, line_id: int) -> tuple[Terms, int]:
    """Return the terms of a line and their version; the usual ones, version 0, where it says nothing."""
    row = session.get(LineTerms, line_id)
    return (USUAL_TERMS, 0) if row is None else (as_terms(row), row.version)


def as_terms(row: LineTerms) -> Terms:
    """Return a row as the rules see it."""
    return Terms(
        needs_approval=row.needs_approval,
        hold_minutes=row.hold_minutes,
        offer_hours=row.offer_hours,
        cancel_notice_hours=row.cancel_notice_hours,
        late_cancel_percent=row.late_cancel_percent,
        queue_rule=QueueRule(row.queue_rule),
        passed_above_percent=row.passed_above_percent,
        reconfirm_days_before=row.reconfirm_days_before,
        partner_cap_percent=row.partner_cap_percent,
        cap_release_days=row.cap_release_days,
    )


def lock_line(session: WriteSession, line_id: int) -> Line | None:
    """Lock a line and return it."""
    return session.get(Line, line_id, with_for_update=True, populate_existing=True)


def write_terms(session: WriteSession, line_id: int, terms: Terms) -> None:
    """Write the terms of a line, in the place of those it had."""
    row = session.get(LineTerms, line_id) or LineTerms(line_id=line_id, version=0)
    for name, value in asdict(terms).items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)
    session.flush()
