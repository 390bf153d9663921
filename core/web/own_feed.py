"""A member's own calendar feed: the reservations of their partners, behind a secret address that they may change."""

from datetime import timedelta

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.access.feed_views import feed_reader
from core.access.rights import Member
from core.calendar.feeds import FeedEvent
from core.database.doors import ReadSession, reading
from core.i18n.words import words
from core.reservations.calendar_event import event_of
from core.reservations.states import TAKES_ROOM, ReservationState
from core.reservations.views import ReservationRow, reservations_of
from core.shared import clock
from core.shared.settings import settings
from core.web.feeds import answer_with

OWN_FEED_PATH = "/calendrier/{token}.ics"
BEHIND = timedelta(days=60)


def own_feed_address(origin: str, token: str) -> str:
    """Return the address of a private feed; `origin` is `https://` and the host."""
    return origin + OWN_FEED_PATH.format(token=token)


async def own_calendar_feed(request: Request) -> Response:
    """Answer with the calendar of whoever the secret belongs to; to any other secret, that there is nothing here."""
    found = await to_thread.run_sync(_read, request.path_params["token"])
    if found is None:
        return PlainTextResponse("Not found", 404, headers={"cache-control": "no-store"})
    name, events = found
    return answer_with(request, name, events, cache="private, max-age=900")


def _read(token: str) -> tuple[str, list[FeedEvent]] | None:
    with reading() as session:
        member = feed_reader(session, token)
        if member is None:
            return None
        rows = _rows(session, member)
    _ = words(member.language)
    return _("Navette — our reservations"), [event_of(_, row, origin=settings().public_url) for row in rows]


def _rows(session: ReadSession, member: Member) -> list[ReservationRow]:
    since = clock.today() - BEHIND
    return [
        row
        for partner_id in member.partner_ids
        for row in reservations_of(session, member, partner_id=partner_id, since=since)
        if _is_shown(row)
    ]


def _is_shown(row: ReservationRow) -> bool:
    """What has room is shown, and what the network itself called off; what one has cancelled oneself is gone."""
    if row.state == ReservationState.held:
        return False
    return row.state in TAKES_ROOM or (row.was_called_off and not row.has_left)
