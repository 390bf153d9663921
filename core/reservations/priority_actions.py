"""Keeping room for some, or no longer: where less is kept, whoever waits is promoted in the same act (R3, R5).

The decisions themselves are made in `core.seasons.allotment_actions` and `core.lines.terms_actions`.
"""

from collections.abc import Iterable

from core.access.rights import Member
from core.database.doors import WriteSession
from core.lines import terms_actions
from core.lines.store import lock_departures
from core.lines.terms import Terms
from core.reservations import priority_store
from core.reservations.board_actions import settle
from core.reservations.priority_views import served_now
from core.seasons import allotment_actions
from core.seasons.allotments import AllotmentCard
from core.shared import clock


def change_allotment(
    session: WriteSession, member: Member, *, allotment_id: int, card: AllotmentCard, version: int | None
) -> None:
    """Change an allotment and promote who waits for what is no longer kept.

    Raises:
        Refusal: what `core.seasons.allotment_actions.change_allotment` refuses.
    """
    line_id = allotment_actions.change_allotment(session, member, allotment_id=allotment_id, card=card, version=version)
    _promote_on(session, priority_store.waited_for(session, after=clock.now(), line_id=line_id))


def end_allotment(session: WriteSession, member: Member, *, allotment_id: int, version: int | None = None) -> None:
    """End an allotment and promote who waits for what it kept.

    Raises:
        Refusal: what `core.seasons.allotment_actions.end_allotment` refuses.
    """
    line_id = allotment_actions.end_allotment(session, member, allotment_id=allotment_id, version=version)
    _promote_on(session, priority_store.waited_for(session, after=clock.now(), line_id=line_id))


def set_line_terms(
    session: WriteSession, member: Member, *, line_id: int, terms: Terms, version: int | None = None
) -> None:
    """Set the terms of a line; who waits and may ride by the new ones is promoted.

    Raises:
        Refusal: what `core.lines.terms_actions.set_line_terms` refuses.
    """
    terms_actions.set_line_terms(session, member, line_id=line_id, terms=terms, version=version)
    _promote_on(session, priority_store.waited_for(session, after=clock.now(), line_id=line_id))


def serve_released(session: WriteSession) -> int:
    """Promote who waited for room that was kept and has been released since; return on how many departures.

    Every act on a departure does this for that departure; this one is for departures nobody touches (the worker).
    """
    waiting = served_now(session)
    _promote_on(session, waiting)
    return len(waiting)


def _promote_on(session: WriteSession, departure_ids: Iterable[int]) -> None:
    """Lock departures in order, then serve whoever waits on each."""
    for departure_id in sorted(lock_departures(session, departure_ids)):
        settle(session, departure_id, now=clock.now())
