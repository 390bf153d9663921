"""Effort is entered once, approved at the rate of its day, and never valued anew."""

import threading
from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.access.rights import VISITOR, Member
from core.compensation.actions import (
    ContributionRequest,
    approve_contribution,
    correct_contribution,
    give_contribution,
    question_contribution,
    set_rate,
)
from core.compensation.kinds import ContributionKind, ContributionState
from core.compensation.refusals import AlreadyApproved, RateInForce
from core.compensation.views import ContributionRow, check, contributions, partner_effort, rates
from core.database.doors import reading, write
from core.ledger.units import Unit
from core.ledger.views import balances
from core.notices.tables import Notice
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded, StaleForm, WrongInput
from core.shared.plausible import Missing, OutOfBounds
from tests.compensation.network import NOW, TODAY, SmallNetwork, given

HOURS, GOODS, DISTANCE, MONEY = (
    ContributionKind.hours,
    ContributionKind.goods,
    ContributionKind.distance,
    ContributionKind.money,
)


def a_rate(network: SmallNetwork, cents: int, *, kind: ContributionKind = HOURS, since: date = TODAY) -> None:
    write(lambda session: set_rate(session, network.coordinator, kind=kind, cents_per_unit=cents, valid_from=since))


def approve(network: SmallNetwork, contribution_id: int, *, by: Member | None = None) -> int:
    who = by or network.treasurer
    return write(lambda session: approve_contribution(session, who, contribution_id=contribution_id)).value_cents


def question(contribution_id: int, *, by: Member, text: str = "?") -> None:
    write(lambda session: question_contribution(session, by, contribution_id=contribution_id, question=text))


def rows(member: Member, *, partner_id: int | None = None) -> list[ContributionRow]:
    with reading() as session:
        return contributions(
            session, member, first_day=TODAY - timedelta(days=30), last_day=TODAY, partner_id=partner_id
        )


def all_balances() -> dict[tuple[int, Unit], int]:
    with reading() as session:
        assert check(session) == []
        return balances(session)


def test_approved_hours_count_as_hours_and_as_dollars(network: SmallNetwork) -> None:
    a_rate(network, 2000)
    contribution = given(network, quantity=90)
    assert all_balances() == {}
    assert approve(network, contribution) == 3000
    assert all_balances() == {(network.farm, Unit.cad_cents): 3000, (network.farm, Unit.minutes): 90}


def test_each_kind_counts_in_its_units(network: SmallNetwork) -> None:
    for number, (kind, quantity) in enumerate(((DISTANCE, 12_500), (GOODS, 40), (MONEY, 2500))):
        a_rate(network, 61, kind=kind)
        approve(network, given(network, kind=kind, quantity=quantity, request_id=f"req-{number}"))
    assert all_balances() == {
        (network.farm, Unit.cad_cents): 763 + 2440 + 1525,
        (network.farm, Unit.in_kind_kg): 40,
    }


def test_effort_without_a_rate_still_counts_in_its_own_unit(network: SmallNetwork) -> None:
    assert approve(network, given(network)) == 0
    assert approve(network, given(network, kind=DISTANCE, quantity=5000, request_id="req-2")) == 0
    assert all_balances() == {(network.farm, Unit.minutes): 90}


def test_approving_again_changes_nothing(network: SmallNetwork) -> None:
    a_rate(network, 2000)
    contribution = given(network)
    first = write(lambda session: approve_contribution(session, network.treasurer, contribution_id=contribution))
    again = write(lambda session: approve_contribution(session, network.coordinator, contribution_id=contribution))
    assert again == first
    assert all_balances()[network.farm, Unit.cad_cents] == 3000


def test_two_people_approving_at_once_post_it_once(network: SmallNetwork) -> None:
    a_rate(network, 2000)
    contribution = given(network)

    def one() -> None:
        with clock.set_to(NOW):
            approve(network, contribution)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all_balances()[network.farm, Unit.cad_cents] == 3000


