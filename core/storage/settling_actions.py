"""What every act on an offer of storage begins and ends with: lock, read, give freed room to who waits (R1, R3)."""

from datetime import datetime, timedelta
from typing import Any

from core.access.rights import Member, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.shared import clock
from core.shared.errors import N_, NotFound, StaleForm
from core.shared.quantities import Quantity
from core.shared.taxes import rates_of, tax_facts
from core.storage import stay_store, store
from core.storage.board import StorageBoard
from core.storage.refusals import (
    BiggerThanStorage,
    NotOfferedThatDay,
    OthersWaitForStorage,
    StayIsTransfer,
    StorageFull,
)
from core.storage.requests import StayCancelled, StayWaiting, Stored, stay_number
from core.storage.room import Days, price_cents
from core.storage.states import TAKES_ROOM, StayState
from core.storage.tables import StorageStay
from core.storage.waiting_list import Answer, NotOffered, Promotion, Short, TooBig, rank

OFFER_LASTS = timedelta(hours=24)
STAY = N_("stay in storage")
OFFER = N_("storage offer")


def open_offer(session: WriteSession, offer_id: int, *, now: datetime) -> StorageBoard:
    """Lock an offer, settle what its moment calls for, and return it as the rules see it.

    Raises:
        NotFound: there is no such offer.
    """
    if not store.lock_offers(session, [offer_id]):
        raise NotFound(what=OFFER)
    return settle(session, offer_id, now=now)


def settle(session: WriteSession, offer_id: int, *, now: datetime) -> StorageBoard:
    """Free the lapsed holds of a locked offer and promote its waiting list, as far as room goes.

    Who waited until past their first day has waited in vain: their stay ends, and holds up nobody.
    """
    session.flush()
    today = clock.local(now).date()
    settled = store.these_boards(session, [offer_id], today=today)[0].settled(now=now, today=today)
    touched = [each.stay_id for each in settled.lapsed] + [each.stay_id for each in settled.in_vain]
    touched += [each.waiter.stay_id for each in settled.promoted]
    if touched:
        stays = {stay_store.number_of(stay): stay for stay in stay_store.these(session, touched)}
        for held in settled.lapsed:
            stay = stays[held.stay_id]
            free(session, stay)
            _lapse(session, settled.board, stay, "offer ended", reason="offer_ended", ended_at=held.ends_at.isoformat())
        for waiter in settled.in_vain:
            _lapse(session, settled.board, stays[waiter.stay_id], "waited in vain", reason="no_room")
        for promotion in settled.promoted:
            _promote(session, settled.board, promotion, stays[promotion.waiter.stay_id], now=now)
        session.flush()
    return settled.board


def own_stay(session: WriteSession, member: Member, stay_id: int) -> tuple[int, StorageStay]:
    """Lock the offer of a stay for which this person may act; return person and stay.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is no such stay, or it is another partner's (R9).
        StayIsTransfer: it is changed with its reservation.
    """
    person_id = require_signed_in(member)
    stay = stay_store.lock_stay(session, stay_id)
    if stay is None or not member.may_act_for(stay.partner_id):
        raise NotFound(what=STAY)
    if stay.reservation_id is not None:
        raise StayIsTransfer(number=stay_number(stay_id))
    return person_id, stay


def check_version(stay: StorageStay, version: int | None) -> None:
    """Check that the form shows the stay as it is now; None skips the check.

    Raises:
        StaleForm: somebody changed it meanwhile.
    """
    if version is not None and version != stay.version:
        raise StaleForm(what=STAY)


def take(session: WriteSession, offer_id: int, days: Days, pallet_hundredths: int) -> None:
    """Count pallets on their days.

    Raises:
        RuntimeError: the counters disagree with what was read under the lock; nothing is kept (R1).
    """
    if not store.take(session, offer_id, days, pallet_hundredths):
        raise RuntimeError(f"no room for {pallet_hundredths} in offer {offer_id} on {days}, though the rules said so")


def free(session: WriteSession, stay: StorageStay) -> None:
    """Take a stay off its days."""
    store.give_back(session, stay.offer_id, days_of(stay), stay.pallet_hundredths)


def end(session: WriteSession, person_id: int | None, stay: StorageStay, act: str) -> StayCancelled:
    """Make a stay cancelled, give its room back, tell, log, and promote who waited."""
    had_room, was_confirmed = stay.state in TAKES_ROOM, stay.state == StayState.confirmed
    if had_room:
        free(session, stay)
    stay.state = StayState.cancelled
    stay.version += 1
    board = settle(session, stay.offer_id, now=clock.now())
    if was_confirmed:
        tell_both(session, stay, board, NoticeKind.stay_cancelled)
    else:
        tell(session, partner_id=stay.partner_id, kind=NoticeKind.stay_cancelled, **facts_of(stay, board))
    record(session, person_id, act, "storage_stay", stay.id, pallet_hundredths=stay.pallet_hundredths)
    return StayCancelled(stay_store.number_of(stay))


