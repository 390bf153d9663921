"""A load that rides on two trucks in a row: written as a connection is, for tests of what may happen to it later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from core.access.rights import Member
from core.database.doors import WriteSession, write
from core.lines.capacity import Ride
from core.lines.store import take_room
from core.reservations import board_store, store
from core.reservations.itineraries import Stretch
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.shared import clock
from core.shared.periods import Period
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_member, a_partner, a_site
from tests.reservations.asking import Dock


@dataclass(frozen=True)
class Transfer:
    """Two departures that meet: the first goes from `start` to `hub`, the second from there to `end`."""

    partner_id: int
    member: Member
    coordinator: Member
    departure_ids: tuple[int, int]
    start: int
    hub: int
    end: int

    def dock(self, which: int) -> Dock:
        """Return one of the two departures as one that stands by itself."""
        sites = [self.start, self.hub] if which == 0 else [self.hub, self.end]
        return Dock(self.partner_id, self.member, self.coordinator, self.departure_ids[which], sites)


def a_transfer(**values: Any) -> Transfer:
    """Write two departures that meet at a hub, the second leaving four hours later."""

    def written(session: WriteSession) -> Transfer:
        start, hub, end = (a_site(session) for _ in range(3))
        first = a_departure(session, site_ids=[start, hub], **values)
        second = a_departure(session, site_ids=[hub, end], starts_minute=11 * 60, **values)
        partner_id = a_partner(session)
        member = a_member(session, partner_ids=[partner_id])
        return Transfer(partner_id, member, a_coordinator(session), (first, second), start, hub, end)

    return write(written)


def ride_both(transfer: Transfer, kg: int = 300, *, state: ReservationState = ReservationState.confirmed) -> int:
    """Write a reservation that rides on both departures, and return its id."""

    def written(session: WriteSession) -> int:
        now = clock.now()
        stretch = Stretch(0, 1)
        reservation = Reservation(
            request_id=uuid4().hex,
            partner_id=transfer.partner_id,
            from_site_id=transfer.start,
            to_site_id=transfer.end,
            kg=kg,
            pallet_hundredths=0,
            temperature=TemperatureClass.chilled,
            least_kg=kg,
            state=state,
            period=Period.normal,
            full_price_cents=1000,
            price_cents=1000,
            made_at=now,
            made_by_id=transfer.member.person_id or 0,
            waiting_since=now if state == ReservationState.offered else None,
            offer_ends_at=now if state == ReservationState.offered else None,
        )
        parts = []
        for board in board_store.boards(session, transfer.departure_ids):
            compartment_id = board.room.keeping(TemperatureClass.chilled, stretch)[0]
            assert take_room(session, Ride(board.departure_id, compartment_id, 0, 1), Quantity(kg, 0))
            parts.append(store.PlannedPart(board.departure_id, stretch, compartment_id))
        return store.add(session, reservation, parts)

    return write(written)
