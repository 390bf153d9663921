"""Storage between two trucks: a stay that belongs to a reservation, taken, changed and given back with it (R1, R3).

The caller answers for who may do so, and has locked the departures of the reservation; offers are locked after them,
in the order of their ids.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.shared.errors import NotFound
from core.shared.quantities import Quantity, TemperatureClass
from core.shared.taxes import NO_TAXES, TaxRates
from core.storage import stay_store, store
from core.storage.board import StorageBoard
from core.storage.refusals import NoStorageForMore
from core.storage.room import Days, with_stay
from core.storage.settling_actions import OFFER, days_of, facts_of, free, price_again, refusal, settle, take
from core.storage.states import StayState
from core.storage.tables import StorageStay
from core.storage.waiting_list import Placed, Short, Waiter, answer_to


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """A load that waits between two trucks; `request_id` is the reservation's, with the place of the transfer."""

    request_id: str
    reservation_id: int
    partner_id: int
    days: Days
    pallet_hundredths: int
    temperature: TemperatureClass
    taxes: TaxRates = NO_TAXES


def open_offers(session: WriteSession, offer_ids: Iterable[int], *, now: datetime) -> dict[int, StorageBoard]:
    """Lock offers in the order of their ids, settle each, and return them as the rules see them.

    Raises:
        NotFound: one of them is not there.
    """
    wanted = sorted(set(offer_ids))
    if len(store.lock_offers(session, wanted)) != len(wanted):
        raise NotFound(what=OFFER)
    return {offer_id: settle(session, offer_id, now=now) for offer_id in wanted}


def store_transfer(
    session: WriteSession, person_id: int, board: StorageBoard, request: TransferRequest, *, now: datetime
) -> int:
    """Take room for a load between two trucks, where the rules said there is some; return the stay's id.

    Raises:
        RuntimeError: the counters disagree with what was read under the lock; nothing is kept (R1).
    """
    take(session, board.offer_id, request.days, request.pallet_hundredths)
    stay = StorageStay(
        request_id=request.request_id,
        partner_id=request.partner_id,
        offer_id=board.offer_id,
        reservation_id=request.reservation_id,
        first_day=request.days.first,
        last_day=request.days.last,
        pallet_hundredths=request.pallet_hundredths,
        least_pallet_hundredths=request.pallet_hundredths,
        temperature=request.temperature,
        state=StayState.confirmed,
        cents_per_pallet_day=board.cents_per_pallet_day,
        price_cents=board.price(request.days, request.pallet_hundredths),
        gst_millipercent=request.taxes.gst_millipercent,
        qst_millipercent=request.taxes.qst_millipercent,
        made_at=now,
        made_by_id=person_id,
    )
    stay_id = stay_store.add(session, stay)
    _tell_place(session, stay, board, NoticeKind.stay_here)
    record(
        session,
        person_id,
        "reserved",
        "storage_stay",
        stay_id,
        offer_id=board.offer_id,
        reservation_id=request.reservation_id,
        pallet_hundredths=request.pallet_hundredths,
    )
    return stay_id


def resize_transfers(
    session: WriteSession, person_id: int | None, *, reservation_id: int, pallet_hundredths: int, now: datetime
) -> int:
    """Make every transfer of a reservation as big as this; return what they cost together, in cents.

    Raises:
        NoStorageForMore: a day lacks room for more; the caller's transaction keeps nothing.
    """
    stays = _locked(session, reservation_id)
    for stay in stays:
        if stay.pallet_hundredths != pallet_hundredths:
            board = settle(session, stay.offer_id, now=now)
            _check_room(board, stay, pallet_hundredths)
            free(session, stay)
            take(session, stay.offer_id, days_of(stay), pallet_hundredths)
            stay.pallet_hundredths = stay.least_pallet_hundredths = pallet_hundredths
            price_again(stay)
            stay.version += 1
            _tell_place(session, stay, board, NoticeKind.stay_here)
            record(session, person_id, "changed", "storage_stay", stay.id, pallet_hundredths=pallet_hundredths)
            settle(session, stay.offer_id, now=now)
    return sum(stay.price_cents for stay in stays)


def release_transfers(session: WriteSession, *, reservation_id: int, now: datetime, kept: Collection[int] = ()) -> None:
    """Give back the storage of a reservation that ended; it goes at once to whoever waits.

    `kept` are the transfers, counted from 0, whose load is on its way or there already: their days stay counted, and
    they become stays of the partner, to be changed and paid like any other.
    """
    stays = _locked(session, reservation_id)
    for index, stay in enumerate(sorted(stays, key=lambda each: each.id or 0)):
        if index in kept:
            _leave_there(session, stay, now=now)
            continue
        free(session, stay)
        stay.state = StayState.cancelled
        stay.version += 1
        board = settle(session, stay.offer_id, now=now)
        _tell_place(session, stay, board, NoticeKind.stay_gone)
        record(session, None, "cancelled", "storage_stay", stay.id, reservation_id=reservation_id)


def _leave_there(session: WriteSession, stay: StorageStay, *, now: datetime) -> None:
    record(session, None, "left in storage", "storage_stay", stay.id, reservation_id=stay.reservation_id)
    stay.reservation_id = None
    stay.version += 1
    board = settle(session, stay.offer_id, now=now)
    tell(session, partner_id=stay.partner_id, kind=NoticeKind.stay_reserved, **facts_of(stay, board))


def _locked(session: WriteSession, reservation_id: int) -> list[StorageStay]:
    offer_ids = [stay.offer_id for stay in stay_store.of_reservations(session, [reservation_id])]
    if not offer_ids:
        return []
    store.lock_offers(session, offer_ids)
    return stay_store.of_reservations(session, [reservation_id])


def _check_room(board: StorageBoard, stay: StorageStay, pallet_hundredths: int) -> None:
    if pallet_hundredths <= stay.pallet_hundredths:
        return
    without = with_stay(board.room, days_of(stay), -stay.pallet_hundredths)
    days = Days(max(stay.first_day, min(board.room, default=stay.first_day)), stay.last_day)
    answer = answer_to(without, board.queue, Waiter(0, days, pallet_hundredths, pallet_hundredths))
    if isinstance(answer, Short):
        raise NoStorageForMore(board.site_name, answer.day, Quantity(0, answer.lacking))
    if not isinstance(answer, Placed):
        raise refusal(board, answer)


def _tell_place(session: WriteSession, stay: StorageStay, board: StorageBoard, kind: NoticeKind) -> None:
    if board.owner_id != stay.partner_id:
        tell(session, partner_id=board.owner_id, kind=kind, **facts_of(stay, board))
