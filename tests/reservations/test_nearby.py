"""Where no departure joins two places, the stops near one of them that are joined to the other are named."""

from __future__ import annotations

from datetime import timedelta

from core.database.doors import reading, write
from core.reservations.nearby_views import NearbyStop, nearby_stops
from core.reservations.remedies import End
from core.reservations.requests import Wish
from core.shared import clock
from core.shared.places import Point
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import MONT_JOLI, RIMOUSKI, a_site
from tests.queries import counting_queries
from tests.reservations.asking import Dock, a_dock, day_of


def near(point: Point) -> Point:
    """Return a place some ten kilometres off."""
    return Point(point.latitude - 0.08, point.longitude + 0.05)


def found(dock: Dock, from_site_id: int, to_site_id: int) -> list[NearbyStop]:
    day = day_of(dock)
    wish = Wish(
        dock.partner_id, from_site_id, to_site_id, Quantity(100, 0), TemperatureClass.chilled, clock.today(), day
    )
    with reading() as session, counting_queries() as counter:
        stops = nearby_stops(session, dock.member, wish)
    assert counter.count <= 3
    return stops


def test_the_stop_near_the_end_is_named_with_how_far_and_how_often(database: str) -> None:
    dock = a_dock()
    beside = write(lambda session: a_site(session, town="Saint-Donat", point=near(MONT_JOLI)))
    (stop, *_others) = found(dock, dock.sites[0], beside)
    assert (stop.end, stop.site_id, stop.departures) == (End.end, dock.sites[1], 1)
    assert stop.first_day == day_of(dock)
    assert 8_000 < stop.metres < 20_000


def test_the_stop_near_the_start_is_named_as_well(sqlite_database: object) -> None:
    dock = a_dock()
    beside = write(lambda session: a_site(session, town="Le Bic", point=near(RIMOUSKI)))
    stops = found(dock, beside, dock.sites[2])
    assert [(each.end, each.site_id) for each in stops] == [(End.start, dock.sites[0]), (End.start, dock.sites[1])]
    assert stops[0].metres < stops[1].metres


def test_not_against_the_way_nor_across_the_river_nor_far(sqlite_database: object) -> None:
    dock = a_dock()
    beside = write(lambda session: a_site(session, point=near(RIMOUSKI)))
    assert found(dock, dock.sites[2], beside) == [], "the line does not go back"
    across = write(lambda session: a_site(session, territory="Côte-Nord", point=near(MONT_JOLI)))
    assert found(dock, dock.sites[0], across) == []
    far = write(lambda session: a_site(session, point=Point(MONT_JOLI.latitude - 1, MONT_JOLI.longitude)))
    assert found(dock, dock.sites[0], far) == []


def test_only_departures_that_still_take_reservations_count(sqlite_database: object) -> None:
    dock = a_dock()
    beside = write(lambda session: a_site(session, point=near(MONT_JOLI)))
    with clock.set_to(clock.now() + timedelta(days=6, hours=23)):
        assert found(dock, dock.sites[0], beside) == []
