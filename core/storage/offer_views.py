"""What a place sees of its own storage: its offers, every day ahead, and who stays there (R9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.access.rights import Member, Right, require_signed_in
from core.database.doors import ReadSession
from core.partners.views import sites
from core.shared import clock
from core.shared.quantities import TemperatureClass
from core.storage import stay_store, store
from core.storage.board import StorageBoard
from core.storage.free_room_views import DayShown, shown_days
from core.storage.room import Days
from core.storage.stay_views import StayRow, places_in_line, stay_row


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as its place manages it: every day ahead, and who stays there."""

    offer_id: int
    site_id: int
    site_name: str
    town: str
    temperature: TemperatureClass
    first_day: date
    last_day: date
    pallet_hundredths: int
    cents_per_pallet_day: int
    conditions: str
    is_open: bool
    version: int
    days: tuple[DayShown, ...]
    stays: tuple[StayRow, ...]


@dataclass(frozen=True, slots=True)
class StorePlace:
    """A place that declares it can store, where this person may make an offer."""

    site_id: int
    name: str
    town: str
    stores_pallets: int
    temperatures: tuple[TemperatureClass, ...]


def offers_of(session: ReadSession, member: Member) -> list[OfferRow]:
    """Return the offers at one's own places (a coordinator: everywhere), with who stays there (four queries).

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    today = clock.today()
    owners = None if member.has(Right.coordinator) else member.partner_ids
    boards = store.boards_of_owners(session, owners, today=today)
    ranks = places_in_line(boards)
    stays: dict[int, list[StayRow]] = {}
    for row in stay_store.in_offers(session, [board.offer_id for board in boards], since=today):
        stays.setdefault(row[0].offer_id, []).append(stay_row(row, today, ranks))
    return [_offer(board, stays.get(board.offer_id, [])) for board in boards]


def places_to_offer(session: ReadSession, member: Member) -> list[StorePlace]:
    """Return the places whose card says they can store and for which this person may act (one query)."""
    return [
        StorePlace(site.id, site.name, site.town, site.stores_pallets, site.stores_temperatures)
        for site in sites(session)
        if site.is_active and site.stores_pallets and site.stores_temperatures and member.may_act_for(site.partner_id)
    ]


def _offer(board: StorageBoard, stays: Sequence[StayRow]) -> OfferRow:
    ahead = Days(min(board.room, default=board.days.last), board.days.last)
    return OfferRow(
        offer_id=board.offer_id,
        site_id=board.site_id,
        site_name=board.site_name,
        town=board.town,
        temperature=board.temperature,
        first_day=board.days.first,
        last_day=board.days.last,
        pallet_hundredths=board.pallet_hundredths,
        cents_per_pallet_day=board.cents_per_pallet_day,
        conditions=board.conditions,
        is_open=board.is_open,
        version=board.version,
        days=shown_days(board, ahead),
        stays=tuple(stays),
    )
