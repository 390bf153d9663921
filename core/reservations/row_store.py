"""Every SQL sentence that lists reservations with the names people read."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core.database.doors import ReadSession
from core.lines.generation_actions import MOST_DAYS_AHEAD
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.tables import Departure, DepartureStop, Line, LineTerms
from core.partners.tables import Partner, Site
from core.reservations.series_tables import ReservationSeries
from core.reservations.states import STILL_AHEAD, ReservationState
from core.reservations.tables import Reservation, ReservationEnding, ReservationPart

_MADE_BEFORE = timedelta(days=MOST_DAYS_AHEAD + 30)
# Found by themselves first: the names of what is over and left out are not looked up.
_own, _own_part, _run = aliased(Reservation), aliased(ReservationPart), aliased(Departure)
_boards_at, _leaves_at = aliased(DepartureStop), aliased(DepartureStop)
_from_site, _to_site = aliased(Site), aliased(Site)
_LISTED = (
    select_columns(
        Reservation,
        ReservationPart,
        Departure,
        Line,
        Partner,
        _from_site,
        _to_site,
        col(_boards_at.leaves_at),
        col(_leaves_at.arrives_at),
        LineTerms,
        ReservationEnding,
        col(_boards_at.site_id),
        col(_leaves_at.site_id),
    )
    .select_from(Reservation)
    .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
    .join(Departure, col(Departure.id) == ReservationPart.departure_id)
    .join(Line, col(Line.id) == Departure.line_id)
    .join(LineTerms, col(LineTerms.line_id) == Line.id, isouter=True)
    .join(ReservationEnding, col(ReservationEnding.reservation_id) == Reservation.id, isouter=True)
    .join(Partner, col(Partner.id) == Reservation.partner_id)
    .join(_from_site, col(_from_site.id) == Reservation.from_site_id)
    .join(_to_site, col(_to_site.id) == Reservation.to_site_id)
    .join(
        _boards_at,
        (col(_boards_at.departure_id) == Departure.id) & (col(_boards_at.position) == ReservationPart.from_position),
        isouter=True,
    )
    .join(
        _leaves_at,
        (col(_leaves_at.departure_id) == Departure.id) & (col(_leaves_at.position) == ReservationPart.to_position),
        isouter=True,
    )
    .order_by(col(Departure.starts_at), col(Reservation.id), col(ReservationPart.position))
)


def of_partner(session: ReadSession, partner_id: int, *, since: date) -> Sequence[Row[Any]]:
    """Return a partner's reservations on runs since a day, one row per ride, by departure time.

    What was over long before is left out by the day it was made: departures are made so far ahead and no further.
    """
    made = datetime.combine(since - _MADE_BEFORE, time.min, UTC)
    recent = (
        select(_own.id)
        .join(_own_part, col(_own_part.reservation_id) == _own.id)
        .join(_run, col(_run.id) == _own_part.departure_id)
        .where(
            col(_own.partner_id) == partner_id,
            (col(_own.made_at) >= made) | col(_own.state).in_(STILL_AHEAD),
            col(_run.service_date) >= since,
        )
    )
    return _listed(session, col(Reservation.id).in_(recent), col(Departure.service_date) >= since)


def on_departure(session: ReadSession, departure_id: int, states: Sequence[ReservationState]) -> Sequence[Row[Any]]:
    """Return the reservations that ride on a run, in these states, with all their rides."""
    riding = select(ReservationPart.reservation_id).where(col(ReservationPart.departure_id) == departure_id)
    return _listed(session, col(Reservation.id).in_(riding), col(Reservation.state).in_(states))


def flexible_on(session: ReadSession, day: date, states: Sequence[ReservationState]) -> Sequence[Row[Any]]:
    """Return the reservations on the flexible departures of a day in these states."""
    return _listed(
        session,
        col(Departure.service_date) == day,
        col(Departure.kind) == DepartureKind.flexible,
        col(Reservation.state).in_(states),
    )


def departure_named(session: ReadSession, departure_id: int) -> tuple[Departure, str] | None:
    """Return a departure and the name of its line."""
    return session.exec(
        select(Departure, Line.name).join(Line, col(Line.id) == Departure.line_id).where(Departure.id == departure_id)
    ).first()


def running_on(session: ReadSession, day: date, states: Sequence[ReservationState]) -> Sequence[Row[Any]]:
    """Return the reservations in these states whose first ride is on a departure still planned on a day."""
    return _listed(
        session,
        col(Departure.service_date) == day,
        col(Departure.state) == DepartureState.planned,
        col(ReservationPart.position) == 0,
        col(Reservation.state).in_(states),
    )


def to_answer(session: ReadSession, state: ReservationState, *, now: datetime) -> Sequence[Row[Any]]:
    """Return the reservations in a state that keep room until a moment to come, by departure time."""
    return _listed(session, col(Reservation.state) == state, col(Reservation.offer_ends_at) > now)


def one(session: ReadSession, reservation_id: int) -> Sequence[Row[Any]]:
    """Return one reservation, or nothing."""
    return _listed(session, col(Reservation.id) == reservation_id)


def of_series(session: ReadSession, series_id: int, *, since: date) -> Sequence[Row[Any]]:
    """Return the reservations of a series on runs since a day, those given up included, by departure time."""
    whose = select(ReservationSeries.partner_id).where(col(ReservationSeries.id) == series_id).scalar_subquery()
    return _listed(
        session,
        col(Reservation.partner_id) == whose,
        col(Reservation.request_id).startswith(f"series-{series_id}-"),
        col(Departure.service_date) >= since,
    )


def names_of_sites(session: ReadSession, site_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of places."""
    found = session.exec(select(Site.id, Site.name).where(col(Site.id).in_(site_ids)))
    return {site_id: name for site_id, name in found if site_id is not None}


def _listed(session: ReadSession, *which: ColumnElement[bool]) -> Sequence[Row[Any]]:
    return session.execute(_LISTED.where(*which)).all()