def test_a_new_rate_never_rewrites_the_past(network: SmallNetwork) -> None:
    a_rate(network, 2000, since=TODAY - timedelta(days=60))
    approved, waiting = given(network), given(network, request_id="req-2", day=TODAY - timedelta(days=1))
    approve(network, approved)
    a_rate(network, 9000, since=TODAY + timedelta(days=1))
    assert all_balances()[network.farm, Unit.cad_cents] == 3000
    with clock.set_to(NOW + timedelta(days=2)):
        assert approve(network, waiting) == 3000
        later = given(network, request_id="req-3", day=TODAY + timedelta(days=1))
        assert approve(network, later) == 13_500
        rewritten = (TODAY, TODAY + timedelta(days=2))
        for since in rewritten:
            with pytest.raises(RateInForce):
                a_rate(network, 1, since=since)


def test_a_coming_rate_may_still_be_changed(network: SmallNetwork) -> None:
    tomorrow = TODAY + timedelta(days=1)
    a_rate(network, 2000)
    a_rate(network, 2500, since=tomorrow)
    a_rate(network, 2600, since=tomorrow)
    with reading() as session:
        assert [(rate.valid_from, rate.cents_per_unit) for rate in rates(session, network.farmer)] == [
            (tomorrow, 2600),
            (TODAY, 2000),
        ]


def test_a_rate_beyond_belief_is_refused(network: SmallNetwork) -> None:
    for cents in (-1, 100_001, 10**30):
        with pytest.raises(OutOfBounds):
            a_rate(network, cents)


def test_the_same_request_counts_once(network: SmallNetwork) -> None:
    assert given(network) == given(network)
    assert len(rows(network.farmer)) == 1


def test_the_same_request_with_another_content_is_refused(network: SmallNetwork) -> None:
    given(network)
    with pytest.raises(StaleForm):
        given(network, quantity=91)
    with pytest.raises(NotFound):
        write(
            lambda session: give_contribution(
                session, network.banker, ContributionRequest("req-1", network.bank, HOURS, 90, TODAY)
            )
        )


def test_what_cannot_be_believed_is_refused(network: SmallNetwork) -> None:
    wrong: list[tuple[dict[str, object], type[Refusal]]] = [
        ({"quantity": 0}, OutOfBounds),
        ({"quantity": -5}, OutOfBounds),
        ({"quantity": 744 * 60 + 1}, OutOfBounds),
        ({"quantity": 10**30}, OutOfBounds),
        ({"day": TODAY + timedelta(days=1)}, WrongInput),
        ({"day": TODAY - timedelta(days=401)}, WrongInput),
        ({"request_id": " "}, Missing),
        ({"role_id": 999}, NotFound),
    ]
    for changes, no in wrong:
        with pytest.raises(no):
            given(network, **changes)  # type: ignore[arg-type] # test data
    assert rows(network.farmer) == []


def test_the_limits_themselves_are_accepted(network: SmallNetwork) -> None:
    given(network, quantity=744 * 60, day=TODAY - timedelta(days=400))
    given(network, quantity=1, request_id="req-2")


def test_a_questioned_contribution_is_corrected_then_approved(network: SmallNetwork) -> None:
    a_rate(network, 2000)
    contribution = given(network, quantity=900)
    question(contribution, by=network.treasurer, text="15 heures, vraiment ?")
    row = rows(network.farmer)[0]
    assert (row.state, row.question, row.cents) == (ContributionState.questioned, "15 heures, vraiment ?", 30_000)
    write(
        lambda session: correct_contribution(
            session, network.farmer, contribution_id=contribution, quantity=90, day=TODAY, note="1 h 30"
        )
    )
    assert rows(network.farmer)[0].state is ContributionState.submitted
    assert approve(network, contribution) == 3000
    with reading() as session:
        kinds = [notice.kind for notice in session.exec(select(Notice).order_by(Notice.id))]  # type: ignore[arg-type] # a column
    assert kinds == ["contribution_questioned", "contribution_approved"]


