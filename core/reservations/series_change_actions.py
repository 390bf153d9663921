"""Changing a series from a date on: another quantity, a pause, its end; what could not change keeps its reason (R4).

Each act treats a few dates in one transaction, like booking them, and is repeated from `next_day`. A date that its
partner cancelled by hand stays cancelled: the series never takes it up again.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from core.access.rights import Member, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.notices.gathering import told_together
from core.notices.tables import NoticeKind
from core.reservations import series_store
from core.reservations.cancel_actions import cancel
from core.reservations.change_actions import change_quantity
from core.reservations.requests import checked_quantity
from core.reservations.series import STEP_DATES, SeriesDateState
from core.reservations.series_actions import DateRefused, SeriesStep, extend_series, own_series, tell_standing
from core.reservations.series_tables import SeriesDate
from core.shared import clock, plausible
from core.shared.errors import N_, BusyNetwork, Refusal
from core.shared.quantities import Quantity

_OPEN = (SeriesDateState.asked, SeriesDateState.booked, SeriesDateState.skipped, SeriesDateState.paused)
_TOLD_ONCE = (NoticeKind.changed, NoticeKind.cancelled)
Change = Callable[[SeriesDate, int | None], None]
"""What an act does to one date, given the version of its reservation, if it has one."""


def change_series(
    session: WriteSession, member: Member, *, series_id: int, from_day: date, quantity: Quantity
) -> SeriesStep:
    """Change how much each date is for, from a day on, in one step; a date without room keeps what it has.

    Raises:
        SignInNeeded, NotFound: it is not this person's.
        OutOfBounds: the quantity is not believable.
    """
    series = own_series(session, member, series_id)
    quantity = checked_quantity(quantity)
    if series.least_kg >= series.kg or series.least_kg > quantity.kg:
        series.least_kg = quantity.kg
    series.kg, series.pallet_hundredths = quantity.kg, quantity.pallet_hundredths

    def change(each: SeriesDate, version: int | None) -> None:
        if each.reservation_id is not None and version is not None:
            change_quantity(session, member, reservation_id=each.reservation_id, quantity=quantity, version=version)
        each.kg, each.pallet_hundredths, each.agreed_cents = quantity.kg, quantity.pallet_hundredths, None

    step = _each_date(session, member, series_id, _OPEN, change, from_day=from_day)
    _log(session, member, "changed a series", step, kg=quantity.kg)
    return step


def pause_series(
    session: WriteSession, member: Member, *, series_id: int, first_day: date, last_day: date
) -> SeriesStep:
    """Leave out the dates between two days, both included, in one step; their room goes to whoever waits.

    A date that would cost something to cancel is kept and listed: it is cancelled by itself, its price in sight.

    Raises:
        SignInNeeded, NotFound: it is not this person's.
        Refusal: the days are not in order.
    """
    plausible.days_in_order(N_("Dates"), first_day, last_day)
    series = own_series(session, member, series_id)
    leave = _leaving(session, member, series.partner_id, SeriesDateState.paused)
    open_now = (SeriesDateState.asked, SeriesDateState.booked, SeriesDateState.skipped)
    step = _each_date(session, member, series_id, open_now, leave, from_day=first_day, until=last_day)
    _log(session, member, "paused a series", step, first_day=first_day.isoformat(), last_day=last_day.isoformat())
    return step


def resume_series(session: WriteSession, member: Member, *, series_id: int) -> SeriesStep:
    """Ask for the paused dates again and book the first of them; `extend_series` goes on.

    Raises:
        SignInNeeded, NotFound: it is not this person's.
    """
    person_id = require_signed_in(member)
    own_series(session, member, series_id)
    paused = series_store.dates(session, series_id, (SeriesDateState.paused,), since=clock.today())
    for each in paused:
        each.state = SeriesDateState.asked
    session.flush()
    record(session, person_id, "resumed a series", "series", series_id, dates=len(paused))
    return extend_series(session, member, series_id=series_id)


def end_series(session: WriteSession, member: Member, *, series_id: int, from_day: date) -> SeriesStep:
    """Give up every date from a day on, in one step; the dates before stay. What would cost something is kept.

    Raises:
        SignInNeeded, NotFound: it is not this person's.
    """
    series = own_series(session, member, series_id)
    leave = _leaving(session, member, series.partner_id, SeriesDateState.ended)
    step = _each_date(session, member, series_id, _OPEN, leave, from_day=from_day)
    _log(session, member, "ended a series", step, first_day=from_day.isoformat())
    return step


def _leaving(session: WriteSession, member: Member, partner_id: int, state: SeriesDateState) -> Change:
    """Return what takes a date out: its reservation cancelled free of charge, the date ready for another one.

    Whoever does it, the terms of its partner hold: no fee is waived without being seen.
    """
    partner = replace(member, partner_ids=(partner_id,), rights=frozenset())

    def leave(each: SeriesDate, version: int | None) -> None:
        if each.reservation_id is not None:
            cancel(session, partner, reservation_id=each.reservation_id, version=version, agreed_penalty_cents=0)
        each.reservation_id, each.attempt, each.state = None, each.attempt + 1, state
        each.reason, each.facts, each.confirmed_at, each.reminded_at = "", {}, None, None

    return leave


def _each_date(
    session: WriteSession,
    member: Member,
    series_id: int,
    states: Sequence[SeriesDateState],
    change: Change,
    *,
    from_day: date,
    until: date | None = None,
) -> SeriesStep:
    """Change the first dates of a span under the locks of all their departures, each wholly or not at all."""
    series = own_series(session, member, series_id)
    first = max(from_day, clock.today())
    found = series_store.dates(session, series_id, states, since=first)
    found = [each for each in found if until is None or each.day <= until]
    chosen = found[:STEP_DATES]
    lock_departures(session, series_store.departures_of(session, chosen))
    versions = series_store.still_ahead(session, chosen)
    step = SeriesStep(series_id)
    with told_together(session, partner_id=series.partner_id, kinds=_TOLD_ONCE):
        for each in chosen:
            if each.reservation_id is None or each.reservation_id in versions:
                step = step.and_then(_change(session, each, change, versions.get(each.reservation_id or 0)))
    session.flush()
    if len(found) > STEP_DATES:
        return replace(step, next_day=found[STEP_DATES].day)
    if chosen:
        tell_standing(session, series)
    return step


def _change(session: WriteSession, each: SeriesDate, change: Change, version: int | None) -> SeriesStep:
    day, series_id = each.day, each.series_id
    try:
        with session.begin_nested():
            change(each, version)
    except BusyNetwork:
        raise
    except Refusal as refusal:
        return SeriesStep(series_id, refused=(DateRefused(day, refusal),))
    return SeriesStep(series_id, done=(day,))


def _log(session: WriteSession, member: Member, act: str, step: SeriesStep, **facts: object) -> None:
    record(
        session,
        require_signed_in(member),
        act,
        "series",
        step.series_id,
        dates=len(step.done),
        kept_dates=len(step.refused),
        **facts,
    )
