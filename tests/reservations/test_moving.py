"""When a departure moves or its truck changes, partners are told, who waits is promoted, nobody is put off (R1, R3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.database.doors import reading, write, writing
from core.fleet.actions import CompartmentCard, VehicleCard
from core.fleet.views import vehicles
from core.i18n.words import words
from core.lines.room_actions import Followed
from core.lines.views import room_cuts
from core.notices.sentences import sentence_of
from core.notices.views import own_notices
from core.reservations.actions import (
    Reserved,
    Waiting,
    cancel,
    change_quantity,
    change_vehicle,
    end_thaw,
    move_departure,
    set_thaw,
)
from core.reservations.states import ReservationState
from core.schema.verify import verify
from core.shared import clock
from core.shared.quantities import Quantity
from tests.builders import a_vehicle
from tests.reservations.asking import Dock, a_dock, day_of, departure_of, notices, part_of, row_of, somebody_else

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def resize(dock: Dock, kg: int, *, gvwr_kg: int | None = None) -> Followed:
    """Make the truck of the dock's departure hold another weight."""
    with reading() as session:
        truck = next(each for each in vehicles(session) if each.id == departure_of(dock.departure_id).vehicle_id)
    card = VehicleCard(
        **{name: getattr(truck, name) for name in VehicleCard.__slots__ if name not in {"compartments", "payload_kg"}}
        | {"gvwr_kg": gvwr_kg or max(truck.gvwr_kg, kg + 1000)},
        payload_kg=kg,
        compartments=tuple(
            CompartmentCard(box.name, kg, box.pallet_hundredths, box.temperatures, box.id) for box in truck.compartments
        ),
    )
    return write(
        lambda session: change_vehicle(session, dock.coordinator, vehicle_id=truck.id, card=card, version=truck.version)
    )


def capacity_of(dock: Dock) -> set[int]:
    from core.lines.store import rooms_on_legs

    with reading() as session:
        return {each.capacity.kg for each in rooms_on_legs(session, [dock.departure_id])[dock.departure_id]}


def test_partners_are_told_and_keep_their_numbers(database: str) -> None:
    dock = a_dock()
    mine, waiting = dock.ask(900), somebody_else(dock).ask(300, waits_if_full=True)
    assert isinstance(mine, Reserved)
    assert isinstance(waiting, Waiting)
    before = part_of(mine.reservation_id)
    later = departure_of(dock.departure_id).starts_at + timedelta(days=1, hours=2)
    with writing() as session:
        move_departure(session, dock.coordinator, departure_id=dock.departure_id, starts_at=later, version=1)
    assert part_of(mine.reservation_id) == before
    assert row_of(mine.reservation_id).state is ReservationState.confirmed
    assert notices(dock.partner_id)[-1] == "departure_moved"
    assert notices(row_of(waiting.reservation_id).partner_id)[-1] == "departure_moved"
    with reading() as session:
        told = own_notices(session, dock.member)[0]
    said = sentence_of(words("fr"), told.kind, told.facts)
    assert words("fr").value(later) in said
    assert "—" not in said
    assert verify() == []


def test_a_larger_vehicle_promotes_who_waits_in_the_same_transaction(database: str) -> None:
    dock = a_dock(capacity_kg=1000)
    dock.ask(900)
    waiting = dock.ask(300, waits_if_full=True)
    with writing() as session:
        larger = a_vehicle(session, capacity_kg=1500)
        moved = move_departure(
            session,
            dock.coordinator,
            departure_id=dock.departure_id,
            starts_at=departure_of(dock.departure_id).starts_at,
            vehicle_id=larger,
            version=None,
        )
    assert moved.has_more_room
    assert row_of(waiting.reservation_id).state is ReservationState.confirmed
    assert dock.used_kg() == [1200, 1200]
    assert verify() == []


