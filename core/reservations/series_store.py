"""Every SQL sentence about series and their dates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from core.database.doors import ReadSession, WriteSession
from core.lines.tables import Departure, DepartureState, Line, LineTerms
from core.partners.tables import Site
from core.reservations.series import SeriesDateState
from core.reservations.series_tables import ReservationSeries, SeriesDate
from core.reservations.states import STILL_AHEAD
from core.reservations.tables import Reservation, ReservationPart
from core.shared.errors import BusyNetwork

_LONGEST_NOTICE = timedelta(days=60 + 7)  # the most a line may ask for, and the week before it
Dated = tuple[SeriesDate, int]
"""A date of a series and a departure."""


def made_by_request(session: ReadSession, request_id: str) -> ReservationSeries | None:
    """Return the series that a form already made."""
    return session.exec(select(ReservationSeries).where(ReservationSeries.request_id == request_id)).first()


def line_name(session: ReadSession, line_id: int) -> str | None:
    """Return the name of a line, or None if there is none."""
    return session.exec(select(Line.name).where(Line.id == line_id)).first()


def add(session: WriteSession, series: ReservationSeries) -> int:
    """Write a series; return its id.

    Raises:
        BusyNetwork: the same form arrived twice at the same instant: try again, and the answer is the first one's.
    """
    session.add(series)
    try:
        session.flush()
    except IntegrityError as fault:
        if "request_id" in str(fault.orig):
            raise BusyNetwork from fault
        raise
    return number_of(series)


def number_of(series: ReservationSeries) -> int:
    """Return the id of a series that is written."""
    if series.id is None:
        raise ValueError("this series is not written yet")
    return series.id


def lock_series(session: WriteSession, series_id: int) -> ReservationSeries | None:
    """Lock a series against every other act on it; always before its departures, never after."""
    statement = select(ReservationSeries).where(ReservationSeries.id == series_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def dates(session: ReadSession, series_id: int, states: Sequence[SeriesDateState], *, since: date) -> list[SeriesDate]:
    """Return the dates of a series in these states from a day on, in order."""
    statement = (
        select(SeriesDate)
        .where(SeriesDate.series_id == series_id, SeriesDate.day >= since, col(SeriesDate.state).in_(states))
        .order_by(col(SeriesDate.day))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(statement))


def free_to_book(
    session: ReadSession, series_id: int, states: Sequence[SeriesDateState], *, since: date, now: datetime, most: int
) -> list[Dated]:
    """Return the first dates still asked for on which the line has a departure ahead, each with its departure."""
    statement = (
        select(SeriesDate, Departure.id)
        .join(ReservationSeries, col(ReservationSeries.id) == SeriesDate.series_id)
        .join(
            Departure,
            (col(Departure.line_id) == ReservationSeries.line_id) & (col(Departure.service_date) == SeriesDate.day),
        )
        .where(
            SeriesDate.series_id == series_id,
            SeriesDate.day >= since,
            col(SeriesDate.state).in_(states),
            Departure.state == DepartureState.planned,
            Departure.starts_at > now,
        )
        .order_by(col(SeriesDate.day))
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [(each, departure_id or 0) for each, departure_id in session.exec(statement)]


def with_new_departures(session: ReadSession, *, today: date, now: datetime) -> list[tuple[int, int, int]]:
    """Return the series that ask for a date that has a departure by now: series, who made it, for which partner."""
    statement = (
        select(ReservationSeries.id, ReservationSeries.made_by_id, ReservationSeries.partner_id)
        .join(SeriesDate, col(SeriesDate.series_id) == ReservationSeries.id)
        .join(
            Departure,
            (col(Departure.line_id) == ReservationSeries.line_id) & (col(Departure.service_date) == SeriesDate.day),
        )
        .where(
            SeriesDate.day >= today,
            SeriesDate.state == SeriesDateState.asked,
            Departure.state == DepartureState.planned,
            Departure.starts_at > now,
        )
        .distinct()
        .order_by(col(ReservationSeries.id))
    )
    return [(series_id or 0, person_id, partner_id) for series_id, person_id, partner_id in session.exec(statement)]


def departures_of(session: ReadSession, booked: Iterable[SeriesDate]) -> list[int]:
    """Return the departures on which the reservations of some dates ride, by id."""
    reservations = [each.reservation_id for each in booked if each.reservation_id is not None]
    statement = select(ReservationPart.departure_id).where(col(ReservationPart.reservation_id).in_(reservations))
    return sorted(set(session.exec(statement)))


def still_ahead(session: ReadSession, booked: Iterable[SeriesDate]) -> dict[int, int]:
    """Return the version of each reservation of some dates that is not over: neither cancelled nor carried."""
    reservations = [each.reservation_id for each in booked if each.reservation_id is not None]
    statement = select(Reservation.id, Reservation.version).where(
        col(Reservation.id).in_(reservations), col(Reservation.state).in_(STILL_AHEAD)
    )
    return {reservation_id or 0: version for reservation_id, version in session.exec(statement)}


def standing(session: ReadSession, series_id: int, *, since: date) -> list[tuple[str, str | None, int]]:
    """Count the dates of a series from a day on, by their state and that of their reservation."""
    statement = (
        select(SeriesDate.state, Reservation.state, func.count())
        .join(Reservation, col(Reservation.id) == SeriesDate.reservation_id, isouter=True)
        .where(SeriesDate.series_id == series_id, SeriesDate.day >= since)
        .group_by(col(SeriesDate.state), col(Reservation.state))
    )
    return [
        (str(state), None if booked is None else str(booked), count) for state, booked, count in session.exec(statement)
    ]


def unconfirmed(session: ReadSession, *, now: datetime, series_id: int | None = None) -> Sequence[Any]:
    """Return the live dates nobody confirmed again, on lines that ask for it: date, reservation, departure, days.

    Those further ahead than any line may ask for are left out.
    """
    statement = (
        select_columns(SeriesDate, Reservation, Departure, col(LineTerms.reconfirm_days_before))
        .join(Reservation, col(Reservation.id) == SeriesDate.reservation_id)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .join(Departure, col(Departure.id) == ReservationPart.departure_id)
        .join(LineTerms, col(LineTerms.line_id) == Departure.line_id)
        .where(
            col(SeriesDate.confirmed_at).is_(None),
            col(Reservation.state).in_(STILL_AHEAD),
            col(LineTerms.reconfirm_days_before) > 0,
            col(Departure.starts_at) > now,
            col(Departure.starts_at) <= now + _LONGEST_NOTICE,
            col(ReservationPart.position) == 0,
        )
        .order_by(col(SeriesDate.day), col(SeriesDate.series_id))
        .execution_options(populate_existing=True)
    )
    if series_id is not None:
        statement = statement.where(col(SeriesDate.series_id) == series_id)
    return session.execute(statement).all()


_from_site, _to_site = aliased(Site), aliased(Site)


def of_partner(session: ReadSession, partner_id: int, *, since: date) -> Sequence[Row[Any]]:
    """Return the series of a partner that end after a day, one row per date, with names, reservation and departure."""
    statement = (
        select_columns(
            ReservationSeries,
            SeriesDate,
            col(Line.name),
            col(_from_site.name),
            col(_to_site.name),
            Reservation,
            Departure,
            col(LineTerms.reconfirm_days_before),
        )
        .join(SeriesDate, col(SeriesDate.series_id) == ReservationSeries.id)
        .join(Line, col(Line.id) == ReservationSeries.line_id)
        .join(_from_site, col(_from_site.id) == ReservationSeries.from_site_id)
        .join(_to_site, col(_to_site.id) == ReservationSeries.to_site_id)
        .join(Reservation, col(Reservation.id) == SeriesDate.reservation_id, isouter=True)
        .join(
            ReservationPart,
            (col(ReservationPart.reservation_id) == Reservation.id) & (col(ReservationPart.position) == 0),
            isouter=True,
        )
        .join(Departure, col(Departure.id) == ReservationPart.departure_id, isouter=True)
        .join(LineTerms, col(LineTerms.line_id) == ReservationSeries.line_id, isouter=True)
        .where(col(ReservationSeries.partner_id) == partner_id, col(ReservationSeries.last_day) >= since)
        .order_by(col(ReservationSeries.id), col(SeriesDate.day))
    )
    return session.execute(statement).all()
