"""Who is skipped on the waiting list is skipped by the line's stated rule, and reads it (R3)."""

from __future__ import annotations

from core.database.doors import reading
from core.lines.terms import QueueRule
from core.reservations.actions import Reserved, Waiting
from core.reservations.views import reservations_of
from tests.reservations.asking import a_dock, assert_sound, somebody_else
from tests.reservations.terms import with_terms


def test_a_newcomer_passes_a_very_big_load_where_the_line_says_so(database: str) -> None:
    dock = with_terms(a_dock(capacity_kg=500), queue_rule=QueueRule.small_may_board, passed_above_percent=60)
    dock.ask(300)
    big = somebody_else(dock)
    assert isinstance(big.ask(400, waits_if_full=True), Waiting)
    assert isinstance(somebody_else(dock).ask(150), Reserved)
    with reading() as session:
        (row,) = reservations_of(session, big.member, partner_id=big.partner_id)
    assert (row.rank, row.passed_above) == (1, 60)
    assert_sound()


def test_without_that_rule_nobody_passes(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(300)
    big = somebody_else(dock)
    big.ask(400, waits_if_full=True)
    answer = somebody_else(dock).ask(150, waits_if_full=True)
    assert answer == Waiting(answer.reservation_id, 2)
    with reading() as session:
        (row,) = reservations_of(session, big.member, partner_id=big.partner_id)
    assert row.passed_above is None
