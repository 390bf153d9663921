"""What people see of series: what one would bring before the click, and how each of its dates stands after (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.access import store as access_store
from core.access.rights import Member, Right, require_acting_for
from core.database.doors import ReadSession
from core.reservations import row_store, series_store
from core.reservations.listing_views import ReservationRow, rows_of, with_places
from core.reservations.requests import Wish, number
from core.reservations.search_views import Option, find_departures
from core.reservations.series import (
    SeriesDateState,
    SeriesRequest,
    checked_series,
    confirm_window,
    series_number,
)
from core.reservations.states import STILL_AHEAD, ReservationState
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.shared.taxes import NO_TAXES, Bill, TaxRates, rates_of, summed
from core.work.failures import Failure


@dataclass(frozen=True, slots=True)
class PreviewDate:
    """A day asked for, and the departure of the line that day as it answers now; None where none takes loads yet."""

    day: date
    option: Option | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a series would bring if it were made now: each date, those with room, and their price."""

    request: SeriesRequest
    dates: tuple[PreviewDate, ...]

    @property
    def free(self) -> tuple[PreviewDate, ...]:
        """Return the dates with room."""
        return tuple(each for each in self.dates if each.option is not None and each.option.fits)

    @property
    def in_part(self) -> tuple[PreviewDate, ...]:
        """Return the dates on which a part has room, large enough for who asks."""
        least_kg = self.request.least_kg or self.request.quantity.kg
        short = (each for each in self.dates if each.option is not None and not each.option.fits)
        return tuple(each for each in short if each.option is not None and each.option.most.kg >= least_kg)

    @property
    def would_wait(self) -> tuple[PreviewDate, ...]:
        """Return the full dates whose waiting list the load may join."""
        booked = {each.day for each in (*self.free, *self.in_part)}
        full = (each for each in self.dates if each.option is not None and each.day not in booked)
        return tuple(each for each in full if each.option is not None and each.option.may_wait)

    @property
    def price_cents(self) -> int:
        """Return the price of all dates with room, before taxes."""
        return self.bill.price_cents

    @property
    def bill(self) -> Bill:
        """Return what is to be paid for all dates with room; each date is one reservation, taxed by itself."""
        whole = (each.option.bill for each in self.free if each.option is not None)
        parts = (each.option.most_bill for each in self.in_part if each.option is not None)
        return summed((*whole, *parts))

    @property
    def full_price_cents(self) -> int:
        """Return what they would cost without the reductions, before taxes."""
        whole = sum(each.option.full_price_cents for each in self.free if each.option is not None)
        return whole + sum(each.option.most_full_price_cents for each in self.in_part if each.option is not None)

    def agreed(self) -> dict[date, int]:
        """Return what was seen for each date that has a departure, taxes included."""
        return {each.day: each.option.bill.total_cents for each in self.dates if each.option is not None}


def preview_series(session: ReadSession, member: Member, request: SeriesRequest) -> Preview:
    """Return what a series would bring now (five queries, whatever its length).

    Raises:
        SignInNeeded, NotAllowed: prices are those of one's own partner.
        Refusal: the request cannot be believed.
    """
    require_acting_for(member, request.partner_id)
    request = checked_series(request, today=clock.today())
    return preview_of(request, find_departures(session, member, _wish(request)))


def preview_of(request: SeriesRequest, options: Sequence[Option]) -> Preview:
    """Return what a series would bring, given the departures found between its two days.

    Raises:
        Refusal: the request cannot be believed.
    """
    request = checked_series(request, today=clock.today())
    on_line = {option.service_date: option for option in options if option.line_id == request.line_id}
    return Preview(request, tuple(PreviewDate(day, on_line.get(day)) for day in request.rule.dates()))


def _wish(request: SeriesRequest) -> Wish:
    return Wish(
        partner_id=request.partner_id,
        from_site_id=request.from_site_id,
        to_site_id=request.to_site_id,
        quantity=request.quantity,
        temperature=request.temperature,
        first_day=request.rule.first_day,
        last_day=request.rule.last_day,
    )


@dataclass(frozen=True, slots=True)
class SeriesDateRow:
    """One date as its partner reads it; `reason` says why it is not booked, `confirm_by` until when to say yes."""

    day: date
    quantity: Quantity
    state: SeriesDateState
    reservation_state: ReservationState | None
    reservation_id: int | None
    reservation_number: str
    price_cents: int
    reason: Failure | None
    confirm_by: datetime | None
    taxes: TaxRates = NO_TAXES

    @property
    def is_to_come(self) -> bool:
        """Say whether something of it may still come: it was neither given up nor cancelled by hand."""
        if self.state == SeriesDateState.booked:
            return self.reservation_state in STILL_AHEAD
        return self.state != SeriesDateState.ended

    @property
    def is_booked(self) -> bool:
        """Say whether it has, or asks for, its place on a departure."""
        return self.reservation_state in STILL_AHEAD and self.reservation_state != ReservationState.waiting


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as its partner reads it, with all its dates in order."""

    id: int
    number: str
    partner_id: int
    line_name: str
    from_site: str
    to_site: str
    quantity: Quantity
    temperature: TemperatureClass
    weekdays: tuple[int, ...]
    every_weeks: int
    first_day: date
    last_day: date
    waits_if_full: bool
    dates: tuple[SeriesDateRow, ...]

    def coming(self, today: date) -> tuple[SeriesDateRow, ...]:
        """Return the dates from today on."""
        return tuple(each for each in self.dates if each.day >= today)

    def is_over(self, today: date) -> bool:
        """Say whether nothing of it is still to come."""
        return not any(each.is_to_come for each in self.coming(today))

    def to_confirm(self) -> tuple[SeriesDateRow, ...]:
        """Return the dates that wait for their partner's yes."""
        return tuple(each for each in self.dates if each.confirm_by is not None)

    @property
    def bill(self) -> Bill:
        """Return what is to be paid for the dates that have their place."""
        return summed(each.taxes.on(each.price_cents) for each in self.dates if each.is_booked)


