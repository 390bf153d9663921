"""Changing the quantity or cancelling frees room at once for whoever waits (R3)."""

from datetime import timedelta

import pytest

from core.access.rights import VISITOR
from core.database.doors import WriteSession, write
from core.fleet.cards import CompartmentCard
from core.i18n.words import words
from core.reservations.actions import (
    Answered,
    Requested,
    Reserved,
    Waiting,
    cancel,
    cancel_departure,
    change_quantity,
)
from core.reservations.refusals import (
    BiggerThanTruck,
    DepartureGone,
    NoLongerOpen,
    NoRoomForMore,
    TooLateToChange,
)
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import NotFound, Refusal, SignInNeeded, StaleForm
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_coordinator, a_vehicle
from tests.reservations.asking import (
    Dock,
    a_dock,
    a_tour,
    assert_sound,
    departure_of,
    notices,
    part_of,
    row_of,
    somebody_else,
)


def reserved(dock: Dock, kg: int, **values: object) -> int:
    done = dock.ask(kg, **values)
    assert isinstance(done, Reserved)
    return done.reservation_id


def waiting(dock: Dock, kg: int, **values: object) -> int:
    done = dock.ask(kg, waits_if_full=True, **values)
    assert isinstance(done, Waiting)
    return done.reservation_id


def change(dock: Dock, reservation_id: int, kg: int, pallets: int = 0) -> Answered:
    version = row_of(reservation_id).version
    return write(
        lambda session: change_quantity(
            session, dock.member, reservation_id=reservation_id, quantity=Quantity(kg, pallets), version=version
        )
    )


def give_up(dock: Dock, reservation_id: int) -> None:
    write(lambda session: cancel(session, dock.member, reservation_id=reservation_id))


def state(reservation_id: int) -> ReservationState:
    return row_of(reservation_id).state


# --- cancelling ----------------------------------------------------------------------------------------------------


