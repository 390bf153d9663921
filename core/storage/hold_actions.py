"""Answering an offer of freed storage: take it, leave it, or let its time run out (R3)."""

from core.access.rights import Member
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.tables import NoticeKind
from core.shared import clock
from core.shared.taxes import rates_of
from core.storage import stay_store, store
from core.storage.refusals import StayNotOpen, StayOfferEnded
from core.storage.requests import StayCancelled, Stored, stay_number
from core.storage.settling_actions import end, own_stay, settle, tell_both
from core.storage.states import StayState
from core.storage.tables import StorageStay


def accept_storage_offer(session: WriteSession, member: Member, *, stay_id: int) -> Stored:
    """Take the room an offer holds; accepting twice changes nothing.

    Raises:
        NotFound: it is not this person's to accept.
        StayOfferEnded: its time is over.
        StayNotOpen: there is no offer.
    """
    person_id, stay = own_stay(session, member, stay_id)
    if stay.state != StayState.confirmed:
        _require_offer(stay)
        if stay.offer_ends_at is not None and stay.offer_ends_at <= clock.now():
            raise StayOfferEnded(number=stay_number(stay_id), ended_at=stay.offer_ends_at)
        stay.state, stay.offer_ends_at = StayState.confirmed, None
        stay.version += 1
        board = settle(session, stay.offer_id, now=clock.now())
        tell_both(session, stay, board, NoticeKind.stay_reserved)
        record(session, person_id, "accepted the offer", "storage_stay", stay_id)
    return Stored(stay_id, stay.price_cents, stay.pallet_hundredths, rates_of(stay))


def decline_storage_offer(session: WriteSession, member: Member, *, stay_id: int) -> StayCancelled:
    """Leave the room an offer holds; it goes to the next in line. The stay is over.

    Raises:
        NotFound: it is not this person's to decline.
        StayNotOpen: there is no offer.
    """
    person_id, stay = own_stay(session, member, stay_id)
    _require_offer(stay)
    return end(session, person_id, stay, "declined the offer")


def expire_storage_offers(session: WriteSession, *, offer_id: int | None = None) -> int:
    """Free the room of every offer whose time is over and offer it to the next in line; return in how many places.

    So does a stay that waits beyond its first day: it ends, and holds up nobody.

    In one offer of storage, or (None) in all.

    Every act on an offer of storage does this for that one; this is for those nobody touches (the worker).
    """
    now = clock.now()
    offer_ids = [
        each
        for each in stay_store.offers_to_settle(session, now=now, today=clock.local(now).date())
        if offer_id is None or each == offer_id
    ]
    store.lock_offers(session, offer_ids)
    for each in offer_ids:
        settle(session, each, now=now)
    return len(offer_ids)


def _require_offer(stay: StorageStay) -> None:
    if stay.state != StayState.offered:
        raise StayNotOpen(number=stay_number(stay_store.number_of(stay)), state=stay.state)
