"""What places offer to store, who keeps pallets there, and a load that crosses the whole network by two transfers."""

from dataclasses import dataclass
from datetime import timedelta

from core.database.doors import WriteSession
from core.demo.sources import rows
from core.demo.stage import Stage
from core.reservations.connection_actions import reserve_connection
from core.reservations.connection_requests import request_for
from core.reservations.connection_views import find_connections
from core.reservations.requests import Wish
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from core.storage.actions import OfferCard, StayRequest, offer_storage, reserve_storage

_OFFERED_SINCE, _OFFERED_FOR = timedelta(days=14), timedelta(days=365)
_FAR_LOAD = Quantity(120, 40)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A place at one temperature."""

    site: str
    temperature: TemperatureClass


def offer_and_store(session: WriteSession, stage: Stage) -> None:
    """Let places offer pallet-days, and partners reserve some of them; a small cold container is full."""
    offers = {}
    for row in rows("storage_offers"):
        shelf = _Shelf(row["site"], TemperatureClass(row["temperature"]))
        card = OfferCard(
            site_id=stage.sites[shelf.site],
            temperature=shelf.temperature,
            first_day=stage.span.today - _OFFERED_SINCE,
            last_day=stage.span.today + _OFFERED_FOR,
            pallet_hundredths=100 * int(row["pallets"]),
            cents_per_pallet_day=int(row["cents_per_pallet_day"]),
            conditions=row["conditions"],
        )
        offers[shelf] = offer_storage(session, stage.coordinator, card)
    for number, row in enumerate(rows("storage_stays")):
        shelf = _Shelf(row["site"], TemperatureClass(row["temperature"]))
        first_day = stage.span.today + timedelta(days=int(row["from_day"]))
        request = StayRequest(
            request_id=f"stay-{number}",
            partner_id=stage.partners[row["partner"]],
            offer_id=offers[shelf],
            pallet_hundredths=100 * int(row["pallets"]),
            temperature=shelf.temperature,
            first_day=first_day,
            last_day=first_day + timedelta(days=int(row["days"]) - 1),
            waits_if_full=row["waits"] == "1",
            note=row["note"],
        )
        reserve_storage(session, stage.acting_for[row["partner"]], request)


def cross_by_transfers(session: WriteSession, stage: Stage) -> None:
    """Send a load from Rimouski to Baie-Comeau, where no single truck goes all the way."""
    member = stage.acting_for["PDN"]
    wish = Wish(
        partner_id=stage.partners["PDN"],
        from_site_id=stage.sites["CNE-1"],
        to_site_id=stage.sites["PDN-1"],
        quantity=_FAR_LOAD,
        temperature=TemperatureClass.chilled,
        first_day=stage.span.today + timedelta(days=2),
        last_day=stage.span.today + timedelta(days=27),
    )
    for way in find_connections(session, member, wish):
        request = request_for(
            way,
            request_id="far-load",
            partner_id=wish.partner_id,
            quantity=wish.quantity,
            temperature=wish.temperature,
        )
        try:
            reserve_connection(session, member, request)
        except Refusal:
            stage.refused += 1
        else:
            return
