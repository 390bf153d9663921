"""Changing one's mind about storage: other days or pallets, or none; freed room goes at once to who waits (R3)."""

from datetime import date, datetime

from core.access.rights import Member
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.tables import NoticeKind
from core.shared import clock, plausible
from core.shared.errors import N_, InThePast
from core.shared.quantities import Quantity
from core.storage import stay_store
from core.storage.board import StorageBoard
from core.storage.cards import checked_pallets
from core.storage.refusals import NoStorageForMore, PalletsCame, StayBegun, StayNotOpen, StayOver
from core.storage.requests import StayCancelled, StayWaiting, Stored, stay_number
from core.storage.room import Days, with_stay
from core.storage.settling_actions import (
    as_it_is,
    check_version,
    days_of,
    end,
    free,
    own_stay,
    price_again,
    refusal,
    settle,
    take,
    tell_both,
)
from core.storage.states import StayState
from core.storage.tables import StorageStay
from core.storage.waiting_list import NotOffered, Short, TooBig, Waiter, answer_to


def change_stay(
    session: WriteSession,
    member: Member,
    *,
    stay_id: int,
    pallet_hundredths: int,
    first_day: date,
    last_day: date,
    version: int,
) -> Stored | StayWaiting:
    """Change how much and on which days: more only where there is room nobody waits for, less frees room at once.

    On the waiting list, asking for less keeps the place; for more, or for other days, goes to the end of the line.

    Raises:
        NotFound: it is not this person's to change.
        StaleForm: it was changed since the form was drawn.
        Refusal: it can no longer be changed, the days are past, or there is no room; everything stays as it was.
    """
    person_id, stay = own_stay(session, member, stay_id)
    wanted = Days(first_day, last_day)
    pallets = checked_pallets(pallet_hundredths)
    check_version(stay, version)
    now, today = clock.now(), clock.today()
    board = settle(session, stay.offer_id, now=now)
    if stay.state not in (StayState.confirmed, StayState.waiting):
        raise StayNotOpen(number=stay_number(stay_id), state=stay.state)
    _check_days(stay, wanted, pallets, today)
    before, before_days = stay.pallet_hundredths, days_of(stay)
    if (before, before_days) == (pallets, wanted):
        return as_it_is(board, stay)
    _put(session, board, stay, wanted, pallets, now=now, today=today)
    tell_both(session, stay, board, NoticeKind.stay_changed)
    record(
        session,
        person_id,
        "changed",
        "storage_stay",
        stay_id,
        pallet_hundredths=pallets,
        before_pallet_hundredths=before,
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
    )
    return as_it_is(settle(session, stay.offer_id, now=now), stay)


def cancel_stay(session: WriteSession, member: Member, *, stay_id: int, version: int | None = None) -> StayCancelled:
    """Cancel a stay that has not begun, a place in line or an offer; its room goes at once to whoever waits.

    Cancelling what is cancelled already changes nothing.

    Raises:
        NotFound: it is not this person's to cancel.
        StaleForm: it was changed since the form was drawn.
        StayBegun: the pallets are there already.
    """
    person_id, stay = own_stay(session, member, stay_id)
    if stay.state == StayState.cancelled:
        return StayCancelled(stay_id)
    check_version(stay, version)
    if stay.state == StayState.confirmed and stay.first_day < clock.today():
        raise StayBegun(number=stay_number(stay_id), first_day=stay.first_day)
    return end(session, person_id, stay, "cancelled")


def _check_days(stay: StorageStay, wanted: Days, pallets: int, today: date) -> None:
    """Days that are over stay as they were: pallets that came cannot come later, be others, nor leave in the past."""
    plausible.days_in_order(N_("Dates"), wanted.first, wanted.last)
    if stay.last_day < today:
        raise StayOver(number=stay_number(stay_store.number_of(stay)), last_day=stay.last_day)
    if wanted.last < today:
        raise InThePast(day=wanted.last)
    begun = stay.first_day < today
    if begun and wanted.first != stay.first_day:
        raise StayBegun(number=stay_number(stay_store.number_of(stay)), first_day=stay.first_day)
    if begun and pallets != stay.pallet_hundredths:
        raise PalletsCame(number=stay_number(stay_store.number_of(stay)), first_day=stay.first_day)
    if not begun and wanted.first < today:
        raise InThePast(day=wanted.first)


def _put(
    session: WriteSession,
    board: StorageBoard,
    stay: StorageStay,
    wanted: Days,
    pallets: int,
    *,
    now: datetime,
    today: date,
) -> None:
    """Write the new days and pallets where they fit, or raise the sentence that says why they do not."""
    is_less = wanted.within(days_of(stay)) and pallets <= stay.pallet_hundredths
    if stay.state == StayState.waiting:
        never = answer_to(board.room, (), Waiter(0, wanted, pallets, min(stay.least_pallet_hundredths, pallets)))
        if isinstance(never, NotOffered | TooBig):
            raise refusal(board, never)
        stay.waiting_since = stay.waiting_since if is_less else now
    else:
        if not is_less:
            _check_room(board, stay, Days(max(wanted.first, today), wanted.last), pallets)
        free(session, stay)
        take(session, stay.offer_id, wanted, pallets)
    all_or_nothing = stay.least_pallet_hundredths == stay.pallet_hundredths
    stay.first_day, stay.last_day, stay.pallet_hundredths = wanted.first, wanted.last, pallets
    stay.least_pallet_hundredths = pallets if all_or_nothing else min(stay.least_pallet_hundredths, pallets)
    price_again(stay)
    stay.version += 1
    session.flush()


def _check_room(board: StorageBoard, stay: StorageStay, ahead: Days, pallets: int) -> None:
    """Look for room on the days still ahead, as if the stay were not there."""
    without = with_stay(board.room, days_of(stay), -stay.pallet_hundredths)
    answer = answer_to(without, board.queue, Waiter(0, ahead, pallets, pallets))
    if isinstance(answer, Short):
        raise NoStorageForMore(board.site_name, answer.day, Quantity(0, answer.lacking))
    if isinstance(answer, NotOffered | TooBig):
        raise refusal(board, answer)
