"""A coordinator says what a line asks of whoever reserves on it; a line that says nothing has the usual terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.database.doors import reading, write
from core.lines.terms import USUAL_TERMS, QueueRule, Terms
from core.lines.terms_actions import set_line_terms
from core.lines.terms_views import line_terms
from core.shared.errors import NotAllowed, NotFound, StaleForm
from core.shared.plausible import OutOfBounds
from tests.builders import a_coordinator, a_line, a_member, a_partner

LEAVES = datetime(2027, 2, 8, 12, tzinfo=UTC)


def test_a_line_that_says_nothing_has_the_usual_terms(sqlite_database: object) -> None:
    line_id = write(lambda session: a_line(session))
    with reading() as session:
        assert line_terms(session, line_id) == (USUAL_TERMS, 0)


def test_terms_are_kept_as_they_were_written(database: str) -> None:
    line_id = write(lambda session: a_line(session))
    terms = Terms(
        needs_approval=True,
        hold_minutes=5,
        offer_hours=12,
        cancel_notice_hours=48,
        late_cancel_percent=50,
        queue_rule=QueueRule.small_may_board,
        passed_above_percent=60,
        reconfirm_days_before=3,
        partner_cap_percent=40,
    )
    write(lambda session: set_line_terms(session, a_coordinator(session), line_id=line_id, terms=terms, version=0))
    with reading() as session:
        assert line_terms(session, line_id) == (terms, 1)
    other = replace(terms, needs_approval=False)
    with pytest.raises(StaleForm):
        write(lambda session: set_line_terms(session, a_coordinator(session), line_id=line_id, terms=other, version=0))
    write(lambda session: set_line_terms(session, a_coordinator(session), line_id=line_id, terms=other, version=1))
    with reading() as session:
        assert line_terms(session, line_id) == (other, 2)


def test_only_a_coordinator_sets_them(sqlite_database: object) -> None:
    line_id = write(lambda session: a_line(session))
    with pytest.raises(NotAllowed):
        write(
            lambda session: set_line_terms(
                session,
                a_member(session, partner_ids=[a_partner(session)]),
                line_id=line_id,
                terms=Terms(offer_hours=2),
            )
        )
    with pytest.raises(NotFound):
        write(
            lambda session: set_line_terms(
                session, a_coordinator(session), line_id=line_id + 1, terms=Terms(offer_hours=2)
            )
        )


@pytest.mark.parametrize(
    "terms",
    [
        Terms(hold_minutes=-1),
        Terms(hold_minutes=121),
        Terms(offer_hours=0),
        Terms(cancel_notice_hours=337),
        Terms(late_cancel_percent=101),
        Terms(passed_above_percent=0),
        Terms(reconfirm_days_before=61),
        Terms(partner_cap_percent=101),
    ],
)
def test_terms_that_cannot_be_believed_are_answered_with_a_sentence(sqlite_database: object, terms: Terms) -> None:
    line_id = write(lambda session: a_line(session))
    with pytest.raises(OutOfBounds):
        write(lambda session: set_line_terms(session, a_coordinator(session), line_id=line_id, terms=terms))


@pytest.mark.parametrize(
    ("minutes_before", "percent", "owed"),
    [(48 * 60 + 1, 50, 0), (48 * 60, 50, 0), (48 * 60 - 1, 50, 501), (1, 100, 1001), (1, 0, 0)],
)
def test_late_is_later_than_the_notice(minutes_before: int, percent: int, owed: int) -> None:
    terms = Terms(cancel_notice_hours=48, late_cancel_percent=percent)
    now = LEAVES - timedelta(minutes=minutes_before)
    assert terms.penalty_cents(1001, starts_at=LEAVES, now=now) == owed
