"""What happens to all reservations of a run: called off, delivered, placed on a tour."""

from datetime import timedelta

import pytest

from core.access.rights import Right
from core.database.doors import WriteSession, write
from core.lines.actions import generate_departures
from core.lines.capacity import Ride
from core.reservations.actions import (
    Reserved,
    Waiting,
    cancel_departure,
    place_on_tour,
    record_delivery,
    unplace_from_tour,
)
from core.reservations.refusals import DepartureGone, NoLongerOpen, NothingKeepsIt, NotYetRun
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal
from core.shared.plausible import Missing, OutOfBounds
from core.shared.quantities import TemperatureClass
from tests.builders import a_member
from tests.reservations.asking import (
    Dock,
    a_dock,
    a_tour,
    assert_sound,
    day_of,
    departure_of,
    notices,
    part_of,
    row_of,
    somebody_else,
)


def call_off(dock: Dock, reason: str = "Tempête de neige") -> tuple[int, ...]:
    return write(
        lambda session: cancel_departure(session, dock.coordinator, departure_id=dock.departure_id, reason=reason)
    )


# --- calling a departure off ---------------------------------------------------------------------------------------


def test_calling_off_ends_every_reservation_and_tells_each_partner(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    other = somebody_else(dock)
    rides, waits = dock.ask(400), other.ask(300, waits_if_full=True)
    assert isinstance(waits, Waiting)
    assert call_off(dock) == (rides.reservation_id, waits.reservation_id)
    assert {row_of(each).state for each in (rides.reservation_id, waits.reservation_id)} == {ReservationState.cancelled}
    assert dock.used_kg() == [0, 0]
    assert notices(dock.partner_id)[-1] == notices(other.partner_id)[-1] == "departure_cancelled"
    assert departure_of(dock.departure_id).state == "cancelled"
    assert_sound()


def test_a_departure_called_off_takes_nothing_more_and_is_called_off_once(sqlite_database: object) -> None:
    dock = a_dock()
    call_off(dock)
    with pytest.raises(DepartureGone):
        dock.ask(10)
    with pytest.raises(DepartureGone):
        call_off(dock)


def test_only_a_coordinator_calls_off_and_says_why(sqlite_database: object) -> None:
    dock = a_dock()
    with pytest.raises(Missing):
        call_off(dock, "  ")
    with pytest.raises(NotAllowed):
        write(lambda s: cancel_departure(s, dock.member, departure_id=dock.departure_id, reason="Panne"))
    with pytest.raises(NotFound):
        write(lambda s: cancel_departure(s, dock.coordinator, departure_id=9999, reason="Panne"))


# --- delivering ----------------------------------------------------------------------------------------------------


def deliver(dock: Dock, reservation_id: int, kg: int) -> None:
    write(lambda session: record_delivery(session, dock.coordinator, reservation_id=reservation_id, delivered_kg=kg))


def test_what_was_delivered_is_written_down_and_may_be_corrected(sqlite_database: object) -> None:
    dock = a_dock()
    done = dock.ask(300).reservation_id
    with clock.set_to(departure_of(dock.departure_id).starts_at + timedelta(hours=2)):
        deliver(dock, done, 280)
        assert (row_of(done).state, row_of(done).delivered_kg) == (ReservationState.delivered, 280)
        deliver(dock, done, 0)
        assert (row_of(done).state, row_of(done).delivered_kg) == (ReservationState.no_show, 0)
        with pytest.raises(OutOfBounds):
            deliver(dock, done, -1)
    assert dock.used_kg() == [300, 300]
    assert_sound()


def test_nothing_is_delivered_before_the_truck_leaves_nor_without_room_on_it(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    done, waits = dock.ask(400).reservation_id, dock.ask(300, waits_if_full=True).reservation_id
    with pytest.raises(NotYetRun):
        deliver(dock, done, 300)
    with pytest.raises(NoLongerOpen):
        deliver(dock, waits, 300)
    with pytest.raises(NotFound):
        deliver(dock, 9999, 300)


def test_the_driver_of_the_run_writes_deliveries_and_others_do_not(sqlite_database: object) -> None:
    dock = a_dock()
    done = dock.ask(300).reservation_id
    driver, other = (write(lambda s: a_member(s, rights=[Right.driver])) for _ in range(2))

    def drives(session: WriteSession) -> None:
        from core.lines.departure_actions import set_driver

        set_driver(session, dock.coordinator, departure_id=dock.departure_id, person_id=driver.person_id)

    write(drives)
    with clock.set_to(departure_of(dock.departure_id).starts_at + timedelta(hours=2)):
        for member in (other, dock.member):
            with pytest.raises(NotAllowed):
                write(lambda s, who=member: record_delivery(s, who, reservation_id=done, delivered_kg=300))  # type: ignore[misc]  # a default binds the loop variable
        write(lambda s: record_delivery(s, driver, reservation_id=done, delivered_kg=300))
    assert row_of(done).state == ReservationState.delivered


# --- tours ---------------------------------------------------------------------------------------------------------


def place(tour: Dock, reservation_id: int, *, way: tuple[int, int] = (0, 2), departure_id: int | None = None) -> None:
    def placed(session: WriteSession) -> None:
        from core.lines.store import rooms_on_legs

        on = departure_id or tour.departure_id
        box = rooms_on_legs(session, [on])[on][0].compartment_id
        place_on_tour(session, reservation_id=reservation_id, ride=Ride(on, box, *way))

    write(placed)


def test_an_accepted_tour_gives_requests_their_place_and_room(database: str) -> None:
    tour = a_tour()
    asked = tour.ask(300).reservation_id
    place(tour, asked)
    assert row_of(asked).state == ReservationState.confirmed
    assert tour.used_kg() == [300, 300]
    assert notices(tour.partner_id) == ["tour_accepted"]
    assert_sound()
    write(lambda session: unplace_from_tour(session, reservation_id=asked))
    assert row_of(asked).state == ReservationState.requested
    assert tour.used_kg() == [0, 0]
    assert part_of(asked).from_position is None
    assert_sound()


def test_a_tour_may_take_a_request_made_on_another_departure(sqlite_database: object) -> None:
    tour = a_tour()
    asked = tour.ask(300).reservation_id
    line_id = departure_of(tour.departure_id).line_id
    day = day_of(tour) + timedelta(days=1)
    made = write(
        lambda s: generate_departures(
            s, tour.coordinator, line_id=line_id, first_day=day, last_day=day + timedelta(days=2)
        )
    ).made
    place(tour, asked, departure_id=made[0])
    assert part_of(asked).departure_id == made[0]
    assert_sound()


def test_a_place_on_a_tour_keeps_places_room_and_temperature(sqlite_database: object) -> None:
    tour = a_tour(capacity_kg=500)
    asked, second = tour.ask(300).reservation_id, tour.ask(300).reservation_id
    with pytest.raises(ValueError, match="not the way"):
        place(tour, asked, way=(0, 1))
    place(tour, asked)
    with pytest.raises(RuntimeError, match="no room"):
        place(tour, second)
    with pytest.raises(NoLongerOpen):
        place(tour, asked)
    with pytest.raises(NoLongerOpen):
        write(lambda session: unplace_from_tour(session, reservation_id=second))
    for act in (lambda s: unplace_from_tour(s, reservation_id=9999), lambda s: _place_nobody(s, tour)):
        with pytest.raises(NotFound):
            write(act)
    assert_sound()


def test_a_tour_never_takes_a_load_too_warm(sqlite_database: object) -> None:
    tour = a_tour()
    asked = tour.ask(300).reservation_id

    def spoil(session: WriteSession) -> None:
        from core.reservations.tables import Reservation

        session.get_one(Reservation, asked).temperature = TemperatureClass.frozen

    write(spoil)
    with pytest.raises(NothingKeepsIt) as refused:
        place(tour, asked)
    assert isinstance(refused.value, Refusal)


def test_a_placed_load_may_still_shrink_and_leave(sqlite_database: object) -> None:
    from core.reservations.actions import cancel, change_quantity
    from core.shared.quantities import Quantity

    tour = a_tour()
    asked = tour.ask(300).reservation_id
    place(tour, asked)
    done = write(lambda s: change_quantity(s, tour.member, reservation_id=asked, quantity=Quantity(200, 0), version=2))
    assert isinstance(done, Reserved)
    assert tour.used_kg() == [200, 200]
    write(lambda s: cancel(s, tour.member, reservation_id=asked))
    assert tour.used_kg() == [0, 0]


def _place_nobody(session: WriteSession, tour: Dock) -> None:
    place_on_tour(session, reservation_id=9999, ride=Ride(tour.departure_id, 1, 0, 2))
