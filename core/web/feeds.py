"""The public feed: the departures of a filtered calendar, for any calendar program that subscribes to it."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from core.calendar.feeds import FeedEvent, feed, fingerprint
from core.database.doors import reading
from core.i18n.words import Words, words
from core.lines.kinds import DepartureState
from core.lines.views import DepartureFilter, DepartureRow, FreeRoom, conflicts, departures_between
from core.partners.views import network_card
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.settings import settings
from core.web.calendar_link import wanted_in

BEHIND = timedelta(days=14)
AHEAD = timedelta(days=180)


async def calendar_feed(request: Request) -> Response:
    """Answer with the calendar file, or with 304 when the reader already has what it would say."""
    wanted = wanted_in(request.query_params)
    _ = words(request.query_params.get("language", "fr"))
    name, events = await to_thread.run_sync(_read, wanted, _)
    return answer_with(request, name, events, cache="public, max-age=900")


def answer_with(request: Request, name: str, events: Sequence[FeedEvent], *, cache: str) -> Response:
    """Answer with a calendar file, or with 304 when the reader already has what it would say."""
    etag = f'W/"{fingerprint(name, events)}"'
    headers = {"etag": etag, "cache-control": cache}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if "*" in known or etag.removeprefix("W/") in known:
        return Response(status_code=304, headers=headers)
    return Response(
        feed(name, events, made_at=clock.now()),
        media_type="text/calendar; charset=utf-8",
        headers={**headers, "content-disposition": 'inline; filename="navette.ics"'},
    )


def _read(wanted: DepartureFilter, _: Words) -> tuple[str, list[FeedEvent]]:
    today = clock.today()
    with reading() as session:
        network = network_card(session)
        rows = departures_between(session, first_day=today - BEHIND, last_day=today + AHEAD, wanted=wanted)
        unsure = {each.departure_id: each.reason for each in conflicts(session)}
    name = _("%(network)s — departures", network=network.name if network is not None else "Navette")
    return name, [_event(_, row, unsure.get(row.id)) for row in rows]


def _event(_: Words, row: DepartureRow, why_unsure: Refusal | None) -> FeedEvent:
    """Return the event of a departure; while a coordinator has to decide on it, it is unsure and invites nobody."""
    link = f"{settings().public_url}/?departure={row.id}"
    rooms = row.rooms if row.state is DepartureState.planned and why_unsure is None else ()
    doubt = () if why_unsure is None else (_("To be confirmed: %(reason)s", reason=_.refusal(why_unsure)),)
    return FeedEvent(
        uid=f"departure-{row.id}@{urlsplit(settings().public_url).hostname or 'navette'}",
        version=row.version,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=row.line_name,
        description="\n".join([" → ".join(row.stop_names), *doubt, *(_room(_, room) for room in rooms), link]),
        place=row.stop_names[0] if row.stop_names else "",
        point=None,
        link=link,
        categories=(row.territory,),
        is_cancelled=row.state is DepartureState.cancelled,
        is_tentative=why_unsure is not None,
    )


def _room(_: Words, room: FreeRoom) -> str:
    return _(
        "%(temperature)s: %(kg)s and %(pallets)s free from the first stop to the last",
        temperature=_.label(room.temperature),
        kg=_.kg(room.free_everywhere.kg),
        pallets=_.pallets(room.free_everywhere.pallet_hundredths),
    )
