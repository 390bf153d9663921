"""Confirming the coming dates of a series again, where the line asks for it; an unanswered date is let go (R3, R4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.access.rights import Member, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import ending_store, series_store, store
from core.reservations.board_actions import boards_ridden, facts_of, settle_each
from core.reservations.cancel_actions import end
from core.reservations.series import ConfirmWindow, confirm_window
from core.reservations.series_actions import own_series
from core.reservations.series_tables import SeriesDate
from core.reservations.states import EndingKind
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock


def confirm_dates(session: WriteSession, member: Member, *, series_id: int) -> int:
    """Confirm every date of a series that may be confirmed by now; return how many were.

    Raises:
        SignInNeeded, NotFound: it is not this person's.
    """
    person_id = require_signed_in(member)
    own_series(session, member, series_id)
    now = clock.now()
    departures = [row[2].id for row in series_store.unconfirmed(session, now=now, series_id=series_id)]
    lock_departures(session, departures)
    open_now = [
        each
        for each, _reservation, window in _windows(series_store.unconfirmed(session, now=now, series_id=series_id))
        if window.is_open(now)
    ]
    for each in open_now:
        each.confirmed_at = now
    session.flush()
    if open_now:
        record(session, person_id, "confirmed dates", "series", series_id, dates=len(open_now))
    return len(open_now)


def release_unconfirmed(session: WriteSession, *, series_id: int | None = None) -> int:
    """Let go of the dates nobody confirmed in time, and remind of those to confirm now; return how many there were.

    The room goes at once to whoever waits; the other dates of the series stay. Of one series, or (None) of all.
    """
    now = clock.now()
    due_on = _departures_due(series_store.unconfirmed(session, now=now, series_id=series_id), now)
    locked = lock_departures(session, due_on)
    due = 0
    rows = [row for row in series_store.unconfirmed(session, now=now, series_id=series_id) if row[2].id in locked]
    for each, reservation, window in _windows(rows):
        if window.ends_at <= now:
            due += _let_go(session, reservation, now)
        elif window.opens_at <= now and each.reminded_at is None:
            each.reminded_at = now
            due += _remind(session, reservation, window)
    session.flush()
    return due


def _departures_due(rows: Sequence[Any], now: datetime) -> list[int]:
    ends = ((row[2], confirm_window(row[2].starts_at, days_before=row[3])) for row in rows)
    return [departure.id for departure, window in ends if window is not None and window.opens_at <= now]


def _windows(rows: Sequence[Any]) -> list[tuple[SeriesDate, Reservation, ConfirmWindow]]:
    found = [(row[0], row[1], confirm_window(row[2].starts_at, days_before=row[3])) for row in rows]
    return [(each, reservation, window) for each, reservation, window in found if window is not None]


def _parts(session: WriteSession, reservation: Reservation) -> tuple[ReservationPart, ...]:
    ((_reservation, parts),) = store.rides(session, [store.number_of(reservation)])
    return parts


def _let_go(session: WriteSession, reservation: Reservation, now: datetime) -> int:
    parts = _parts(session, reservation)
    boards = boards_ridden(session, parts)
    reservation_id = store.number_of(reservation)
    end(session, reservation, parts)
    ending_store.write_ending(
        session, reservation_id, EndingKind.not_confirmed_again, departure_id=parts[0].departure_id, at=now
    )
    tell(
        session,
        partner_id=reservation.partner_id,
        kind=NoticeKind.series_not_confirmed,
        **facts_of(reservation, *boards),
    )
    record(session, None, "not confirmed again", "reservation", reservation_id, kg=reservation.kg)
    settle_each(session, parts, now=now)
    return 1


def _remind(session: WriteSession, reservation: Reservation, window: ConfirmWindow) -> int:
    facts = facts_of(reservation, *boards_ridden(session, _parts(session, reservation)))
    facts["ends_at"] = window.ends_at.isoformat()
    tell(session, partner_id=reservation.partner_id, kind=NoticeKind.series_to_confirm, **facts)
    return 1
