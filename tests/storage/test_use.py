"""How full places are, span after span, for coordinators only."""

from __future__ import annotations

import pytest

from core.database.doors import reading
from core.shared.errors import NotAllowed
from core.storage.use_views import UseSpan, storage_use
from tests.queries import counting_queries
from tests.storage.depot import a_depot


def test_days_that_hold_the_same_are_one_span(database: str) -> None:
    depot = a_depot()
    depot.ask(300, on=(2, 4))
    depot.ask(200, on=(4, 4))
    with reading() as session, counting_queries() as asked:
        (lane,) = storage_use(session, depot.coordinator, first_day=depot.day(1), last_day=depot.day(7))
    assert asked.count == 1
    assert lane.spans == (
        UseSpan(depot.day(1), depot.day(1), 1000, 0),
        UseSpan(depot.day(2), depot.day(3), 1000, 300),
        UseSpan(depot.day(4), depot.day(4), 1000, 500),
        UseSpan(depot.day(5), depot.day(7), 1000, 0),
    )


def test_a_partner_does_not_read_everybodys_places(database: str) -> None:
    depot = a_depot()
    with reading() as session, pytest.raises(NotAllowed):
        storage_use(session, depot.member, first_day=depot.day(1), last_day=depot.day(7))