def series_of(session: ReadSession, member: Member, *, partner_id: int) -> list[SeriesRow]:
    """Return a partner's series that are not past, each with its dates (one query).

    Raises:
        SignInNeeded, NotAllowed: only one's own partner's, except coordinators.
    """
    require_acting_for(member, partner_id)
    rows: dict[int, list[Any]] = {}
    for each in series_store.of_partner(session, partner_id, since=clock.today()):
        rows.setdefault(each[0].id, []).append(each)
    return [_series_row(found) for found in rows.values()]


def reservations_of_series(session: ReadSession, member: Member, *, series_id: int) -> list[ReservationRow]:
    """Return the coming reservations of a series by departure time; nothing where it is another partner's (R9)."""
    rows = rows_of(session, row_store.of_series(session, series_id, since=clock.today()), member)
    return with_places(session, [row for row in rows if member.may_act_for(row.partner_id)])


def _series_row(rows: Sequence[Any]) -> SeriesRow:
    series, _date, line, from_site, to_site, *_rest = rows[0]
    return SeriesRow(
        id=series.id,
        number=series_number(series.id),
        partner_id=series.partner_id,
        line_name=line,
        from_site=from_site,
        to_site=to_site,
        quantity=Quantity(series.kg, series.pallet_hundredths),
        temperature=series.temperature,
        weekdays=tuple(int(each) for each in series.weekdays.split(",")),
        every_weeks=series.every_weeks,
        first_day=series.first_day,
        last_day=series.last_day,
        waits_if_full=series.waits_if_full,
        dates=tuple(_date_row(row[1], *row[5:]) for row in rows),
    )


def _date_row(each: Any, reservation: Any, departure: Any, days_before: int | None) -> SeriesDateRow:
    load = each if reservation is None else reservation
    return SeriesDateRow(
        day=each.day,
        quantity=Quantity(load.kg, load.pallet_hundredths),
        state=each.state,
        reservation_state=reservation.state if reservation is not None else None,
        reservation_id=each.reservation_id,
        reservation_number=number(each.reservation_id) if each.reservation_id is not None else "",
        price_cents=reservation.price_cents if reservation is not None else 0,
        reason=Failure(each.reason, each.facts) if each.reason else None,
        confirm_by=_confirm_by(each, reservation, departure, days_before or 0),
        taxes=rates_of(reservation) if reservation is not None else NO_TAXES,
    )


def _confirm_by(each: Any, reservation: Any, departure: Any, days_before: int) -> datetime | None:
    """Return until when a live date is to be confirmed, once that may be done."""
    if each.confirmed_at is not None or departure is None or reservation.state not in STILL_AHEAD:
        return None
    window = confirm_window(departure.starts_at, days_before=days_before)
    return window.ends_at if window is not None and window.is_open(clock.now()) else None


def series_to_extend(session: ReadSession) -> list[tuple[int, int, int]]:
    """Return the series with a date that has a departure by now: series, in whose name it goes on, for which partner.

    That is whoever made it, as long as they may act for its partner; else somebody who may. Where nobody may, it waits.
    """
    found = series_store.with_new_departures(session, today=clock.today(), now=clock.now())
    if not found:
        return []
    members = access_store.active_members(session, {partner_id for _series_id, _maker, partner_id in found})
    coordinators = access_store.active_holders(session, (Right.coordinator, Right.administrator))
    acting = [
        (series_id, _in_whose_name(maker, members.get(partner_id, ()), coordinators), partner_id)
        for series_id, maker, partner_id in found
    ]
    return [(series_id, person_id, partner_id) for series_id, person_id, partner_id in acting if person_id is not None]


def _in_whose_name(maker: int, members: Sequence[int], coordinators: frozenset[int]) -> int | None:
    if maker in members or maker in coordinators:
        return maker
    return members[0] if members else None


def series_to_confirm(session: ReadSession) -> list[int]:
    """Return the series with a date to be let go of, or to be reminded of, now."""
    now = clock.now()
    found = set()
    for each, _reservation, departure, days_before in series_store.unconfirmed(session, now=now):
        window = confirm_window(departure.starts_at, days_before=days_before)
        if window is not None and window.opens_at <= now and (window.ends_at <= now or each.reminded_at is None):
            found.add(each.series_id)
    return sorted(found)