def test_an_approved_contribution_is_neither_questioned_nor_corrected(network: SmallNetwork) -> None:
    contribution = given(network)
    approve(network, contribution)
    with pytest.raises(AlreadyApproved):
        question(contribution, by=network.treasurer, text="?")
    with pytest.raises(AlreadyApproved):
        write(
            lambda session: correct_contribution(
                session, network.farmer, contribution_id=contribution, quantity=1, day=TODAY
            )
        )


def test_a_question_is_not_blank(network: SmallNetwork) -> None:
    contribution = given(network)
    with pytest.raises(Missing):
        question(contribution, by=network.treasurer, text=" ")


def test_one_enters_effort_for_ones_own_partner_only(network: SmallNetwork) -> None:
    request = ContributionRequest("req-9", network.bank, HOURS, 60, TODAY)
    with pytest.raises(NotAllowed):
        write(lambda session: give_contribution(session, network.farmer, request))
    with pytest.raises(SignInNeeded):
        write(lambda session: give_contribution(session, VISITOR, request))
    write(lambda session: give_contribution(session, network.coordinator, request))
    contribution = given(network)
    with pytest.raises(NotAllowed):
        write(
            lambda session: correct_contribution(
                session, network.banker, contribution_id=contribution, quantity=1, day=TODAY
            )
        )


def test_members_neither_approve_nor_question_nor_set_rates(network: SmallNetwork) -> None:
    contribution = given(network)
    for member, no in ((network.farmer, NotAllowed), (VISITOR, SignInNeeded)):
        with pytest.raises(no):
            approve(network, contribution, by=member)
        with pytest.raises(no):
            question(contribution, by=member)
    with pytest.raises(NotAllowed):
        write(lambda session: set_rate(session, network.treasurer, kind=HOURS, cents_per_unit=1, valid_from=TODAY))
    with pytest.raises(NotFound):
        approve(network, 999)


def test_a_partner_sees_its_own_contributions_only(network: SmallNetwork) -> None:
    given(network)
    request = ContributionRequest("req-2", network.bank, GOODS, 40, TODAY)
    write(lambda session: give_contribution(session, network.banker, request))
    assert {row.partner_id for row in rows(network.farmer)} == {network.farm}
    assert {row.partner_id for row in rows(network.treasurer)} == {network.farm, network.bank}
    assert rows(network.farmer, partner_id=network.bank) == []
    assert {row.partner_id for row in rows(network.treasurer, partner_id=network.bank)} == {network.bank}
    with pytest.raises(SignInNeeded):
        rows(VISITOR)


def test_what_waits_for_an_answer_is_listed_whatever_its_day(network: SmallNetwork) -> None:
    waiting = given(network, day=TODAY - timedelta(days=300))
    approve(network, given(network, request_id="req-2", day=TODAY - timedelta(days=300)))
    assert [row.id for row in rows(network.farmer)] == [waiting]


def test_effort_is_everybodys_to_see_and_dollars_only_ones_own(network: SmallNetwork) -> None:
    a_rate(network, 2000)
    approve(network, given(network))
    span = {"first_day": TODAY, "last_day": TODAY}
    with reading() as session:
        for member, cents in ((network.farmer, 3000), (network.treasurer, 3000), (network.banker, None)):
            farm = next(row for row in partner_effort(session, member, **span) if row.partner_id == network.farm)
            assert (farm.hours_minutes, farm.balance_minutes) == (90, 90)
            assert (farm.value_cents, farm.balance_cents) == (cents, cents)
            assert farm.point is not None
        with pytest.raises(SignInNeeded):
            partner_effort(session, VISITOR, **span)


def test_effort_outside_the_span_is_left_out(network: SmallNetwork) -> None:
    approve(network, given(network))
    with reading() as session:
        before = TODAY - timedelta(days=1)
        found = partner_effort(session, network.farmer, first_day=before, last_day=before)
    assert [(row.hours_minutes, row.balance_minutes, row.gave_something) for row in found] == [(0, 0, False)] * 2
