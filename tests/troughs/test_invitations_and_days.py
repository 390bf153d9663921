"""An invitation follows its departure: it goes with a day that closes, and lapses with a run that is called off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.database.doors import reading, writing
from core.lines.actions import pause_line
from core.lines.closure_actions import note_day
from core.reservations.actions import cancel_departure
from core.shared import clock
from core.troughs.balance_views import season_ahead
from core.troughs.kinds import InvitationState
from tests.troughs.season_network import FIRST, NOW, a_network, invited, seen


@pytest.fixture(autouse=True)
def _in_january() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


def test_a_day_with_open_invitations_can_be_closed(database: str) -> None:
    network = a_network()
    invited(network, network.card())
    with writing() as session:
        done = pause_line(
            session,
            network.coordinator,
            line_id=network.line_id,
            first_day=FIRST,
            last_day=FIRST + timedelta(days=6),
            reason="Relâche",
        )
        assert done.removed == 1
    with writing() as session:
        note = note_day(session, network.coordinator, day=FIRST + timedelta(days=8), text="Tempête", closes=True)
        assert note.departures.removed == 1
    assert seen(network.members[0]) == []


def test_an_invitation_to_a_run_that_was_called_off_lapses_and_the_need_is_free_again(database: str) -> None:
    network = a_network()
    first, second = invited(network, network.card())
    with writing() as session:
        cancel_departure(session, network.coordinator, departure_id=first.departure_id, reason="Panne")
    assert [row.state for row in seen(network.members[0])] == [InvitationState.lapsed, InvitationState.open]
    with reading() as session:
        ahead = season_ahead(session, first_week=FIRST, weeks=2, now=clock.now())
    assert [want.week for want in ahead.problem.wants] == [first.wanted_week]
    assert second.wanted_week != first.wanted_week
