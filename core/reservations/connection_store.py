"""Every SQL sentence about connections: which departures could be part of one, and what each ride was priced on."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import col, func, select

from core.database.doors import ReadSession, WriteSession
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop
from core.reservations.connection_tables import RidePrice
from core.reservations.transfers import SeatedHop


def departures_that_may_connect(
    session: ReadSession, *, site_ids: Collection[int], first_day: date, last_day: date, open_at: datetime
) -> list[int]:
    """Return the fixed departures between two days that still take reservations and stop at two of these places."""
    statement = (
        select(Departure.id)
        .join(DepartureStop, col(DepartureStop.departure_id) == Departure.id)
        .where(
            col(Departure.service_date).between(first_day, last_day),
            col(Departure.kind) == DepartureKind.fixed,
            col(Departure.state) == DepartureState.planned,
            col(Departure.closes_at) > open_at,
            col(DepartureStop.site_id).in_(sorted(site_ids)),
        )
        .group_by(col(Departure.id))
        .having(func.count(func.distinct(col(DepartureStop.site_id))) > 1)
        .order_by(col(Departure.id))
    )
    return [departure_id for departure_id in session.exec(statement) if departure_id is not None]


def add_ride_prices(session: WriteSession, reservation_id: int, hops: Sequence[SeatedHop]) -> None:
    """Write down what each ride was priced on."""
    session.add_all(
        RidePrice(
            reservation_id=reservation_id,
            position=position,
            tariff_id=hop.price.tariff_id,
            trough_percent=hop.price.quote.reductions.trough_percent,
            solidarity_percent=hop.price.quote.reductions.solidarity_percent,
            full_price_cents=hop.price.quote.full_price_cents,
            price_cents=hop.price.quote.price_cents,
        )
        for position, hop in enumerate(hops)
    )
    session.flush()


def ride_prices(session: ReadSession, reservation_id: int) -> list[RidePrice]:
    """Return what each ride of a reservation was priced on, in order; nothing for a reservation on one departure."""
    statement = select(RidePrice).where(col(RidePrice.reservation_id) == reservation_id)
    return list(session.exec(statement.order_by(col(RidePrice.position))))


def starts_of(session: ReadSession, departure_ids: Collection[int]) -> dict[int, datetime]:
    """Return when departures leave."""
    statement = select(Departure.id, Departure.starts_at).where(col(Departure.id).in_(sorted(departure_ids)))
    return {departure_id: starts for departure_id, starts in session.exec(statement) if departure_id is not None}
