"""A stay as an event of its partner's calendar: the days from the first to the last, both included."""

from datetime import timedelta
from urllib.parse import urlsplit

from core.calendar.feeds import FeedEvent
from core.i18n.words import Words
from core.shared.clock import at_local
from core.storage.states import TAKES_ROOM, StayState
from core.storage.stay_views import StayRow


def event_of(_: Words, row: StayRow, *, origin: str) -> FeedEvent:
    """Return the event of a stay; without room it is a cancelled one. `origin` is ours."""
    pallets, link = _.pallets(row.pallet_hundredths), f"{origin}/storage"
    return FeedEvent(
        uid=f"stay-{row.id}@{urlsplit(origin).hostname or 'navette'}",
        version=row.version,
        starts_at=at_local(row.first_day, 0),
        ends_at=at_local(row.last_day + timedelta(days=1), 0),
        title=_("Storage: %(pallets)s at %(site)s", pallets=pallets, site=row.site_name),
        description="\n".join(
            [
                f"{row.number} · {row.partner_name} · {_.label(row.state)}",
                f"{pallets} · {_.label(row.temperature)}",
                link,
            ]
        ),
        place=", ".join(each for each in (row.site_name, row.town) if each),
        point=None,
        link=link,
        is_cancelled=row.state not in TAKES_ROOM,
        is_tentative=row.state is StayState.offered,
        is_all_day=True,
    )
