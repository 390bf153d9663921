"""What is wrong with the departures, if anything: a vehicle or a driver on two of them at once."""

from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col

from core.database.doors import ReadSession
from core.lines.tables import Departure, DepartureState


def double_bookings(session: ReadSession) -> list[str]:
    """Return a sentence for each departure that leaves before its vehicle or driver is back from the one before."""
    return [
        f"{what} {which} is on two departures at once: {before} and {departure}"
        for what, whose in (("vehicle", Departure.vehicle_id), ("driver", Departure.driver_id))
        for which, before, departure in _overlaps(session, col(whose))
    ]


def _overlaps(session: ReadSession, whose: Any) -> list[tuple[int, int, int]]:
    """Compare each departure with the one before it of the same vehicle or driver."""
    runs = (
        select_columns(
            whose.label("whose"),
            col(Departure.id).label("departure_id"),
            col(Departure.starts_at).label("starts_at"),
            func.lag(col(Departure.id)).over(partition_by=whose, order_by=_IN_ORDER).label("before_id"),
            func.lag(col(Departure.ends_at)).over(partition_by=whose, order_by=_IN_ORDER).label("free_at"),
        )
        .where(whose.is_not(None), col(Departure.state) != DepartureState.cancelled)
        .subquery()
    )
    statement = select_columns(runs.c.whose, runs.c.before_id, runs.c.departure_id).where(
        runs.c.free_at > runs.c.starts_at
    )
    return [(whose, before, after) for whose, before, after in session.execute(statement.order_by(runs.c.starts_at))]


_IN_ORDER = (col(Departure.starts_at), col(Departure.id))
