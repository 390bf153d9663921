"""A member's own calendar feed, behind a secret address of theirs: the loads, stays and turns of their partners."""

from collections.abc import Iterator
from datetime import timedelta

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.access.feed_views import feed_reader
from core.access.rights import Member
from core.calendar.feeds import FeedEvent
from core.compensation import calendar_event as turn_event
from core.compensation.role_views import role_board
from core.database.doors import ReadSession, reading
from core.i18n.words import Words, words
from core.reservations.calendar_event import event_of
from core.reservations.states import TAKES_ROOM, ReservationState
from core.reservations.views import ReservationRow, reservations_of
from core.shared import clock
from core.shared.settings import settings
from core.storage import calendar_event as stay_event
from core.storage.states import TAKES_ROOM as TAKES_STORAGE
from core.storage.stay_views import stays_of
from core.web.feeds import answer_with

OWN_FEED_PATH = "/calendrier/{token}.ics"
BEHIND = timedelta(days=60)
WEEKS_OF_TURNS = 26


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
        _, origin = words(member.language), settings().public_url
        events = [event_of(_, row, origin=origin) for row in _rows(session, member)]
        events += [*_stays(_, session, member, origin), *_turns(_, session, member, origin)]
    return _("Navette — our reservations"), events


def _stays(_: Words, session: ReadSession, member: Member, origin: str) -> Iterator[FeedEvent]:
    """Yield what is stored; what hands a load over between two trucks is told by its reservation."""
    for partner_id in member.partner_ids:
        for row in stays_of(session, member, partner_id=partner_id):
            is_shown = row.state in TAKES_STORAGE and row.last_day >= clock.today() - BEHIND
            if is_shown and not row.is_transfer:
                yield stay_event.event_of(_, row, origin=origin)


def _turns(_: Words, session: ReadSession, member: Member, origin: str) -> Iterator[FeedEvent]:
    board = role_board(session, member, day=clock.today(), weeks_ahead=WEEKS_OF_TURNS)
    roles = {role.id: role for role in board.roles}
    for turn in board.coming_turns:
        if turn.partner_id in member.partner_ids and turn.role_id in roles:
            yield turn_event.event_of(_, turn, roles[turn.role_id], origin=origin)


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
