"""A line through a season, with partners who ask for the same weekday: what tests of series begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from core.access.rights import Member
from core.database.doors import WriteSession, reading, write
from core.lines.actions import generate_departures
from core.lines.tables import Departure
from core.lines.terms import Terms
from core.lines.terms_actions import set_line_terms
from core.reservations.series import SeriesRequest, SeriesRule
from core.reservations.series_actions import SeriesStep, extend_series, make_series
from core.reservations.series_tables import SeriesDate
from core.reservations.series_views import SeriesRow, series_of
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_line, a_member, a_partner, site_ids_of

TUESDAYS = frozenset({1})


@dataclass(frozen=True)
class Season:
    """One line, its departures by day, a partner, its member and the coordinator."""

    partner_id: int
    member: Member
    coordinator: Member
    line_id: int
    first_day: date
    sites: list[int]
    departures: dict[date, int]

    @property
    def days(self) -> list[date]:
        """Return the days on which the line runs, in order."""
        return sorted(self.departures)

    def request(self, kg: int = 300, *, weeks: int = 4, **values: Any) -> SeriesRequest:
        """Return a request for every Tuesday of some weeks, with an id of its own."""
        asked: dict[str, Any] = {
            "request_id": uuid4().hex,
            "partner_id": self.partner_id,
            "line_id": self.line_id,
            "from_site_id": self.sites[0],
            "to_site_id": self.sites[2],
            "quantity": Quantity(kg, 0),
            "temperature": TemperatureClass.chilled,
            "rule": SeriesRule(TUESDAYS, self.first_day, self.first_day + timedelta(days=7 * weeks - 1)),
            **values,
        }
        return SeriesRequest(**asked)

    def make(self, kg: int = 300, **values: Any) -> SeriesStep:
        """Make a series to its end, as the page does."""
        return self.send(self.request(kg, **values))

    def send(self, request: SeriesRequest) -> SeriesStep:
        """Send a form, and go on until every date is decided."""
        step = write(lambda session: make_series(session, self.member, request))
        while step.next_day is not None:
            step = step.and_then(
                write(lambda session: extend_series(session, self.member, series_id=step.series_id))  # noqa: B023 - run at once
            )
        return step

    def somebody_else(self) -> Season:
        """Return another partner in front of the same line."""

        def written(session: WriteSession) -> Season:
            partner_id = a_partner(session)
            return replace(self, partner_id=partner_id, member=a_member(session, partner_ids=[partner_id]))

        return write(written)

    def with_terms(self, **values: Any) -> Season:
        """Give the line these terms, the others being the usual ones."""
        terms = Terms(**values)
        write(lambda session: set_line_terms(session, self.coordinator, line_id=self.line_id, terms=terms))
        return self

    def row(self) -> SeriesRow:
        """Return the partner's only series."""
        with reading() as session:
            (row,) = series_of(session, self.member, partner_id=self.partner_id)
        return row

    def states(self) -> list[str]:
        """Return how each date of the partner's series stands: its reservation's state, or its own."""
        return [str(each.reservation_state or each.state) for each in self.row().dates]


def a_season(
    *, weeks: int = 4, generated_weeks: int | None = None, first_day: date | None = None, **values: Any
) -> Season:
    """Write a line that runs every Tuesday from a day on (tomorrow), its departures, and somebody who reserves."""

    def written(session: WriteSession) -> Season:
        first = first_day or clock.today() + timedelta(days=1)
        partner_id = a_partner(session)
        coordinator = a_coordinator(session)
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU", season_from=first, **values)
        last = first + timedelta(days=7 * (generated_weeks or weeks) - 1)
        made = generate_departures(session, coordinator, line_id=line_id, first_day=first, last_day=last).made
        member = a_member(session, partner_ids=[partner_id])
        return Season(
            partner_id, member, coordinator, line_id, first, site_ids_of(session, made[0]), _by_day(session, line_id)
        )

    return write(written)


def generate(season: Season, *, weeks: int) -> Season:
    """Generate the departures of some weeks from the first day; return the season with them."""
    last = season.first_day + timedelta(days=7 * weeks - 1)
    write(
        lambda session: generate_departures(
            session, season.coordinator, line_id=season.line_id, first_day=season.first_day, last_day=last
        )
    )
    with reading() as session:
        return replace(season, departures=_by_day(session, season.line_id))


def in_steps(act: Callable[[WriteSession], SeriesStep], season: Season) -> SeriesStep:
    """Run a first step, then book what is left."""
    step = write(act)
    while step.next_day is not None:
        series_id = step.series_id
        step = step.and_then(
            write(lambda session: extend_series(session, season.member, series_id=series_id))  # noqa: B023 - run at once
        )
    return step


def dates_of(series_id: int) -> list[SeriesDate]:
    """Return the dates of a series as the database holds them."""
    with reading() as session:
        statement = select(SeriesDate).where(SeriesDate.series_id == series_id).order_by(col(SeriesDate.day))
        return list(session.exec(statement))


def _by_day(session: Any, line_id: int) -> dict[date, int]:
    found = session.exec(select(Departure).where(Departure.line_id == line_id)).all()
    return {each.service_date: each.id or 0 for each in found}
