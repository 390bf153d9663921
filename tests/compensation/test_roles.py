"""Roles say who answers for what and whose turn it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.access.rights import VISITOR
from core.compensation.actions import (
    RoleCard,
    add_role,
    change_role,
    drop_responsibility,
    drop_turn,
    set_responsibility,
    set_turn,
)
from core.compensation.kinds import Responsibility
from core.compensation.raci import Gap
from core.compensation.refusals import TurnTaken
from core.compensation.views import RoleBoard, RoleRow, partner_card, role_board
from core.database.doors import reading, write
from core.partners.cards import CodeTaken
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded, WrongInput
from core.shared.plausible import Missing
from tests.compensation.network import TODAY, SmallNetwork, a_role, given

MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)
RESPONSIBLE, ACCOUNTABLE = Responsibility.responsible, Responsibility.accountable


def board(network: SmallNetwork, day: date = TODAY) -> RoleBoard:
    with reading() as session:
        return role_board(session, network.farmer, day=day)


def the_role(network: SmallNetwork) -> RoleRow:
    return board(network).roles[0]


def give(network: SmallNetwork, role_id: int, partner_id: int, letter: Responsibility) -> None:
    write(
        lambda session: set_responsibility(
            session, network.coordinator, role_id=role_id, partner_id=partner_id, responsibility=letter
        )
    )


def turn(network: SmallNetwork, role_id: int, partner_id: int, first: date, last: date) -> int:
    return write(
        lambda session: set_turn(
            session, network.coordinator, role_id=role_id, partner_id=partner_id, first_day=first, last_day=last
        )
    )


def test_a_new_role_is_unclear_until_somebody_answers_for_it(network: SmallNetwork) -> None:
    role_id = a_role(network)
    assert the_role(network).gaps == (Gap.nobody_accountable, Gap.nobody_responsible)
    give(network, role_id, network.farm, RESPONSIBLE)
    give(network, role_id, network.bank, ACCOUNTABLE)
    give(network, role_id, network.bank, ACCOUNTABLE)
    assert the_role(network).gaps == ()
    assert the_role(network).holders(ACCOUNTABLE) == ("Banque du Test",)
    assert board(network).unclear == 0


def test_a_second_accountable_is_shown_as_a_double_until_one_gives_it_up(network: SmallNetwork) -> None:
    role_id = a_role(network)
    for partner_id in (network.farm, network.bank):
        give(network, role_id, partner_id, ACCOUNTABLE)
    give(network, role_id, network.farm, RESPONSIBLE)
    assert the_role(network).gaps == (Gap.several_accountable,)
    write(
        lambda session: drop_responsibility(
            session, network.coordinator, role_id=role_id, partner_id=network.farm, responsibility=ACCOUNTABLE
        )
    )
    assert the_role(network).gaps == ()


def test_the_board_says_whose_turn_it_is_this_week_and_next(network: SmallNetwork) -> None:
    role_id = a_role(network)
    assert board(network).vacancies == 2
    turn(network, role_id, network.farm, MONDAY, MONDAY + timedelta(days=6))
    found = the_role(network)
    assert [row.partner_name for row in found.this_week] == ["Ferme du Test"]
    assert (found.is_vacant_this_week, found.is_vacant_next_week) == (False, True)
    turn(network, role_id, network.bank, MONDAY + WEEK, MONDAY + 3 * WEEK)
    assert board(network).vacancies == 0
    assert [row.partner_id for row in board(network).coming_turns] == [network.farm, network.bank]
    assert board(network, MONDAY - WEEK).roles[0].is_vacant_this_week


def test_a_role_without_turns_is_never_vacant(network: SmallNetwork) -> None:
    card = RoleCard("TRESO", "Trésorerie", "Treasury", rotates=False)
    write(lambda session: add_role(session, network.coordinator, card))
    assert board(network).vacancies == 0


def test_two_partners_never_have_the_same_turn(network: SmallNetwork) -> None:
    role_id = a_role(network)
    turn(network, role_id, network.farm, MONDAY, MONDAY + timedelta(days=6))
    for first, last in ((0, 0), (-3, 0), (6, 9), (-3, 20), (2, 3)):
        with pytest.raises(TurnTaken) as refused:
            turn(network, role_id, network.bank, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
        assert refused.value.partner == "Ferme du Test"


def test_turns_may_touch_and_a_removed_turn_frees_its_days(network: SmallNetwork) -> None:
    role_id, other_role = a_role(network), a_role(network, code="ACCUEIL")
    first = turn(network, role_id, network.farm, MONDAY, MONDAY + timedelta(days=6))
    turn(network, role_id, network.bank, MONDAY + WEEK, MONDAY + WEEK)
    turn(network, other_role, network.bank, MONDAY, MONDAY)
    write(lambda session: drop_turn(session, network.coordinator, turn_id=first))
    turn(network, role_id, network.bank, MONDAY, MONDAY)
    with pytest.raises(NotFound):
        write(lambda session: drop_turn(session, network.coordinator, turn_id=first))


def test_days_of_a_turn_must_go_forward_within_a_year(network: SmallNetwork) -> None:
    role_id = a_role(network)
    for last in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=400)):
        with pytest.raises(WrongInput):
            turn(network, role_id, network.farm, MONDAY, last)


def test_a_code_is_used_once_and_names_are_filled_in(network: SmallNetwork) -> None:
    a_role(network)
    with pytest.raises(CodeTaken):
        a_role(network)
    with pytest.raises(Missing):
        a_role(network, code="AUTRE", name_fr="  ")


def test_a_role_out_of_use_leaves_the_board(network: SmallNetwork) -> None:
    role_id = a_role(network)
    card = RoleCard("X", "Répartition du jour", "Daily dispatch")
    write(lambda session: change_role(session, network.coordinator, role_id=role_id, card=card))
    assert (the_role(network).name("fr"), the_role(network).code) == ("Répartition du jour", "REPARTITION")
    assert the_role(network).name("en") == "Daily dispatch"
    write(lambda session: change_role(session, network.coordinator, role_id=role_id, card=card, is_active=False))
    assert board(network).roles == ()


def test_things_that_do_not_exist_are_said_so(network: SmallNetwork) -> None:
    role_id = a_role(network)
    for wrong_role, partner_id in ((999, network.farm), (role_id, 999)):
        with pytest.raises(NotFound):
            give(network, wrong_role, partner_id, RESPONSIBLE)
        with pytest.raises(NotFound):
            turn(network, wrong_role, partner_id, MONDAY, MONDAY)


def test_only_a_coordinator_sets_roles_and_only_members_see_them(network: SmallNetwork) -> None:
    role_id = a_role(network)
    for member, no in ((network.farmer, NotAllowed), (network.treasurer, NotAllowed), (VISITOR, SignInNeeded)):
        stranger = replace(network, coordinator=member)
        acts = (
            lambda stranger=stranger: a_role(stranger, code="Z"),
            lambda stranger=stranger: give(stranger, role_id, network.farm, RESPONSIBLE),
            lambda stranger=stranger: turn(stranger, role_id, network.farm, MONDAY, MONDAY),
        )
        for act in acts:
            with pytest.raises(no):
                act()
    with reading() as session, pytest.raises(Refusal):
        role_board(session, VISITOR, day=TODAY)


def test_a_partners_card_holds_its_letters_turns_and_own_contributions(network: SmallNetwork) -> None:
    role_id, other = a_role(network), a_role(network, code="ACCUEIL", name_fr="Accueil")
    give(network, role_id, network.farm, RESPONSIBLE)
    give(network, role_id, network.farm, ACCOUNTABLE)
    give(network, other, network.bank, RESPONSIBLE)
    turn(network, role_id, network.farm, MONDAY - 2 * WEEK, MONDAY - WEEK)
    for week in (0, 2):
        turn(network, role_id, network.farm, MONDAY + week * WEEK, MONDAY + week * WEEK)
    given(network)
    with reading() as session:
        own = partner_card(session, network.farmer, partner_id=network.farm, day=TODAY)
        others = partner_card(session, network.banker, partner_id=network.farm, day=TODAY)
    (role,) = own.roles
    assert (role.name("fr"), role.name("en")) == ("Répartition", "Dispatch")
    assert role.letters == (RESPONSIBLE, ACCOUNTABLE)
    assert [first for first, _ in role.turns] == [MONDAY, MONDAY + 2 * WEEK]
    assert [row.quantity for row in own.latest] == [90]
    assert (others.roles, others.latest) == (own.roles, ())
