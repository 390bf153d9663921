"""Room kept for others, and the limit of one partner, bound a sharing as they bound a reservation (R5)."""

from __future__ import annotations

from dataclasses import replace

from core.database.doors import write
from core.lines.terms import USUAL_TERMS
from core.partners.kinds import PartnerKind
from core.reservations.priority_actions import set_line_terms
from core.seasons.allotment_actions import add_allotment
from core.seasons.allotments import AllotmentCard
from core.slot_windows.kinds import ShareState
from tests.slot_windows.windows import FIRST, LAST, TUESDAYS, Spring, a_spring, asking_is_over


def keep(spring: Spring, kind: PartnerKind, percent: int) -> None:
    card = AllotmentCard(
        kinds=frozenset({kind}), percent=percent, first_day=FIRST, last_day=LAST, release_days=7, every_year=False
    )
    write(lambda session: add_allotment(session, spring.coordinator, line_id=spring.line_id, card=card))


def test_what_is_kept_for_others_is_not_shared(database: str) -> None:
    spring = a_spring()
    keep(spring, PartnerKind.food_bank, 50)
    one, other = spring.asked(400, 400)
    with asking_is_over():
        assert spring.confirm().refused == 0
    assert spring.held(one) == spring.held(other) == dict.fromkeys(TUESDAYS, ("confirmed", 150))


def test_what_is_kept_for_those_who_ask_is_shared(sqlite_database: object) -> None:
    spring = a_spring()
    keep(spring, PartnerKind.producer, 50)
    (who,) = spring.asked(600)
    with asking_is_over():
        spring.confirm()
    assert spring.held(who) == dict.fromkeys(TUESDAYS, ("confirmed", 600))


def test_nobody_receives_more_than_one_partner_may_hold(sqlite_database: object) -> None:
    spring = a_spring()
    terms = replace(USUAL_TERMS, partner_cap_percent=50)
    write(lambda session: set_line_terms(session, spring.coordinator, line_id=spring.line_id, terms=terms))
    small, large = spring.asked(100, 600)
    with asking_is_over():
        assert spring.board().is_fair
        assert spring.confirm().refused == 0
    assert spring.held(large) == dict.fromkeys(TUESDAYS, ("confirmed", 300))
    assert spring.held(small) == dict.fromkeys(TUESDAYS, ("confirmed", 100))
    share = spring.own(large).shares[0]
    assert share.state is ShareState.booked
    assert "one partner may hold" in share.reason
