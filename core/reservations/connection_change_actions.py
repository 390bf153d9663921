"""What happens to the storage and the price of a way with transfers when its reservation changes or ends (R1, R3).

Both are called by the acts on reservations, under the locks of every departure of the reservation.
"""

from collections.abc import Sequence

from core.database.doors import WriteSession
from core.reservations import connection_store, store
from core.reservations.itineraries import Stretch
from core.reservations.search import DepartureBoard
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock
from core.shared.quantities import Quantity
from core.storage.room import floor_space
from core.storage.transfer_actions import release_transfers, resize_transfers
from core.tariffs.pricing import Reductions, quote
from core.tariffs.views import price_list

Rides = Sequence[tuple[DepartureBoard, ReservationPart]]


def price_whole_way(session: WriteSession, person_id: int | None, reservation: Reservation, rides: Rides) -> bool:
    """Make every storage of a way as big as its load is now, and sum the price again; False if there is no transfer.

    Raises:
        NoStorageForMore: a storage lacks room for more; the caller's transaction keeps nothing.
    """
    reservation_id = store.number_of(reservation)
    agreed = connection_store.ride_prices(session, reservation_id)
    if not agreed:
        return False
    quantity = Quantity(reservation.kg, reservation.pallet_hundredths)
    stored_cents = resize_transfers(
        session,
        person_id,
        reservation_id=reservation_id,
        pallet_hundredths=floor_space(quantity),
        now=clock.now(),
    )
    prices = price_list(session)
    for terms, (board, part) in zip(agreed, rides, strict=True):
        metres = board.itinerary.metres(Stretch(part.from_position or 0, part.to_position or 0))
        formula = prices.numbered(terms.tariff_id).formula
        priced = quote(
            formula, quantity, metres=metres, reductions=Reductions(terms.trough_percent, terms.solidarity_percent)
        )
        terms.full_price_cents, terms.price_cents = priced.full_price_cents, priced.price_cents
    reservation.full_price_cents = stored_cents + sum(terms.full_price_cents for terms in agreed)
    reservation.price_cents = stored_cents + sum(terms.price_cents for terms in agreed)
    session.flush()
    return True


def release_storage(session: WriteSession, reservation: Reservation, parts: Sequence[ReservationPart]) -> None:
    """Give back the storage of a reservation that ended, except where a truck that has left brings the load.

    Those pallets are there, or will be: their days stay counted until somebody moves them.
    """
    if len(parts) < 2:
        return
    now = clock.now()
    starts = connection_store.starts_of(session, {part.departure_id for part in parts})
    on_the_way = [index for index, part in enumerate(parts) if starts[part.departure_id] <= now]
    release_transfers(session, reservation_id=store.number_of(reservation), now=now, kept=on_the_way)
