"""A way with transfers is reserved whole, changed whole and given back whole; on both engines."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select, update

from core.access.rights import VISITOR
from core.database.doors import WriteSession, reading, write
from core.lines.tables import DepartureStop
from core.reservations.actions import cancel, cancel_departure, change_quantity
from core.reservations.connection_actions import reserve_connection
from core.reservations.connection_check_views import broken_connections
from core.reservations.connection_requests import AskedRide, NoLongerMeet, RideFull, TransferFull
from core.reservations.connection_tables import RidePrice
from core.reservations.connection_views import find_connections
from core.reservations.itineraries import Stretch
from core.reservations.refusals import DearerNow, NoRoomForMore, RequestReused
from core.shared.errors import NotAllowed, NotFound, SignInNeeded, WrongInput
from core.shared.quantities import Quantity, TemperatureClass
from core.storage.actions import StayWaiting, cancel_stay
from core.storage.refusals import NoStorageForMore, StayIsTransfer
from core.storage.states import StayState
from core.storage.tables import StorageStay
from tests.queries import counting_queries
from tests.reservations.asking import notices, row_of, somebody_else
from tests.reservations.ways import Way, a_way, assert_whole
from tests.storage.depot import somebody_else as somebody_else_there
from tests.storage.depot import stay_of


def stays_of(reservation_id: int) -> list[StorageStay]:
    with reading() as session:
        return list(session.exec(select(StorageStay).where(StorageStay.reservation_id == reservation_id)))


def test_where_no_departure_goes_all_the_way_two_in_a_row_do(database: str) -> None:
    way = a_way()
    with counting_queries() as counter:
        (found,) = way.found()
    assert counter.count <= 9, str(counter)
    assert [hop.departure_id for hop in found.hops] == list(way.departure_ids)
    assert [transfer.offer_id for transfer in found.transfers] == [way.offer_id]
    assert found.storage_cents == 2 * 120
    assert way.found(temperature=TemperatureClass.frozen) == []
    assert way.found(1001) == []
    with reading() as session, pytest.raises(NotAllowed):
        find_connections(session, somebody_else(way.dock(0)).member, way.wish())


def test_a_way_is_reserved_whole_at_the_price_shown(database: str) -> None:
    way = a_way()
    request = way.request()
    done = way.send(request)
    assert done.price_cents == request.agreed_cents
    assert way.counted() == (300, 300, 200)
    assert row_of(done.reservation_id).price_cents == done.price_cents
    (stay,) = stays_of(done.reservation_id)
    assert (stay.first_day, stay.last_day, stay.pallet_hundredths) == (way.day, way.day, 200)
    assert notices(way.partner_id) == ["reserved"]
    assert notices(way.owner_id) == ["stay_here"]
    assert way.send(request) == done
    with pytest.raises(RequestReused):
        way.send(replace(request, quantity=Quantity(299, 200)))
    assert_whole()


def test_nothing_is_kept_when_the_second_ride_is_full(database: str) -> None:
    way = a_way()
    request = way.request()
    way.dock(1).ask(800, way=(0, 1))
    with pytest.raises(RideFull) as full:
        way.send(request)
    assert full.value.lacking.kg == 100
    assert way.counted() == (0, 800, 0)
    assert_whole()


def test_nothing_is_kept_when_the_storage_is_full(database: str) -> None:
    way = a_way()
    request = way.request()
    offset = (way.day - way.depot().day(0)).days
    way.depot().ask(900, on=(offset, offset))
    with pytest.raises(TransferFull):
        way.send(request)
    assert way.counted() == (0, 0, 900)


def test_cancelling_gives_everything_back_at_once_to_whoever_waits(database: str) -> None:
    way = a_way(pallet_hundredths=200)
    done = way.send(way.request())
    offset = (way.day - way.depot().day(0)).days
    other = somebody_else_there(way.depot())
    waits = other.ask(150, on=(offset, offset), waits_if_full=True)
    assert isinstance(waits, StayWaiting)
    with pytest.raises(StayIsTransfer):
        write(lambda session: cancel_stay(session, way.member, stay_id=stays_of(done.reservation_id)[0].id or 0))
    write(lambda session: cancel(session, way.member, reservation_id=done.reservation_id))
    assert way.counted() == (0, 0, 150)
    assert stay_of(waits.stay_id).state is StayState.confirmed
    assert [stay.state for stay in stays_of(done.reservation_id)] == [StayState.cancelled]
    assert_whole()


def test_another_quantity_is_checked_on_every_part_and_priced_as_their_sum(database: str) -> None:
    way = a_way(pallet_hundredths=250)
    done = way.send(way.request())
    write(lambda session: change_quantity_to(session, way, done.reservation_id, Quantity(150, 100), 1))
    assert way.counted() == (150, 150, 100)
    changed = row_of(done.reservation_id)
    assert changed.price_cents < done.price_cents
    assert_whole()
    offset = (way.day - way.depot().day(0)).days
    somebody_else_there(way.depot()).ask(50, on=(offset, offset))
    with pytest.raises(NoStorageForMore):
        write(lambda session: change_quantity_to(session, way, done.reservation_id, Quantity(300, 250), 2))
    somebody_else(way.dock(1)).ask(700, way=(0, 1))
    with pytest.raises(NoRoomForMore):
        write(lambda session: change_quantity_to(session, way, done.reservation_id, Quantity(400, 200), 2))
    assert way.counted() == (150, 850, 150)
    assert_whole()


def change_quantity_to(session: WriteSession, way: Way, reservation_id: int, quantity: Quantity, version: int) -> None:
    change_quantity(session, way.member, reservation_id=reservation_id, quantity=quantity, version=version)


def test_calling_one_departure_off_ends_the_whole_way(database: str) -> None:
    way = a_way()
    done = way.send(way.request())
    write(
        lambda session: cancel_departure(
            session, way.coordinator, departure_id=way.departure_ids[1], reason="Panne du camion"
        )
    )
    assert way.counted() == (0, 0, 0)
    assert stays_of(done.reservation_id)[0].state is StayState.cancelled
    assert_whole()


def test_a_form_that_no_longer_fits_the_timetable_is_refused(database: str) -> None:
    way = a_way()
    request = way.request()
    first, second = request.rides
    wrong = [
        replace(request, rides=(second, first)),
        replace(request, rides=(AskedRide(first.departure_id, Stretch(0, 9)), second)),
        replace(request, from_site_id=way.end, to_site_id=way.start),
    ]
    for each in wrong:
        with pytest.raises(NoLongerMeet):
            way.send(replace(each, request_id=uuid4().hex))
    with pytest.raises(WrongInput):
        way.send(replace(request, rides=(first,), offer_ids=()))
    with pytest.raises(NotFound):
        way.send(replace(request, offer_ids=(999,)))
    with pytest.raises(NotFound):
        way.send(replace(request, rides=(first, AskedRide(999, Stretch(0, 1)))))
    with pytest.raises(DearerNow):
        way.send(replace(request, agreed_cents=(request.agreed_cents or 0) - 1))
    assert way.counted() == (0, 0, 0)


def test_only_ones_own_partner_reserves_a_way(database: str) -> None:
    way = a_way()
    request = way.request()
    stranger = somebody_else(way.dock(0))
    with pytest.raises(NotAllowed):
        write(lambda session: reserve_connection(session, stranger.member, request))
    with pytest.raises(SignInNeeded):
        write(lambda session: reserve_connection(session, VISITOR, request))


def test_a_broken_way_is_found(database: str) -> None:
    way = a_way()
    way.send(way.request())
    assert_whole()
    write(lambda session: session.execute(update(RidePrice).values(price_cents=0)))
    with reading() as session:
        assert len(broken_connections(session)) == 1
    assert len(moved(way)) == 2


def moved(way: Way) -> list[str]:
    """Let the second truck leave two days later behind everybody's back, and return what is then wrong."""
    with reading() as session:
        stop = session.exec(
            select(DepartureStop).where(DepartureStop.departure_id == way.departure_ids[1], DepartureStop.position == 0)
        ).one()
    later = stop.leaves_at + timedelta(days=2)
    write(
        lambda session: session.execute(
            update(DepartureStop)
            .where(col(DepartureStop.departure_id) == way.departure_ids[1], col(DepartureStop.position) == 0)
            .values(leaves_at=later)
        )
    )
    with reading() as session:
        return broken_connections(session)
