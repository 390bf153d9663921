"""The second truck of a way does not run while the load waits in storage: those pallets are its partner's to move."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from core.database.doors import reading, write
from core.reservations.rearranging_actions import call_off
from core.reservations.states import ReservationState
from core.shared import clock
from core.storage.actions import change_stay
from core.storage.states import StayState
from core.storage.tables import StorageStay
from tests.reservations.asking import departure_of, notices, row_of
from tests.reservations.ways import a_way, assert_whole


def test_pallets_left_in_storage_become_a_stay_of_their_partner(database: str) -> None:
    way = a_way()
    done = way.send(way.request())
    with clock.set_to(departure_of(way.departure_ids[0]).starts_at + timedelta(hours=1)):
        write(
            lambda session: call_off(
                session, way.coordinator, departure_id=way.departure_ids[1], reason="Panne du camion"
            )
        )
        assert row_of(done.reservation_id).state is ReservationState.cancelled
        with reading() as session:
            stay = session.exec(select(StorageStay)).one()
        assert (stay.state, stay.reservation_id) == (StayState.confirmed, None)
        assert way.counted() == (0, 0, 200)
        later = stay.last_day + timedelta(days=2)
        write(
            lambda session: change_stay(
                session,
                way.member,
                stay_id=stay.id or 0,
                pallet_hundredths=stay.pallet_hundredths,
                first_day=stay.first_day,
                last_day=later,
                version=stay.version,
            )
        )
    assert notices(way.partner_id) == ["reserved", "stay_reserved", "departure_cancelled", "stay_changed"]
    assert_whole()
