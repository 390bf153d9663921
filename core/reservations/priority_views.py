"""What everybody may read of the room a departure keeps: for whom, how much, until when; nobody's bookings (R5, R9)."""

from datetime import date, datetime

from core.database.doors import ReadSession
from core.reservations import board_store, priority_store
from core.reservations.priority import Priority
from core.shared import clock
from core.tariffs.price_list import PriceList


def asked_and_kept(
    session: ReadSession, *, line_id: int, service_date: date, closes_at: datetime
) -> tuple[PriceList, Priority]:
    """Return the public prices, and what the departure of a line on a day still keeps, for whom and until when.

    One query. The prices are without the reductions of kinds of partners.
    """
    prices, terms, cards = priority_store.tariffs_and_rules(session, line_id)
    return prices, priority_store.rules_on(service_date, closes_at, terms, cards).at(clock.now())


def served_now(session: ReadSession) -> list[int]:
    """Return the departures on which room was released and somebody who waits would get it now, by id."""
    now = clock.now()
    boards = board_store.boards(session, priority_store.waited_for(session, after=now, only_where_kept=True))
    return [board.departure_id for board in boards if board.settled(now=now).promoted]
