"""Making a series and keeping it going: every free date booked, each skipped one with its reason (R4).

One step treats a few dates in one transaction: the series is locked, then the departures of these dates in the order
of their ids, then each date is decided by the code of a single reservation, wholly or not at all. Whoever starts an
act repeats its step until `next_day` is None; what a closed tab leaves undone, the worker does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.access.rights import Member, require_acting_for, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.lines.terms_store import terms_of
from core.notices.actions import tell
from core.notices.gathering import told_together
from core.notices.tables import NoticeKind
from core.reservations import series_store
from core.reservations.refusals import RequestReused
from core.reservations.requests import ReservationRequest, Waiting
from core.reservations.reserve_actions import reserve
from core.reservations.series import (
    STEP_DATES,
    SeriesDateState,
    SeriesRequest,
    checked_series,
    is_confirmed_by_booking,
    series_number,
)
from core.reservations.series_tables import ReservationSeries, SeriesDate
from core.shared import clock
from core.shared.errors import N_, BusyNetwork, NotFound, Refusal
from core.shared.quantities import Quantity
from core.work.failures import failure_of

SERIES = N_("series")
_TOLD_ONCE = (NoticeKind.reserved, NoticeKind.waiting, NoticeKind.awaiting_approval)


@dataclass(frozen=True, slots=True)
class DateRefused:
    """A date on which nothing changed, and why."""

    day: date
    reason: Refusal


@dataclass(frozen=True, slots=True)
class SeriesStep:
    """What one step did: the dates treated, those refused, and the day from which the next step goes on."""

    series_id: int
    done: tuple[date, ...] = ()
    waiting: tuple[date, ...] = ()
    refused: tuple[DateRefused, ...] = ()
    next_day: date | None = None

    @property
    def is_kept(self) -> bool:
        """Say whether a date has its place, or one in line."""
        return bool(self.done or self.waiting)

    def and_then(self, later: "SeriesStep") -> "SeriesStep":
        """Return both steps as one."""
        return SeriesStep(
            later.series_id,
            self.done + later.done,
            self.waiting + later.waiting,
            self.refused + later.refused,
            later.next_day,
        )


def make_series(session: WriteSession, member: Member, request: SeriesRequest) -> SeriesStep:
    """Write a series with all its dates and book the first of them; the same request id goes on with the same series.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        Refusal: the request cannot be believed, or its form was already used for another one.
    """
    person_id = require_acting_for(member, request.partner_id)
    request = checked_series(request, today=clock.today())
    earlier = series_store.made_by_request(session, request.request_id)
    if earlier is not None:
        series_id = series_store.number_of(earlier)
        if earlier.request_sha256 != request.fingerprint() or earlier.partner_id != request.partner_id:
            raise RequestReused(number=series_number(series_id))
        return extend_series(session, member, series_id=series_id)
    if series_store.line_name(session, request.line_id) is None:
        raise NotFound(what=N_("line"))
    series_id = series_store.add(session, _written(request, person_id, clock.now()))
    asked = request.rule.dates()
    agreed = request.agreed_cents or {}
    session.add_all(
        SeriesDate(
            series_id=series_id,
            day=day,
            kg=request.quantity.kg,
            pallet_hundredths=request.quantity.pallet_hundredths,
            state=SeriesDateState.asked,
            agreed_cents=agreed.get(day),
        )
        for day in asked
    )
    session.flush()
    record(session, person_id, "made a series", "series", series_id, kg=request.quantity.kg, dates=len(asked))
    return extend_series(session, member, series_id=series_id)


def _written(request: SeriesRequest, person_id: int, now: datetime) -> ReservationSeries:
    rule, quantity = request.rule, request.quantity
    return ReservationSeries(
        request_id=request.request_id,
        request_sha256=request.fingerprint(),
        partner_id=request.partner_id,
        line_id=request.line_id,
        from_site_id=request.from_site_id,
        to_site_id=request.to_site_id,
        kg=quantity.kg,
        pallet_hundredths=quantity.pallet_hundredths,
        least_kg=request.least_kg or quantity.kg,
        temperature=request.temperature,
        waits_if_full=request.waits_if_full,
        weekdays=",".join(str(each) for each in sorted(rule.weekdays)),
        every_weeks=rule.every_weeks,
        first_day=rule.first_day,
        last_day=rule.last_day,
        made_at=now,
        made_by_id=person_id,
    )


def extend_series(
    session: WriteSession, member: Member, *, series_id: int, since: date | None = None, tries_again: bool = False
) -> SeriesStep:
    """Book the next dates of a series that have a departure by now, from the day `since`, in one step.

    `tries_again` takes up the skipped dates as well.

    Raises:
        SignInNeeded, NotFound: it is not this person's.
        BusyNetwork: the timetable changed in that very moment.
    """
    series = own_series(session, member, series_id)
    now, today = clock.now(), clock.today()
    states = (SeriesDateState.asked, SeriesDateState.skipped) if tries_again else (SeriesDateState.asked,)
    first = max(since or today, today)
    found = series_store.free_to_book(session, series_id, states, since=first, now=now, most=STEP_DATES + 1)
    chosen = found[:STEP_DATES]
    departures = lock_departures(session, [departure_id for _date, departure_id in chosen])
    if any(departures.get(departure_id) is None for _date, departure_id in chosen):
        raise BusyNetwork  # one was taken out of the timetable in that very moment: look again
    terms, _version = terms_of(session, series.line_id)
    step = SeriesStep(series_id)
    with told_together(session, partner_id=series.partner_id, kinds=_TOLD_ONCE):
        for each, departure_id in chosen:
            starts_at = departures[departure_id].starts_at
            is_confirmed = is_confirmed_by_booking(starts_at, days_before=terms.reconfirm_days_before, now=now)
            booked = _book(session, member, _request(series, each, departure_id), each)
            each.confirmed_at = now if is_confirmed and booked.is_kept else None
            step = step.and_then(booked)
    session.flush()
    if len(found) > STEP_DATES:
        return replace(step, next_day=found[STEP_DATES][0].day)
    if chosen:
        tell_standing(session, series)
    return step


def own_series(session: WriteSession, member: Member, series_id: int) -> ReservationSeries:
    """Lock a series for which this person may act, and return it.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is none, or it is another partner's (R9).
    """
    require_signed_in(member)
    series = series_store.lock_series(session, series_id)
    if series is None or not member.may_act_for(series.partner_id):
        raise NotFound(what=SERIES)
    return series


def _book(session: WriteSession, member: Member, request: ReservationRequest, each: SeriesDate) -> SeriesStep:
    """Book one date as anybody would, or note why not; a refusal undoes whatever this date had begun."""
    try:
        with session.begin_nested():
            answer = reserve(session, member, request)
    except BusyNetwork:
        raise
    except Refusal as refusal:
        reason = failure_of(refusal)
        each.state, each.reason, each.facts = SeriesDateState.skipped, reason.message, reason.facts
        return SeriesStep(each.series_id, refused=(DateRefused(each.day, refusal),))
    each.state, each.reservation_id = SeriesDateState.booked, answer.reservation_id
    each.reason, each.facts = "", {}
    if isinstance(answer, Waiting):
        return SeriesStep(each.series_id, waiting=(each.day,))
    return SeriesStep(each.series_id, done=(each.day,))


def _request(series: ReservationSeries, each: SeriesDate, departure_id: int) -> ReservationRequest:
    return ReservationRequest(
        request_id=f"series-{series.id}-{each.day:%Y%m%d}-{each.attempt}",
        partner_id=series.partner_id,
        departure_id=departure_id,
        from_site_id=series.from_site_id,
        to_site_id=series.to_site_id,
        quantity=Quantity(each.kg, each.pallet_hundredths),
        temperature=series.temperature,
        least_kg=min(series.least_kg, each.kg) if series.least_kg < series.kg else None,
        waits_if_full=series.waits_if_full,
        agreed_cents=each.agreed_cents,
    )


def tell_standing(session: WriteSession, series: ReservationSeries) -> None:
    """Tell the partner once how the coming dates stand."""
    counted = series_store.standing(session, series_store.number_of(series), since=clock.today())
    waiting = sum(count for _state, booked, count in counted if booked == "waiting")
    tell(
        session,
        partner_id=series.partner_id,
        kind=NoticeKind.series_booked,
        series_id=series_store.number_of(series),
        number=series_number(series_store.number_of(series)),
        line=series_store.line_name(session, series.line_id),
        booked=_count(counted, SeriesDateState.booked) - waiting,
        waiting=waiting,
        skipped=_count(counted, SeriesDateState.skipped),
    )


def _count(counted: Sequence[tuple[str, str | None, int]], state: SeriesDateState) -> int:
    return sum(count for each, booked, count in counted if each == state and booked != "cancelled")
