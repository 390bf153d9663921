"""Every SQL sentence about the stops that departures reach from a place, or come from on their way to it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.database.doors import ReadSession
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop
from core.partners.tables import Site

_here, _there = aliased(DepartureStop), aliased(DepartureStop)


def stops_joined_to(
    session: ReadSession, site_id: int, *, is_start: bool, first_day: date, last_day: date, open_at: datetime
) -> Sequence[Row[Any]]:
    """Return the sites that open fixed departures go to from a site, or come from on the way to it.

    With each site, how many departures, and the day of the first.
    """
    onwards = col(_there.position) > col(_here.position) if is_start else col(_there.position) < col(_here.position)
    statement = (
        select_columns(Site, func.count(col(Departure.id).distinct()), func.min(col(Departure.service_date)))
        .select_from(Departure)
        .join(_here, (col(_here.departure_id) == Departure.id) & (col(_here.site_id) == site_id))
        .join(_there, (col(_there.departure_id) == Departure.id) & onwards)
        .join(Site, col(Site.id) == col(_there.site_id))
        .where(
            col(Departure.service_date).between(first_day, last_day),
            col(Departure.kind) == DepartureKind.fixed,
            col(Departure.state) == DepartureState.planned,
            col(Departure.closes_at) > open_at,
            col(Site.id) != site_id,
            col(Site.is_active),
        )
        .group_by(*Site.__table__.c)  # type: ignore[attr-defined]  # made by SQLModel
    )
    return session.execute(statement).all()
