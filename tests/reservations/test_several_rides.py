"""A reservation made of several rides is one thing: all of its rides change, end and arrive together (R1, R3)."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlmodel import col

from core.database.doors import reading, write, writing
from core.reservations.actions import (
    accept_offer,
    cancel,
    cancel_departure,
    change_quantity,
    expire_offers,
    record_delivery,
)
from core.reservations.refusals import DepartureGone, NoRoomForMore, OfferEnded
from core.reservations.states import ReservationState
from core.reservations.tables import ReservationPart
from core.reservations.views import drift, reservations_of, reservations_on
from core.shared import clock
from core.shared.quantities import Quantity
from tests.reservations.asking import assert_sound, departure_of, notices, row_of, somebody_else
from tests.reservations.connections import Transfer, a_transfer, ride_both


def used(transfer: Transfer) -> list[int]:
    return [transfer.dock(which).used_kg()[0] for which in (0, 1)]


def test_cancelling_frees_every_ride_and_promotes_on_each(database: str) -> None:
    transfer = a_transfer()
    both = ride_both(transfer, 800)
    waiting = [
        somebody_else(transfer.dock(which)).ask(500, way=(0, 1), waits_if_full=True).reservation_id for which in (0, 1)
    ]
    write(lambda session: cancel(session, transfer.member, reservation_id=both))
    assert [row_of(each).state for each in waiting] == [ReservationState.confirmed] * 2
    assert used(transfer) == [500, 500]
    assert_sound()


def test_a_quantity_grows_on_all_rides_or_on_none(database: str) -> None:
    transfer = a_transfer()
    both = ride_both(transfer, 300)
    somebody_else(transfer.dock(1)).ask(400, way=(0, 1))
    with pytest.raises(NoRoomForMore) as refused:
        write(
            lambda session: change_quantity(
                session, transfer.member, reservation_id=both, quantity=Quantity(700, 0), version=1
            )
        )
    assert refused.value.most.kg == 600
    assert used(transfer) == [300, 700]
    write(
        lambda session: change_quantity(
            session, transfer.member, reservation_id=both, quantity=Quantity(600, 0), version=1
        )
    )
    assert used(transfer) == [600, 1000]
    assert_sound()


def test_calling_one_truck_off_ends_the_whole_and_frees_the_other(database: str) -> None:
    transfer = a_transfer()
    both = ride_both(transfer, 800)
    waiting = somebody_else(transfer.dock(0)).ask(500, way=(0, 1), waits_if_full=True).reservation_id
    second = transfer.departure_ids[1]
    write(lambda session: cancel_departure(session, transfer.coordinator, departure_id=second, reason="bris"))
    assert row_of(both).called_off
    assert row_of(waiting).state == ReservationState.confirmed
    assert used(transfer) == [500, 0]
    assert notices(transfer.partner_id) == ["departure_cancelled"]
    assert_sound()


def test_an_offer_over_two_trucks_ends_on_both(database: str) -> None:
    transfer = a_transfer()
    both = ride_both(transfer, 800, state=ReservationState.offered)
    waiting = somebody_else(transfer.dock(1)).ask(500, way=(0, 1), waits_if_full=True).reservation_id
    assert row_of(waiting).state == ReservationState.waiting, "one truck's lock is not enough to end it"
    with pytest.raises(OfferEnded):
        write(lambda session: accept_offer(session, transfer.member, reservation_id=both))
    assert write(expire_offers) == 1
    assert row_of(both).state == ReservationState.cancelled
    assert row_of(waiting).state == ReservationState.confirmed
    assert used(transfer) == [0, 500]
    assert write(expire_offers) == 0
    assert_sound()


def test_once_the_first_truck_has_left_it_is_too_late_to_cancel(sqlite_database: object) -> None:
    transfer = a_transfer()
    both = ride_both(transfer)
    first = departure_of(transfer.departure_ids[0])
    with clock.set_to(first.starts_at), pytest.raises(DepartureGone):
        write(lambda session: cancel(session, transfer.member, reservation_id=both))


def test_it_is_delivered_by_the_last_truck(sqlite_database: object) -> None:
    transfer = a_transfer()
    both = ride_both(transfer)
    last = departure_of(transfer.departure_ids[1])
    with clock.set_to(last.ends_at):
        write(lambda session: record_delivery(session, transfer.coordinator, reservation_id=both, delivered_kg=280))
    assert (row_of(both).state, row_of(both).delivered_kg) == (ReservationState.delivered, 280)


def test_it_is_one_row_that_names_each_ride(database: str) -> None:
    transfer = a_transfer()
    both = ride_both(transfer)
    with reading() as session:
        (row,) = reservations_of(session, transfer.member, partner_id=transfer.partner_id)
        (aboard,) = reservations_on(session, transfer.coordinator, departure_id=transfer.departure_ids[1])
    assert row.id == aboard.id == both
    assert [ride.departure_id for ride in row.rides] == list(transfer.departure_ids)
    assert row.rides[0].to_site == row.rides[1].from_site != ""
    assert (row.from_site, row.to_site) == (row.rides[0].from_site, row.rides[1].to_site)
    assert row.leaves_at == row.rides[0].leaves_at < row.rides[1].leaves_at
    assert row.arrives_at == row.rides[1].arrives_at
    assert aboard.rides == row.rides


def test_a_gap_between_the_rides_is_found(sqlite_database: object) -> None:
    both = ride_both(a_transfer())
    with writing() as session:
        session.execute(update(ReservationPart).where(col(ReservationPart.position) == 1).values(position=2))
    with reading() as session:
        assert drift(session) == [f"R-{both:04d} has 2 rides that do not follow each other"]