def test_cancelling_frees_the_room_and_promotes_whoever_waits_in_the_same_act(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    other = somebody_else(dock)
    first, second = reserved(dock, 400), waiting(other, 300)
    give_up(dock, first)
    assert (state(first), state(second)) == (ReservationState.cancelled, ReservationState.confirmed)
    assert dock.used_kg() == [300, 300]
    assert notices(dock.partner_id) == ["reserved", "cancelled"]
    assert notices(other.partner_id) == ["waiting", "promoted"]
    assert_sound()


def test_the_first_in_line_is_served_first_and_the_next_does_not_overtake(
    sqlite_database: object,
) -> None:
    dock = a_dock(capacity_kg=500)
    full = reserved(dock, 500)
    large, small = waiting(dock, 450), waiting(dock, 100)
    assert change(dock, full, 300) == Reserved(full, 0, dock.departure_id, Quantity(300, 0))
    assert (state(large), state(small)) == (ReservationState.waiting, ReservationState.waiting)
    give_up(dock, full)
    assert (state(large), state(small)) == (ReservationState.confirmed, ReservationState.waiting)
    assert_sound()


def test_leaving_the_line_lets_the_next_one_through(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    reserved(dock, 300)
    large, small = waiting(dock, 450), waiting(dock, 100)
    give_up(dock, large)
    assert state(small) == ReservationState.confirmed


def test_cancelling_twice_changes_nothing(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    give_up(dock, done)
    give_up(dock, done)
    assert dock.used_kg() == [0, 0]
    assert notices(dock.partner_id) == ["reserved", "cancelled"]


def test_a_stale_form_cancels_nothing(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    change(dock, done, 200)
    with pytest.raises(StaleForm):
        write(lambda session: cancel(session, dock.member, reservation_id=done, version=1))
    assert dock.used_kg() == [200, 200]


def test_nobody_cancels_or_changes_what_is_not_theirs(sqlite_database: object) -> None:
    dock = a_dock()
    done, stranger = reserved(dock, 300), somebody_else(dock)
    with pytest.raises(NotFound):
        give_up(stranger, done)
    with pytest.raises(NotFound):
        change(stranger, done, 10)
    with pytest.raises(SignInNeeded):
        write(lambda session: cancel(session, VISITOR, reservation_id=done))
    with pytest.raises(NotFound):
        give_up(dock, 9999)
    write(lambda session: cancel(session, dock.coordinator, reservation_id=done))


def test_a_load_cannot_be_cancelled_once_the_truck_has_left(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    with clock.set_to(departure_of(dock.departure_id).starts_at), pytest.raises(DepartureGone):
        give_up(dock, done)


# --- changing the quantity -----------------------------------------------------------------------------------------


def test_less_frees_room_and_promotes(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    first = reserved(dock, 400)
    second = waiting(dock, 200)
    change(dock, first, 300)
    assert state(second) == ReservationState.confirmed
    assert dock.used_kg() == [500, 500]
    assert_sound()


def test_more_is_taken_where_there_is_room(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    done = reserved(dock, 300, pallets=100)
    assert change(dock, done, 450, 150) == Reserved(done, 0, dock.departure_id, Quantity(450, 150))
    assert dock.used_kg() == [450, 450]
    assert notices(dock.partner_id) == ["reserved", "changed"]
    assert_sound()


def test_more_than_there_is_room_for_changes_nothing(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    done = reserved(dock, 300)
    reserved(dock, 150, way=(1, 2))
    with pytest.raises(NoRoomForMore) as refused:
        change(dock, done, 400)
    assert (refused.value.from_place, refused.value.lacking) == ("Mont-Joli", Quantity(50, 0))
    assert refused.value.most == Quantity(350, 0)
    assert "350\u00a0kg" in words("en").refusal(refused.value)
    assert dock.used_kg() == [300, 450]


def test_more_never_overtakes_those_who_wait(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    done = reserved(dock, 300)
    waiting(dock, 400)
    with pytest.raises(NoRoomForMore) as refused:
        change(dock, done, 310)
    assert refused.value.most == Quantity(300, 0)


def test_more_than_the_empty_truck_takes_is_said_so(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    with pytest.raises(BiggerThanTruck):
        change(dock, reserved(dock, 300), 600)


def test_more_may_move_to_another_compartment_that_keeps_the_temperature(sqlite_database: object) -> None:
    boxes = (
        CompartmentCard("Avant", 300, 400, (TemperatureClass.chilled,)),
        CompartmentCard("Arrière", 800, 400, (TemperatureClass.chilled,)),
    )
    dock = a_dock(vehicle_id=write(lambda session: a_vehicle(session, compartments=boxes)))
    done = reserved(dock, 200)
    before = part_of(done).compartment_id
    change(dock, done, 700)
    assert part_of(done).compartment_id != before
    assert dock.used_kg() == [700, 700]
    assert_sound()


def test_the_same_quantity_changes_nothing(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    change(dock, done, 300)
    assert row_of(done).version == 1
    assert notices(dock.partner_id) == ["reserved"]


def test_a_stale_form_changes_nothing(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    change(dock, done, 200)
    with pytest.raises(StaleForm):
        write(
            lambda session: change_quantity(
                session, dock.member, reservation_id=done, quantity=Quantity(250, 0), version=1
            )
        )
    assert dock.used_kg() == [200, 200]


@pytest.mark.parametrize("kg", [0, -1, 10**9, float("nan")])
def test_an_unbelievable_quantity_changes_nothing(sqlite_database: object, kg: int) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    with pytest.raises(Refusal):
        change(dock, done, kg)
    assert dock.used_kg() == [300, 300]


def test_after_the_cut_off_only_coordinators_change_a_quantity(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)
    with clock.set_to(departure_of(dock.departure_id).closes_at):
        with pytest.raises(TooLateToChange):
            change(dock, done, 200)
        write(
            lambda session: change_quantity(
                session, dock.coordinator, reservation_id=done, quantity=Quantity(200, 0), version=1
            )
        )
    with clock.set_to(departure_of(dock.departure_id).starts_at), pytest.raises(DepartureGone):
        change(dock, done, 100)
    give_up(dock, done)
    with pytest.raises(NoLongerOpen):
        change(dock, done, 100)


def test_a_changed_quantity_keeps_the_terms_agreed_when_it_was_made(sqlite_database: object) -> None:
    write(
        lambda session: set_tariff(session, a_coordinator(session), TariffCard(clock.today(), 900, 250_000, 300, 0, {}))
    )
    dock = a_dock(capacity_kg=1000)
    done = reserved(dock, 300)
    assert row_of(done).price_cents == 2310  # trough week
    reserved(dock, 650)  # the week is a peak now
    change(dock, done, 200)
    assert row_of(done).price_cents == 1680  # 200 kg x 100 km x $0.0009 + $6, less 30 %


# --- in line and in tours ------------------------------------------------------------------------------------------


def test_asking_for_less_keeps_the_place_in_line(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    reserved(dock, 400)
    first, _second = waiting(dock, 300), waiting(dock, 200)
    assert change(dock, first, 200) == Waiting(first, 1)
    assert isinstance(change(dock, first, 100), Reserved)


def test_asking_for_more_goes_to_the_end_of_the_line(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    reserved(dock, 400)
    first, second = waiting(dock, 300), waiting(dock, 200)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        assert change(dock, first, 350) == Waiting(first, 2)
    assert row_of(first).least_kg == 350
    with pytest.raises(BiggerThanTruck):
        change(dock, second, 501)


def test_a_part_agreed_on_stays_agreed_when_asking_for_more(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    full = reserved(dock, 500)
    first = waiting(dock, 300, least_kg=200)
    change(dock, first, 400)
    change(dock, full, 250)
    assert (state(first), row_of(first).kg) == (ReservationState.confirmed, 250)


def test_a_request_for_a_tour_changes_freely(sqlite_database: object) -> None:
    tour = a_tour(capacity_kg=500)
    done = tour.ask(300)
    assert change(tour, done.reservation_id, 400) == Requested(done.reservation_id)
    with pytest.raises(BiggerThanTruck):
        change(tour, done.reservation_id, 600)
    give_up(tour, done.reservation_id)
    assert state(done.reservation_id) == ReservationState.cancelled


def test_what_a_called_off_departure_ended_cannot_be_changed(sqlite_database: object) -> None:
    dock = a_dock()
    done = reserved(dock, 300)

    def call_off(session: WriteSession) -> None:
        cancel_departure(session, dock.coordinator, departure_id=dock.departure_id, reason="Panne")

    write(call_off)
    with pytest.raises(NoLongerOpen):
        change(dock, done, 100)
