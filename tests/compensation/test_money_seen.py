"""A partner sees its own money, whichever view or id it tries, and only the treasurer moves it (R9)."""

from dataclasses import replace

import pytest
from sqlmodel import select

from core.access.rights import VISITOR
from core.audit.tables import AuditLine
from core.compensation.actions import (
    share_cost,
)
from core.compensation.kinds import Fact
from core.compensation.views import accounts
from core.database.doors import reading, write
from core.ledger.units import Unit
from core.reservations.tables import Reservation
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded
from tests.compensation.money import FLAT, account_of, closed, paid, undone
from tests.compensation.network import TODAY, SmallNetwork

# --- who sees what (R9) -----------------------------------------------------------------------------------------


def test_a_statement_says_what_happened_and_only_ones_own_reservations(network: SmallNetwork, run: int) -> None:
    done = closed(network, run)
    paid(network, cents=500, day=TODAY)
    farm = account_of(network.farm, network.farmer)
    assert [(line.fact, line.amount, line.balance) for line in farm.lines] == [
        (Fact.payment, 500, 500),
        (Fact.departure_closed, -FLAT, 500 - FLAT),
    ]
    with reading() as session:
        own = session.exec(select(Reservation.id).where(Reservation.partner_id == network.farm)).all()
    assert farm.lines[1].about == "Ligne du Test"
    assert list(farm.lines[1].reservation_ids) == own
    assert farm.closing == 500 - FLAT
    bank = account_of(network.bank, network.banker)
    assert [line.amount for line in bank.lines] == [-FLAT, 5000]
    assert all(set(line.reservation_ids).isdisjoint(own) for line in bank.lines)
    undone(network, done.entry_id or 0, reason="mauvais camion")
    lines = account_of(network.farm, network.farmer).lines
    assert (lines[-1].undoes, lines[-1].about) == (Fact.departure_closed, "mauvais camion")
    assert [line.is_reversed for line in lines] == [False, True, False]


def test_a_partner_sees_only_its_own_statement_whichever_id_it_tries(network: SmallNetwork) -> None:
    paid(network)
    for unit in Unit:
        for stranger in (network.banker, replace(network.banker, rights=frozenset())):
            with pytest.raises(NotFound):
                account_of(network.farm, stranger, unit)
        with pytest.raises(SignInNeeded):
            account_of(network.farm, VISITOR, unit)
        with pytest.raises(NotFound):
            account_of(999, network.farmer, unit)
        for allowed in (network.farmer, network.coordinator, network.treasurer):
            account_of(network.farm, allowed, unit)


def test_only_the_treasurer_moves_money(network: SmallNetwork, run: int) -> None:
    entry_id = paid(network)
    for member, no in (
        (network.farmer, NotAllowed),
        (network.coordinator, NotAllowed),
        (VISITOR, SignInNeeded),
    ):
        as_member = replace(network, treasurer=member)
        with pytest.raises(no):
            paid(as_member, request_id="pay-9")
        with pytest.raises(no):
            undone(as_member, entry_id)
        with pytest.raises(no):
            write(
                lambda session, member=member: share_cost(  # type: ignore[misc] # a default binds the loop's name
                    session, member, departure_id=run, to_share_cents=1, shares={network.farm: 1}
                )
            )
    for member in (network.farmer, VISITOR):
        with pytest.raises(Refusal):
            closed(network, run, by=member)
        if member.is_visitor:
            with reading() as session, pytest.raises(SignInNeeded):
                accounts(session, member)


def test_every_act_on_money_is_in_the_audit(network: SmallNetwork, run: int) -> None:
    done = closed(network, run)
    undone(network, done.entry_id or 0)
    paid(network)
    with reading() as session:
        acts = {line.act for line in session.exec(select(AuditLine)) if line.person_id == network.treasurer.person_id}
    assert {"closed", "reversed", "recorded a payment", "marked done"} <= acts