def days_of(stay: StorageStay) -> Days:
    """Return the days of a stay."""
    return Days(stay.first_day, stay.last_day)


def price_again(stay: StorageStay) -> None:
    """Price a changed stay at the price agreed when it was made."""
    stay.price_cents = price_cents(
        pallet_hundredths=stay.pallet_hundredths, days=days_of(stay), cents_per_pallet_day=stay.cents_per_pallet_day
    )


def as_it_is(board: StorageBoard, stay: StorageStay) -> Stored | StayWaiting:
    """Return the answer a live stay stands for now; room held by an offer still waits for a yes."""
    stay_id = stay_store.number_of(stay)
    if stay.state == StayState.offered:
        return StayWaiting(stay_id, 1)
    if stay.state == StayState.waiting:
        in_line = any(waiter.stay_id == stay_id for waiter in board.queue)
        return StayWaiting(stay_id, rank(board.room, board.queue, stay_id) if in_line else 1)
    return Stored(stay_id, stay.price_cents, stay.pallet_hundredths, rates_of(stay))


def refusal(
    board: StorageBoard, answer: Answer
) -> StorageFull | OthersWaitForStorage | BiggerThanStorage | NotOfferedThatDay:
    """Return the sentence for pallets that get no room."""
    if isinstance(answer, NotOffered):
        return NotOfferedThatDay(board.site_name, answer.day, board.days.first, board.days.last)
    if isinstance(answer, TooBig):
        return BiggerThanStorage(board.site_name, Quantity(0, answer.most))
    if isinstance(answer, Short):
        kind = OthersWaitForStorage if answer.only_the_queue else StorageFull
        lacking, most = Quantity(0, answer.lacking), Quantity(0, answer.most)
        return kind(board.site_name, answer.day, lacking, most, answer.ahead + 1)
    raise ValueError("pallets that have room are not refused")


def facts_of(stay: StorageStay, board: StorageBoard) -> dict[str, Any]:
    """Return the facts every notice about a stay carries."""
    return {
        "stay_id": stay.id,
        "number": stay_number(stay_store.number_of(stay)),
        "offer_id": board.offer_id,
        "site": board.site_name,
        "first_day": stay.first_day.isoformat(),
        "last_day": stay.last_day.isoformat(),
        "pallet_hundredths": stay.pallet_hundredths,
        "price_cents": stay.price_cents,
        **tax_facts(stay),
    }


def tell_both(session: WriteSession, stay: StorageStay, board: StorageBoard, kind: NoticeKind, **more: Any) -> None:
    """Tell the partner of the pallets, and the partner of the place where they stay, if it is another one."""
    facts = {**facts_of(stay, board), **more}
    tell(session, partner_id=stay.partner_id, kind=kind, **facts)
    if board.owner_id != stay.partner_id:
        over = kind is NoticeKind.stay_cancelled
        tell(session, partner_id=board.owner_id, kind=NoticeKind.stay_gone if over else NoticeKind.stay_here, **facts)


def _lapse(session: WriteSession, board: StorageBoard, stay: StorageStay, act: str, **why: str) -> None:
    stay.state = StayState.cancelled
    stay.version += 1
    tell(session, partner_id=stay.partner_id, kind=NoticeKind.stay_cancelled, **facts_of(stay, board), **why)
    record(session, None, act, "storage_stay", stay.id, pallet_hundredths=stay.pallet_hundredths)


def _promote(
    session: WriteSession, board: StorageBoard, promotion: Promotion, stay: StorageStay, *, now: datetime
) -> None:
    take(session, board.offer_id, promotion.waiter.days, promotion.placed.pallet_hundredths)
    stay.pallet_hundredths = promotion.placed.pallet_hundredths
    price_again(stay)
    stay.version += 1
    if promotion.waiter.promotes_at_once:
        stay.state = StayState.confirmed
        tell_both(session, stay, board, NoticeKind.stay_promoted)
        act = "promoted"
    else:
        last_moment = clock.at_local(stay.first_day, 24 * 60)
        stay.state, stay.offer_ends_at = StayState.offered, min(now + OFFER_LASTS, last_moment)
        facts = {**facts_of(stay, board), "offer_ends_at": stay.offer_ends_at.isoformat()}
        tell(session, partner_id=stay.partner_id, kind=NoticeKind.stay_offered, **facts)
        act = "offered"
    record(session, None, act, "storage_stay", stay.id, pallet_hundredths=stay.pallet_hundredths)
