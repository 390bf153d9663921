"""What people see of departures: true to the counters, in few queries."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from core.database.doors import WriteSession, reading, writing
from core.fleet.cards import CompartmentCard
from core.fleet.store import compartments_of
from core.lines.actions import generate_departures
from core.lines.capacity import Ride
from core.lines.carriage_store import OfLines, carriages
from core.lines.store import take_room
from core.lines.tables import Departure, DepartureState, LegRoom
from core.lines.views import DepartureFilter, departure_detail, departures_between, lines
from core.shared import clock
from core.shared.errors import NotFound
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_line, a_site, a_vehicle
from tests.queries import counting_queries

NOON = datetime(2027, 2, 1, 17, tzinfo=UTC)
TUESDAY = date(2027, 2, 9)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


def take(
    session: WriteSession, departure_id: int, compartment: int, first: int, last: int, kg: int, pallets: int
) -> None:
    boxes = sorted(
        {each.compartment_id for each in session.exec(select(LegRoom).where(LegRoom.departure_id == departure_id))}
    )
    assert take_room(session, Ride(departure_id, boxes[compartment], first, last), Quantity(kg, pallets))


def a_two_box_departure(session: WriteSession) -> int:
    boxes = (
        CompartmentCard("Froid", 600, 300, (TemperatureClass.chilled,)),
        CompartmentCard("Gel", 600, 300, (TemperatureClass.frozen,)),
    )
    truck = a_vehicle(session, compartments=boxes, payload_kg=1000, name="Le bleu")
    sites = [a_site(session, town=town) for town in ("Rimouski", "Rimouski", "Amqui", "Matane")]
    line_id = a_line(session, vehicle_id=truck, site_ids=sites, name="Vallée")
    return a_departure(session, line_id=line_id, day=TUESDAY)


def test_a_row_tells_the_tightest_and_the_best_leg_of_each_compartment(database: str) -> None:
    with writing() as session:
        departure_id = a_two_box_departure(session)
        take(session, departure_id, 0, 0, 2, 500, 100)
        take(session, departure_id, 1, 1, 3, 200, 250)
    with reading() as session:
        (row,) = departures_between(session, first_day=TUESDAY, last_day=TUESDAY)
    assert (row.id, row.line_name, row.vehicle_name) == (departure_id, "Vallée", "Le bleu")
    assert row.stop_names == ("Rimouski", "Amqui", "Matane")
    assert row.metres == 150_000
    cold, frozen_box = row.rooms
    assert (cold.temperature, cold.capacity) == (TemperatureClass.chilled, Quantity(600, 300))
    # on the middle leg the payload (1 000 kg) leaves 300 kg for both boxes; the chilled one has 100 of its own
    assert (cold.free_everywhere, cold.free_somewhere) == (Quantity(100, 200), Quantity(600, 300))
    assert (frozen_box.free_everywhere, frozen_box.free_somewhere) == (Quantity(300, 50), Quantity(500, 300))


def test_free_room_is_never_above_what_the_payload_leaves(database: str) -> None:
    with writing() as session:
        departure_id = a_two_box_departure(session)
        take(session, departure_id, 0, 0, 3, 600, 0)
    with reading() as session:
        (row,) = departures_between(session, first_day=TUESDAY, last_day=TUESDAY)
        detail = departure_detail(session, departure_id)
    assert row.rooms[1].free_everywhere.kg == 400
    assert [room.free.kg for leg in detail.legs for room in leg.rooms if room.temperature == "frozen"] == [400] * 3


def test_the_load_weighs_each_leg_by_its_length(database: str) -> None:
    with writing() as session:
        departure_id = a_departure(session, capacity_kg=1000, pallet_hundredths=1000, day=TUESDAY)
        take(session, departure_id, 0, 0, 1, 500, 0)
    with reading() as session:
        (row,) = departures_between(session, first_day=TUESDAY, last_day=TUESDAY)
        (carried,) = carriages(session, one_by_one=(TUESDAY, TUESDAY), in_sum=[], of=OfLines())
    assert row.load_percent == carried.carriage.load_percent == 25
    assert (carried.carriage.mean_used_kg, carried.carriage.mean_capacity_kg) == (250, 1000)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (DepartureFilter(), True),
        (DepartureFilter(territory="Bas-Saint-Laurent"), True),
        (DepartureFilter(territory="Gaspésie"), False),
        (DepartureFilter(temperature=TemperatureClass.fresh_produce), True),  # rides chilled
        (DepartureFilter(temperature=TemperatureClass.hot), False),
        (DepartureFilter(least_kg=600), True),
        (DepartureFilter(least_kg=601), False),
        (DepartureFilter(temperature=TemperatureClass.frozen, least_kg=501), False),
        (DepartureFilter(temperature=TemperatureClass.frozen, least_kg=500), True),
        (DepartureFilter(least_pallet_hundredths=301), False),
        # 500 kg is free on the last leg only, and there 50 hundredths of a pallet are
        (DepartureFilter(temperature=TemperatureClass.frozen, least_kg=400, least_pallet_hundredths=51), False),
        (DepartureFilter(temperature=TemperatureClass.frozen, least_kg=400, least_pallet_hundredths=50), True),
    ],
)
def test_a_filter_keeps_departures_with_room_for_the_whole_load_on_one_leg(
    sqlite_database: object, wanted: DepartureFilter, found: bool
) -> None:
    with writing() as session:
        departure_id = a_two_box_departure(session)
        take(session, departure_id, 0, 0, 2, 600, 100)
        take(session, departure_id, 1, 0, 1, 100, 0)
        take(session, departure_id, 1, 1, 3, 100, 250)
    with reading() as session:
        rows = departures_between(session, first_day=TUESDAY, last_day=TUESDAY, wanted=wanted)
        by_line = departures_between(session, first_day=TUESDAY, last_day=TUESDAY, wanted=DepartureFilter(line_id=999))
    assert [row.id for row in rows] == ([departure_id] if found else [])
    assert by_line == []


def test_with_a_temperature_only_the_rooms_that_carry_it_are_shown(sqlite_database: object) -> None:
    with writing() as session:
        a_two_box_departure(session)
    wanted = DepartureFilter(temperature=TemperatureClass.ambient)
    with reading() as session:
        (row,) = departures_between(session, first_day=TUESDAY, last_day=TUESDAY, wanted=wanted)
    assert [room.temperature for room in row.rooms] == [TemperatureClass.chilled]


def test_a_list_takes_three_queries_whatever_the_number_of_departures(database: str) -> None:
    with writing() as session:
        for _ in range(3):
            generate_departures(
                session,
                a_coordinator(session),
                line_id=a_line(session),
                first_day=date(2027, 2, 8),
                last_day=date(2027, 3, 20),
            )
    with reading() as session, counting_queries() as asked:
        rows = departures_between(session, first_day=date(2027, 2, 8), last_day=date(2027, 3, 20))
    assert len(rows) == 3 * 41
    assert [row.starts_at for row in rows] == sorted(row.starts_at for row in rows)
    assert asked.count <= 4, asked
    with reading() as session, counting_queries() as asked:
        assert departures_between(session, first_day=date(2031, 1, 1), last_day=date(2031, 1, 2)) == []
        assert len(lines(session)) == 3
    assert asked.count <= 3, asked


def test_a_cancelled_departure_is_listed_and_carries_nothing(sqlite_database: object) -> None:
    with writing() as session:
        departure_id = a_departure(session, day=TUESDAY)
        session.get_one(Departure, departure_id).state = DepartureState.cancelled
    with reading() as session:
        rows = departures_between(session, first_day=TUESDAY, last_day=TUESDAY)
        assert [row.state for row in rows] == [DepartureState.cancelled]
        assert carriages(session, one_by_one=(TUESDAY, TUESDAY), in_sum=[], of=OfLines()) == []


def test_a_detail_shows_stops_and_legs_in_order(database: str) -> None:
    with writing() as session:
        departure_id = a_two_box_departure(session)
        take(session, departure_id, 0, 1, 2, 150, 50)
    with reading() as session, counting_queries() as asked:
        detail = departure_detail(session, departure_id)
    assert [(stop.position, stop.town) for stop in detail.stops] == [
        (0, "Rimouski"),
        (1, "Rimouski"),
        (2, "Amqui"),
        (3, "Matane"),
    ]
    assert [(leg.position, leg.metres, leg.used_kg, len(leg.rooms)) for leg in detail.legs] == [
        (0, 50_000, 0, 2),
        (1, 50_000, 150, 2),
        (2, 50_000, 0, 2),
    ]
    assert detail.stop_names == ("Rimouski", "Amqui", "Matane")
    assert detail.stops[0].arrives_at == detail.starts_at
    assert asked.count <= 5, asked


def test_a_departure_that_is_not_there_is_said_so(sqlite_database: object) -> None:
    with pytest.raises(NotFound), reading() as session:
        departure_detail(session, 999)


def test_a_vehicle_keeps_the_order_of_its_compartments(sqlite_database: object) -> None:
    with writing() as session:
        departure_id = a_two_box_departure(session)
        truck = session.get_one(Departure, departure_id).vehicle_id
        names = [each.name for each in compartments_of(session, truck)]
    assert names == ["Froid", "Gel"]