def test_a_truck_made_larger_grows_coming_departures_and_promotes(database: str) -> None:
    dock = a_dock(capacity_kg=1000)
    dock.ask(900)
    waiting = dock.ask(300, waits_if_full=True)
    followed = resize(dock, 1300)
    assert followed == Followed(grown=(dock.departure_id,))
    assert row_of(waiting.reservation_id).state is ReservationState.confirmed
    assert capacity_of(dock) == {1300}


def test_a_truck_made_smaller_cuts_what_is_free_at_once(database: str) -> None:
    dock = a_dock(capacity_kg=1000)
    dock.ask(500)
    followed = resize(dock, 600)
    assert followed == Followed(cut=(dock.departure_id,))
    assert capacity_of(dock) == {600}
    with reading() as session:
        assert room_cuts(session) == []


def test_a_cut_below_what_is_booked_waits_until_a_person_chooses_who_moves(database: str) -> None:
    dock = a_dock(capacity_kg=1000)
    first, second = dock.ask(500), dock.ask(400)
    waiting = dock.ask(300, waits_if_full=True)
    followed = resize(dock, 700)
    assert followed.held == (dock.departure_id,)
    assert capacity_of(dock) == {900}, "nobody is put off, and nothing more can be booked"
    with reading() as session:
        (held,) = room_cuts(session)
    assert (held.departure_id, held.service_date) == (dock.departure_id, day_of(dock))
    assert (held.booked.kg, held.room.kg) == (900, 700)
    assert verify() == []
    # the load that leaves frees no room above the truck: who waits stays waiting until there really is some
    write(lambda session: cancel(session, dock.member, reservation_id=second.reservation_id))
    assert capacity_of(dock) == {700}
    assert row_of(waiting.reservation_id).state is ReservationState.waiting
    with reading() as session:
        assert room_cuts(session) == []
    row = row_of(first.reservation_id)
    write(
        lambda session: change_quantity(
            session, dock.member, reservation_id=first.reservation_id, quantity=Quantity(400, 0), version=row.version
        )
    )
    assert row_of(waiting.reservation_id).state is ReservationState.confirmed
    assert dock.used_kg() == [700, 700]
    assert verify() == []


def test_the_thaw_cuts_heavy_trucks_and_its_end_gives_the_room_back(database: str) -> None:
    dock = a_dock(capacity_kg=1000)
    resize(dock, 1000, gvwr_kg=4500)
    dock.ask(750)
    day = day_of(dock)
    thaw = write(lambda session: set_thaw(session, dock.coordinator, first_day=day, last_day=day, keeps_percent=80))
    assert thaw.room.cut == (dock.departure_id,)
    assert capacity_of(dock) == {800}
    waiting = dock.ask(200, waits_if_full=True)
    assert isinstance(waiting, Waiting)
    write(lambda session: end_thaw(session, dock.coordinator, thaw_id=thaw.id))
    assert capacity_of(dock) == {1000}
    assert row_of(waiting.reservation_id).state is ReservationState.confirmed


def test_the_thaw_leaves_light_trucks_alone_and_holds_what_is_booked_above_it(database: str) -> None:
    light, heavy = a_dock(capacity_kg=1000), a_dock(capacity_kg=1000)
    resize(light, 1000, gvwr_kg=4499)
    resize(heavy, 1000, gvwr_kg=4500)
    heavy.ask(950)
    day = day_of(light)
    thaw = write(lambda session: set_thaw(session, light.coordinator, first_day=day, last_day=day, keeps_percent=85))
    assert thaw.room == Followed(cut=(heavy.departure_id,), held=(heavy.departure_id,))
    assert capacity_of(light) == {1000}
    assert capacity_of(heavy) == {950}
    milder = write(
        lambda session: set_thaw(
            session, light.coordinator, thaw_id=thaw.id, first_day=day, last_day=day, keeps_percent=96
        )
    )
    assert milder.room.held == ()
    assert capacity_of(heavy) == {960}
