"""What people do with storage, gathered: each act locks its offer, reads, decides, writes, tells, logs."""

from core.storage.cards import OfferCard
from core.storage.change_actions import cancel_stay, change_stay
from core.storage.hold_actions import accept_storage_offer, decline_storage_offer, expire_storage_offers
from core.storage.offer_actions import change_storage_offer, offer_storage
from core.storage.requests import StayCancelled, StayRequest, StayWaiting, Stored
from core.storage.stay_actions import reserve_storage

__all__ = [
    "OfferCard",
    "StayCancelled",
    "StayRequest",
    "StayWaiting",
    "Stored",
    "accept_storage_offer",
    "cancel_stay",
    "change_stay",
    "change_storage_offer",
    "decline_storage_offer",
    "expire_storage_offers",
    "offer_storage",
    "reserve_storage",
]
