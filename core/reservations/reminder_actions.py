"""Reminding each partner, the day before, of what it has reserved."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from core.database.doors import ReadSession, WriteSession
from core.notices.actions import tell_once
from core.notices.store import told_already
from core.notices.tables import NoticeKind
from core.reservations import row_store
from core.reservations.requests import number
from core.reservations.states import ReservationState
from core.shared import clock

REMINDS_FROM_MINUTE = 9 * 60
"""Reminders are told from nine in the morning, local time: nobody is woken, and there is a day left to answer."""


def reminders_due(session: ReadSession) -> int:
    """Return how many reservations of tomorrow have not been reminded of yet (two queries at most)."""
    return sum(1 for _ in _due(session, clock.now()))


def remind(session: WriteSession) -> int:
    """Tell each partner of its confirmed reservations of tomorrow, each once; return how many were told.

    A departure that moves to another day is reminded of again, the day before its new one.
    """
    due = list(_due(session, clock.now()))
    return sum(
        tell_once(session, key=key, partner_id=partner_id, kind=NoticeKind.reminder, facts=facts)
        for key, partner_id, facts in due
    )


def _due(session: ReadSession, now: datetime) -> Iterator[tuple[str, int, dict[str, Any]]]:
    today = clock.local(now).date()
    if now < clock.at_local(today, REMINDS_FROM_MINUTE):
        return
    tomorrow = today + timedelta(days=1)
    found: dict[str, Any] = {}
    for row in row_store.running_on(session, tomorrow, (ReservationState.confirmed,)):
        found.setdefault(_key(row[0].id, tomorrow), row)
    told = told_already(session, found) if found else set()
    for key, row in found.items():
        if key not in told:
            yield key, row[0].partner_id, _facts(row)


def _key(reservation_id: int, day: date) -> str:
    return f"reminder {reservation_id} {day.isoformat()}"


def _facts(row: Any) -> dict[str, Any]:
    reserved, _part, departure, line, _partner, start, end, leaves_at, *_rest = row
    return {
        "reservation_id": reserved.id,
        "number": number(reserved.id),
        "departure_id": departure.id,
        "line": line.name,
        "day": departure.service_date.isoformat(),
        "from_place": start.name,
        "to_place": end.name,
        "kg": reserved.kg,
        "pallet_hundredths": reserved.pallet_hundredths,
        "leaves_at": (leaves_at or departure.starts_at).isoformat(),
    }
