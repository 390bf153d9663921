"""Every SQL sentence about meetings and decisions."""

from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.database.once import insert_once
from core.partners.tables import Partner
from core.steering.tables import Decision, Meeting


def meeting_of_request(session: ReadSession, request_id: str) -> int | None:
    """Return the id of the meeting that this request wrote."""
    return session.exec(select(Meeting.id).where(col(Meeting.request_id) == request_id)).first()


def decision_of_request(session: ReadSession, request_id: str) -> int | None:
    """Return the id of the decision that this request wrote."""
    return session.exec(select(Decision.id).where(col(Decision.request_id) == request_id)).first()


def meeting(session: ReadSession, meeting_id: int) -> Meeting | None:
    """Return a meeting."""
    return session.get(Meeting, meeting_id)


def partner_exists(session: ReadSession, partner_id: int) -> bool:
    """Say whether there is such a partner."""
    return session.get(Partner, partner_id) is not None


def locked_decision(session: WriteSession, decision_id: int) -> Decision | None:
    """Lock a decision against every other writer and return it as it is now."""
    statement = select(Decision).where(col(Decision.id) == decision_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def replacement_of(session: ReadSession, decision_id: int) -> Decision | None:
    """Return the decision that replaces another, if one does."""
    return session.exec(select(Decision).where(col(Decision.replaces_id) == decision_id)).first()


def write_meeting(session: WriteSession, **values: object) -> int | None:
    """Write a meeting and return its id; None when the same request already wrote it."""
    return insert_once(session, Meeting, **values)


def write_decision(session: WriteSession, **values: object) -> int | None:
    """Write a decision and return its id; None when the same request already wrote it."""
    return insert_once(session, Decision, **values)


def decisions_with_meetings(session: ReadSession) -> list[tuple[Meeting, Decision | None, str | None]]:
    """Return every meeting, newest first, with its decisions in order and the name of each one's owner."""
    statement = (
        select(Meeting, Decision, Partner.name)
        .join(Decision, col(Decision.meeting_id) == col(Meeting.id), isouter=True)
        .join(Partner, col(Partner.id) == col(Decision.owner_partner_id), isouter=True)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc(), col(Decision.id))
    )
    return [(meeting, decision, owner) for meeting, decision, owner in session.exec(statement)]
