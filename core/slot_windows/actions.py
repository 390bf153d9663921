"""What coordinators do with windows: declare one, give it more or less time, withdraw it."""

from datetime import date, timedelta

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.database.once import insert_once
from core.lines.actions import generate_departures
from core.lines.kinds import DepartureKind
from core.notices.actions import tell_once
from core.notices.tables import NoticeKind
from core.shared import clock
from core.shared.errors import N_, NotFound, StaleForm
from core.slot_windows import store
from core.slot_windows.cards import WindowCard, checked_days, checked_window
from core.slot_windows.refusals import NothingRuns, OnlyFixedStops, SharedAlready
from core.slot_windows.tables import SlotWindow

A_WINDOW = N_("request window")


def declare_window(session: WriteSession, member: Member, card: WindowCard) -> int:
    """Open a line's departures between two days to requests, and tell the partners meant; return the window's id.

    The departures that are missing between these days are made, so that partners see on which dates they may ask.
    The same form sent twice declares once.

    Raises:
        NotAllowed: only a coordinator may.
        Refusal: it cannot be believed, the line is no line with fixed stops, or nothing runs between these days.
    """
    person_id = require(member, Right.coordinator)
    card = checked_window(card, today=clock.today())
    line = store.line(session, card.line_id)
    if line is None:
        raise NotFound(what=N_("line"))
    if line.kind is not DepartureKind.fixed:
        raise OnlyFixedStops(line=line.name)
    window_id = _written(session, card, person_id)
    if window_id is None:
        earlier = store.window_by_request(session, card.request_id)
        return 0 if earlier is None else store.number_of(earlier)
    generate_departures(
        session, member, line_id=card.line_id, first_day=max(card.first_day, clock.today()), last_day=card.last_day
    )
    dates = store.departures(session, card.line_id, card.first_day, card.last_day)
    if not dates:
        raise NothingRuns(line=line.name)
    record(session, person_id, "declared a window", "slot_window", window_id, dates=len(dates))
    for partner_id in store.partners_of_kinds(session, sorted(card.kinds)):
        tell_once(
            session,
            key=f"slots-open-{window_id}-{partner_id}",
            partner_id=partner_id,
            kind=NoticeKind.slots_open,
            facts={
                "window": card.name,
                "line": line.name,
                "dates": len(dates),
                "first_day": card.first_day.isoformat(),
                "last_day": card.last_day.isoformat(),
                "closes_on_day": card.closes_on.isoformat(),
            },
        )
    return window_id


def _written(session: WriteSession, card: WindowCard, person_id: int) -> int | None:
    return insert_once(
        session,
        SlotWindow,
        request_id=card.request_id,
        name=card.name,
        line_id=card.line_id,
        kinds=",".join(sorted(card.kinds)),
        first_day=card.first_day,
        last_day=card.last_day,
        measure=card.measure,
        step=card.step,
        offered_percent=card.offer.percent,
        offered_kg=card.offer.kg,
        offered_pallet_hundredths=card.offer.pallet_hundredths,
        opens_at=clock.at_local(card.opens_on, 0),
        closes_at=clock.at_local(card.closes_on + timedelta(days=1), 0),
        note=card.note,
        made_at=clock.now(),
        made_by_id=person_id,
        version=1,
    )


def close_window_on(session: WriteSession, member: Member, *, window_id: int, version: int, closes_on: date) -> None:
    """Let partners ask until the end of another day, or end the asking at once with yesterday's date.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound, StaleForm, SharedAlready: it is gone, was changed since the form was drawn, or is shared.
        Refusal: the day is not before the first departure on offer.
    """
    person_id = require(member, Right.coordinator)
    window = own_window(session, window_id)
    if window.shared_at is not None:
        raise SharedAlready(shared_at=window.shared_at)
    if window.version != version:
        raise StaleForm(what=A_WINDOW)
    now = clock.now()
    closes_at = clock.at_local(closes_on + timedelta(days=1), 0)
    checked_days(closes_on, first_departure=window.first_day)
    window.closes_at = max(closes_at, now)
    window.opens_at = min(window.opens_at, window.closes_at - timedelta(minutes=1))
    window.version += 1
    session.flush()
    record(session, person_id, "moved the end of", "slot_window", window_id, closes_on=closes_on.isoformat())


def withdraw_window(session: WriteSession, member: Member, *, window_id: int) -> None:
    """Take a window back before it is shared; its requests are kept, unanswered. Doing it again changes nothing.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound, SharedAlready: there is none, or its shares are reservations by now.
    """
    person_id = require(member, Right.coordinator)
    window = store.lock_window(session, window_id)
    if window is None:
        raise NotFound(what=A_WINDOW)
    if window.shared_at is not None:
        raise SharedAlready(shared_at=window.shared_at)
    if window.withdrawn_at is not None:
        return
    window.withdrawn_at = clock.now()
    window.version += 1
    session.flush()
    record(session, person_id, "withdrew a window", "slot_window", window_id)


def own_window(session: WriteSession, window_id: int) -> SlotWindow:
    """Lock a window that was not withdrawn, and return it.

    Raises:
        NotFound: there is none.
    """
    window = store.lock_window(session, window_id)
    if window is None or window.withdrawn_at is not None:
        raise NotFound(what=A_WINDOW)
    return window
