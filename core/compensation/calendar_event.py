"""A turn at a role as an event of its partner's calendar: the days from the first to the last, both included."""

from datetime import timedelta
from urllib.parse import urlsplit

from core.calendar.feeds import FeedEvent
from core.compensation.role_views import RoleRow, TurnRow
from core.i18n.words import Words
from core.shared.clock import at_local


def event_of(_: Words, turn: TurnRow, role: RoleRow, *, origin: str) -> FeedEvent:
    """Return the event of a turn at its role; a turn never changes: it is dropped, and another one set."""
    link = f"{origin}/roles"
    said = (turn.partner_name, role.purpose(_.language), turn.note, link)
    return FeedEvent(
        uid=f"turn-{turn.id}@{urlsplit(origin).hostname or 'navette'}",
        version=0,
        starts_at=at_local(turn.first_day, 0),
        ends_at=at_local(turn.last_day + timedelta(days=1), 0),
        title=_("Turn: %(role)s", role=role.name(_.language)),
        description="\n".join(each for each in said if each),
        place="",
        point=None,
        link=link,
        is_all_day=True,
    )
