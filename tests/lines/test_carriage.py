"""What departures carried, as the database adds it up: the same as run by run, and of the lines asked for alone."""

from __future__ import annotations

from datetime import date, timedelta

from core.database.doors import reading, writing
from core.lines.capacity import Ride
from core.lines.carriage_store import OfLines, carriages
from core.lines.departure_rows_store import chosen, compartment_loads
from core.lines.load import carriage_of
from core.lines.store import take_room
from core.lines.tables import Departure, DepartureState, Leg
from core.shared.quantities import Quantity
from tests.builders import a_departure, a_vehicle
from tests.queries import counting_queries

MONDAY = date(2027, 2, 1)
DAYS = (MONDAY, MONDAY + timedelta(days=6))
FAR = (MONDAY + timedelta(days=364), MONDAY + timedelta(days=370))


def test_the_database_adds_up_what_each_run_carried(database: str) -> None:
    with writing() as session:
        ids = [a_departure(session, vehicle_id=a_vehicle(session), day=MONDAY + timedelta(days=n)) for n in range(4)]
        for number, departure_id in enumerate(ids):
            box = next(iter(compartment_loads(session, [Departure.id == departure_id])[departure_id])).compartment_id  # type: ignore[list-item]  # a column at run time
            assert take_room(session, Ride(departure_id, box, 0, 1 + number % 2), Quantity(100 * (number + 1), 50))
        session.get_one(Leg, (ids[1], 0)).metres = 0  # a leg of no length weighs one metre
        session.get_one(Departure, ids[3]).state = DepartureState.cancelled
    with reading() as session, counting_queries() as asked:
        alone = carriages(session, one_by_one=DAYS, in_sum=[FAR], of=OfLines())
    assert asked.count == 1
    with reading() as session:
        loads = compartment_loads(session, chosen([DAYS]))
    assert {each.departure_id: each.carriage for each in alone} == {each: carriage_of(loads[each]) for each in ids[:3]}
    assert {(each.week, each.departures) for each in alone} == {(MONDAY, 1)}


def test_only_the_lines_asked_for_are_added_up(database: str) -> None:
    with writing() as session:
        first, second = (
            session.get_one(Departure, a_departure(session, vehicle_id=a_vehicle(session), day=MONDAY)).line_id
            for _ in range(2)
        )
    with reading() as asking:

        def of(lines: OfLines) -> list[tuple[int, int]]:
            found = carriages(asking, one_by_one=None, in_sum=[DAYS], of=lines)
            return [(each.line_id, each.departure_id) for each in found]

        assert of(OfLines()) == [(first, 0), (second, 0)]
        assert of(OfLines(line_id=second)) == of(OfLines(line_ids=[second])) == [(second, 0)]
        assert of(OfLines(territory="Bas-Saint-Laurent")) == of(OfLines())
        assert of(OfLines(territory="Gaspésie")) == of(OfLines(line_ids=[])) == []
