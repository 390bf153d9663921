"""Where no departure joins two places: the stops near either of them that a departure does join to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access.rights import Member, require_acting_for
from core.database.doors import ReadSession
from core.partners.tables import Site
from core.reservations import nearby_store, store
from core.reservations.remedies import NEARBY_METRES, End
from core.reservations.requests import Wish, checked_wish
from core.reservations.search import tour_metres
from core.reservations.store import Place
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.places import Point

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NearbyStop:
    """A stop to use instead of one of the places asked; `metres` by road from it, as far as one can tell."""

    end: End
    site_id: int
    site_name: str
    town: str
    metres: int
    departures: int
    first_day: date


def nearby_stops(session: ReadSession, member: Member, wish: Wish) -> list[NearbyStop]:
    """Return the stops near the places asked that a departure joins to the other one, the nearest first (3 queries).

    Only on the same shore: in the same territory as the place they stand in for.

    Raises:
        SignInNeeded, NotAllowed: as for `find_departures`.
        Refusal: the wish cannot be believed, or a place is unknown.
    """
    require_acting_for(member, wish.partner_id)
    wish = checked_wish(wish, today=clock.today())
    asker = store.asker(session, partner_id=wish.partner_id, from_site_id=wish.from_site_id, to_site_id=wish.to_site_id)
    if asker is None:
        raise NotFound(what=N_("place or partner"))
    found = [
        *_near(session, wish, asker.start, asker.end, End.end),
        *_near(session, wish, asker.end, asker.start, End.start),
    ]
    return sorted(found, key=lambda each: (each.metres, each.site_id))[:MOST_SHOWN]


def _near(session: ReadSession, wish: Wish, kept: Place, replaced: Place, end: End) -> list[NearbyStop]:
    """Return the stops that stand in for `replaced` on departures that call at `kept`."""
    rows: Sequence[Any] = nearby_store.stops_joined_to(
        session,
        kept.site_id,
        is_start=end is End.end,
        first_day=wish.first_day,
        last_day=wish.last_day,
        open_at=clock.now(),
    )
    found = [
        _stop(site, count, day, replaced, end) for site, count, day in rows if site.territory == replaced.territory
    ]
    return [each for each in found if each.metres <= NEARBY_METRES and each.site_id != replaced.site_id]


def _stop(site: Site, departures: int, first_day: date, replaced: Place, end: End) -> NearbyStop:
    return NearbyStop(
        end=end,
        site_id=site.id or 0,
        site_name=site.name,
        town=site.town,
        metres=tour_metres(Point(site.latitude, site.longitude), replaced.point),
        departures=departures,
        first_day=first_day if isinstance(first_day, date) else date.fromisoformat(str(first_day)),
    )
