"""The demonstration shows a load that waits for a coordinator's yes, and a whole season of one farm."""

from __future__ import annotations

import pytest

from core.access.rights import Member
from core.access.views import member_by_email
from core.database.doors import reading
from core.reservations.series_views import series_of
from core.reservations.states import ReservationState
from core.reservations.views import reservations_to_approve
from core.shared import clock
from tests.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("made")


def somebody(email: str) -> Member:
    with reading() as session:
        member = member_by_email(session, email)
    assert member is not None
    return member


def test_one_load_waits_for_the_coordinators_yes_with_its_note() -> None:
    with clock.set_to(NOW), reading() as session:
        (row,) = reservations_to_approve(session, somebody("coordination@exemple.qc.ca"))
    assert row.state is ReservationState.to_approve
    assert row.line_name == "Traverse Matane–Baie-Comeau"
    assert row.note


def test_the_farm_has_a_season_with_dates_booked_and_dates_to_come() -> None:
    farm = somebody("ferme@exemple.qc.ca")
    with clock.set_to(NOW), reading() as session:
        (season,) = series_of(session, farm, partner_id=farm.partner_ids[0])
    assert season.weekdays == (1,)
    assert sum(each.is_booked for each in season.dates) >= 8
    assert any(each.reservation_state is None for each in season.dates), "the last ones have no departure yet"
