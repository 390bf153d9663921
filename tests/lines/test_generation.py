from datetime import UTC, date, datetime

from sqlmodel import select

from core.database.doors import reading, writing
from core.lines.tables import Departure, Leg, LegRoom
from core.shared import clock
from tests.builders import a_departure


def test_a_departure_is_built_whole(database: str) -> None:
    with clock.set_to(datetime(2027, 2, 1, 12, tzinfo=UTC)), writing() as session:
        departure_id = a_departure(session, capacity_kg=900)
    with reading() as session:
        assert session.get_one(Departure, departure_id).service_date == date(2027, 2, 8)
        assert [leg.metres for leg in session.exec(select(Leg))] == [50_000, 50_000]
        assert {room.capacity_kg for room in session.exec(select(LegRoom))} == {900}
