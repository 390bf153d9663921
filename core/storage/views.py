"""What people see of storage, gathered: free room for everybody, one's own stays, and one's own places."""

from core.storage.free_room_views import DayShown, StorageOption, find_storage
from core.storage.offer_views import OfferRow, StorePlace, offers_of, places_to_offer
from core.storage.stay_views import StayRow, stays_of, stays_of_reservations, storage_to_free

__all__ = [
    "DayShown",
    "OfferRow",
    "StayRow",
    "StorageOption",
    "StorePlace",
    "find_storage",
    "offers_of",
    "places_to_offer",
    "stays_of",
    "stays_of_reservations",
    "storage_to_free",
]
