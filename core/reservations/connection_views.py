"""Which ways with transfers carry a load where no single departure does: each whole, with its price in full."""

from datetime import timedelta

from core.access.rights import Member, require_acting_for
from core.database.doors import ReadSession
from core.reservations import board_store, connection_store, store
from core.reservations.connections import connections
from core.reservations.pricing_views import hop_pricing
from core.reservations.requests import Wish, checked_wish
from core.reservations.transfers import USUAL_RULES, Connection
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.storage.room import Days
from core.storage.store import boards_for

SEARCHED_DAYS = 28
SHOWN = 6


def find_connections(session: ReadSession, member: Member, wish: Wish) -> list[Connection]:
    """Return the best ways with transfers that leave between the days, the first to arrive first.

    Only the first four weeks of the days asked are searched.

    Raises:
        SignInNeeded, NotAllowed: prices are those of one's own partner.
        Refusal: the wish cannot be believed, or a place is unknown.
    """
    require_acting_for(member, wish.partner_id)
    now, today = clock.now(), clock.today()
    wish = checked_wish(wish, today=today)
    asker = store.asker(session, partner_id=wish.partner_id, from_site_id=wish.from_site_id, to_site_id=wish.to_site_id)
    if asker is None:
        raise NotFound(what=N_("place or partner"))
    last_day = min(wish.last_day, wish.first_day + timedelta(days=SEARCHED_DAYS - 1))
    horizon = last_day + USUAL_RULES.most_transfers * (USUAL_RULES.longest_wait + timedelta(days=1))
    stores = [
        board.settled(now=now, today=today).board
        for board in boards_for(session, temperature=wish.temperature, days=Days(wish.first_day, horizon), today=today)
    ]
    if not stores:
        return []
    places = {wish.from_site_id, wish.to_site_id, *(board.site_id for board in stores)}
    departure_ids = connection_store.departures_that_may_connect(
        session, site_ids=places, first_day=wish.first_day, last_day=horizon, open_at=now
    )
    found = board_store.boards(session, departure_ids)
    boards = [board.settled(now=now).board.asked_by(asker.holder) for board in found]
    priced = hop_pricing(session, asker, wish.quantity, first_day=wish.first_day, last_day=horizon)
    ways = connections(boards, stores, wish, priced, first_day=wish.first_day, last_day=last_day)
    return ways[:SHOWN]
