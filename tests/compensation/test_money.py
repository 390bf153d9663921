"""Departures closed, payments, shared costs and reversals stand in the book once; each sees its own (R6, R9)."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.access.rights import VISITOR, Member
from core.audit.tables import AuditLine
from core.compensation.actions import (
    Closed,
    approve_contribution,
    close_departure,
    record_grant,
    record_payment,
    reverse_entry,
    set_rate,
    share_cost,
)
from core.compensation.kinds import ContributionKind, ContributionState, Fact, PaymentDirection
from core.compensation.refusals import DepartureCancelled, NotRunYet, SharesDoNotAddUp
from core.compensation.views import AccountStatement, accounts, check, contributions, departures_to_close, statement
from core.database.doors import WriteSession, reading, write
from core.ledger.actions import AlreadyReversed, AlreadyWritten, ReversalStays
from core.ledger.entries import Fund
from core.ledger.units import Unit
from core.ledger.views import balances
from core.lines.tables import Departure, DepartureState
from core.reservations.actions import ReservationRequest, Reserved, cancel_departure, record_delivery, reserve
from core.reservations.tables import Reservation, ReservationState
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded, WrongInput
from core.shared.plausible import Missing, OutOfBounds
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_departure, a_line, a_vehicle, site_ids_of
from tests.compensation.network import NOW, TODAY, SmallNetwork, given

CAD = Unit.cad_cents
RUN_DAY = TODAY + timedelta(days=7)
AFTER = NOW + timedelta(days=8)
FLAT = 3000


@pytest.fixture
def run(network: SmallNetwork) -> int:
    """Return a departure in a week, by a truck of the bank, on which the farm and the bank each reserved 100 kg."""

    def act(session: WriteSession) -> int:
        set_tariff(session, network.coordinator, TariffCard(TODAY - timedelta(days=1), 0, 0, 0, FLAT))
        truck = a_vehicle(session, owner_id=network.bank, fixed_cents=1000, cents_per_km=40, cents_per_hour=0)
        line = a_line(session, vehicle_id=truck, name="Ligne du Test", trough_discount_percent=0)
        return a_departure(session, line_id=line, day=RUN_DAY)

    departure_id = write(act)
    for partner_id, member in ((network.farm, network.farmer), (network.bank, network.banker)):
        booked(departure_id, partner_id, member)
    return departure_id


def booked(departure_id: int, partner_id: int, member: Member, kg: int = 100) -> int:
    def act(session: WriteSession) -> int:
        sites = site_ids_of(session, departure_id)
        answer = reserve(
            session,
            member,
            ReservationRequest(
                f"{departure_id}-{partner_id}-{kg}",
                partner_id,
                departure_id,
                sites[0],
                sites[-1],
                Quantity(kg, 50),
                TemperatureClass.chilled,
            ),
        )
        assert isinstance(answer, Reserved)
        return answer.reservation_id

    return write(act)


def closed(network: SmallNetwork, departure_id: int, *, by: Member | None = None) -> Closed:
    with clock.set_to(AFTER):
        return write(lambda session: close_departure(session, by or network.treasurer, departure_id=departure_id))


def paid(network: SmallNetwork, cents: int = 2000, request_id: str = "pay-1", **changes: object) -> int:
    fields = {"partner_id": network.farm, "day": TODAY, **changes}
    return write(
        lambda session: record_payment(session, network.treasurer, request_id=request_id, cents=cents, **fields)  # type: ignore[arg-type] # test data
    )


def undone(network: SmallNetwork, entry_id: int, request_id: str = "undo-1", reason: str = "erreur de saisie") -> int:
    with clock.set_to(AFTER):
        return write(
            lambda session: reverse_entry(
                session, network.treasurer, request_id=request_id, entry_id=entry_id, reason=reason
            )
        )


def all_balances() -> dict[tuple[int, Unit], int]:
    with reading() as session:
        assert check(session) == []
        return {name: amount for name, amount in balances(session).items() if amount}


def account_of(partner_id: int, member: Member, unit: Unit = CAD) -> AccountStatement:
    with reading() as session:
        return statement(
            session, member, partner_id=partner_id, unit=unit, first_day=date(2026, 1, 1), last_day=date(2027, 12, 31)
        )


# --- closing a departure ----------------------------------------------------------------------------------------


def test_closing_a_departure_delivers_its_loads_and_says_who_owes_what(network: SmallNetwork, run: int) -> None:
    done = closed(network, run)
    assert (done.collected_cents, done.cost_cents, done.cushion_cents) == (2 * FLAT, 1000 + 40 * 100, 1000)
    assert all_balances() == {(network.farm, CAD): -FLAT, (network.bank, CAD): -FLAT + 5000}
    with reading() as session:
        assert accounts(session, network.farmer).funds == {Fund.cushion: 1000}
        assert session.get_one(Departure, run).state is DepartureState.done
        rows = session.exec(select(Reservation)).all()
        assert {(row.state, row.delivered_kg) for row in rows} == {(ReservationState.delivered, 100)}


def test_closing_again_changes_nothing(network: SmallNetwork, run: int) -> None:
    first = closed(network, run)
    assert closed(network, run, by=network.coordinator) == first
    assert all_balances()[network.farm, CAD] == -FLAT


def test_two_people_closing_at_once_post_it_once(network: SmallNetwork, run: int) -> None:
    answers: list[Closed] = []
    threads = [threading.Thread(target=lambda: answers.append(closed(network, run))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len({answer.entry_id for answer in answers}) == 1
    assert all_balances()[network.farm, CAD] == -FLAT


def test_a_load_that_was_not_brought_owes_nothing(network: SmallNetwork, run: int) -> None:
    late = booked(run, network.farm, network.farmer, kg=200)
    with clock.set_to(AFTER):
        write(lambda session: record_delivery(session, network.coordinator, reservation_id=late, delivered_kg=0))
    assert closed(network, run).collected_cents == 2 * FLAT


def test_a_run_that_brings_less_than_it_costs_owes_its_owner_what_it_brings(network: SmallNetwork) -> None:
    def act(session: WriteSession) -> int:
        set_tariff(session, network.coordinator, TariffCard(TODAY - timedelta(days=1), 0, 0, 0, 700))
        truck = a_vehicle(session, owner_id=network.bank, fixed_cents=9000)
        return a_departure(session, line_id=a_line(session, vehicle_id=truck, trough_discount_percent=0), day=RUN_DAY)

    departure_id = write(act)
    booked(departure_id, network.farm, network.farmer)
    assert closed(network, departure_id).cushion_cents == 0
    assert all_balances() == {(network.farm, CAD): -700, (network.bank, CAD): 700}


def test_an_empty_departure_is_closed_without_an_entry(network: SmallNetwork) -> None:
    departure_id = write(lambda session: a_departure(session, day=RUN_DAY))
    assert closed(network, departure_id).entry_id is None
    assert closed(network, departure_id).entry_id is None
    assert all_balances() == {}


def test_a_departure_that_is_not_back_or_was_cancelled_is_not_closed(network: SmallNetwork, run: int) -> None:
    with pytest.raises(NotRunYet):
        write(lambda session: close_departure(session, network.treasurer, departure_id=run))
    write(lambda session: cancel_departure(session, network.coordinator, departure_id=run, reason="tempête"))
    with pytest.raises(DepartureCancelled):
        closed(network, run)
    with pytest.raises(NotFound):
        closed(network, 999)


def test_a_reversed_departure_is_closed_anew_from_what_was_delivered(network: SmallNetwork, run: int) -> None:
    first = closed(network, run)
    undone(network, first.entry_id or 0)
    assert all_balances() == {}
    with clock.set_to(AFTER), reading() as session:
        assert [row.departure_id for row in departures_to_close(session, network.treasurer)] == [run]
        farm_load = session.exec(select(Reservation).where(Reservation.partner_id == network.farm)).one().id or 0
    with clock.set_to(AFTER):
        write(lambda session: record_delivery(session, network.coordinator, reservation_id=farm_load, delivered_kg=0))
    again = closed(network, run)
    assert again.entry_id != first.entry_id
    assert closed(network, run) == again
    assert all_balances() == {}  # the bank rode alone, on its own truck


def test_what_is_back_and_not_closed_is_listed_for_stewards(network: SmallNetwork, run: int) -> None:
    with reading() as session:
        assert departures_to_close(session, network.coordinator) == []
    with clock.set_to(AFTER), reading() as session:
        row = departures_to_close(session, network.coordinator)[0]
        assert (row.line, row.reservations, row.price_cents) == ("Ligne du Test", 2, 2 * FLAT)
        with pytest.raises(NotAllowed):
            departures_to_close(session, network.farmer)
    closed(network, run)
    with clock.set_to(AFTER), reading() as session:
        assert departures_to_close(session, network.coordinator) == []


def test_the_check_sees_a_delivery_changed_after_closing(network: SmallNetwork, run: int) -> None:
    closed(network, run)
    with reading() as session:
        load = session.exec(select(Reservation)).first()
    with clock.set_to(AFTER):
        write(
            lambda session: record_delivery(
                session, network.coordinator, reservation_id=load.id if load and load.id else 0, delivered_kg=0
            )
        )
    with reading() as session:
        assert check(session) == [f"departure {run}: {FLAT} cents delivered, {2 * FLAT} in the book"]


# --- payments ---------------------------------------------------------------------------------------------------


def test_a_payment_lowers_what_a_partner_owes_and_fills_the_bank(network: SmallNetwork, run: int) -> None:
    closed(network, run)
    paid(network, cents=FLAT)
    assert all_balances() == {(network.bank, CAD): 2000}
    paid(network, cents=2000, request_id="pay-2", partner_id=network.bank, direction=PaymentDirection.paid_out)
    assert all_balances() == {}
    with reading() as session:
        assert accounts(session, network.treasurer).funds == {Fund.cushion: 1000, Fund.bank: 1000}
        assert Fund.bank not in accounts(session, network.farmer).funds


def test_a_grant_fills_the_cushion_fund(network: SmallNetwork) -> None:
    def granted(cents: int = 50_000, giver: str = "Municipalité") -> int:
        return write(
            lambda session: record_grant(
                session, network.treasurer, request_id="grant-1", cents=cents, day=TODAY, giver=giver
            )
        )

    assert granted() == granted()
    assert all_balances() == {}
    with reading() as session:
        assert accounts(session, network.treasurer).funds == {Fund.cushion: 50_000, Fund.bank: 50_000}
    with pytest.raises(OutOfBounds):
        granted(cents=0)
    with pytest.raises(Missing):
        granted(giver=" ")


def test_balances_are_everybodys_in_hours_and_ones_own_in_dollars(network: SmallNetwork, run: int) -> None:
    closed(network, run)
    approve = given(network)
    write(lambda session: approve_contribution(session, network.treasurer, contribution_id=approve))
    with reading() as session:
        own = {row.partner_id: row.cents for row in accounts(session, network.farmer).rows}
        everybodys = {row.partner_id: row.cents for row in accounts(session, network.treasurer).rows}
        minutes = {row.partner_id: row.minutes for row in accounts(session, network.banker).rows}
    assert (own[network.farm], own[network.bank]) == (-FLAT, None)
    assert (everybodys[network.farm], everybodys[network.bank]) == (-FLAT, 2000)
    assert minutes[network.farm] == 90


def test_the_same_payment_is_recorded_once_and_never_with_another_amount(network: SmallNetwork) -> None:
    assert paid(network) == paid(network)
    with pytest.raises(AlreadyWritten):
        paid(network, cents=2001)
    assert all_balances() == {(network.farm, CAD): 2000}


def test_payments_that_cannot_be_believed_are_refused(network: SmallNetwork) -> None:
    for cents in (0, -1, 100_000_001):
        with pytest.raises(OutOfBounds):
            paid(network, cents=cents)
    with pytest.raises(WrongInput):
        paid(network, day=TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        paid(network, partner_id=999)
    with pytest.raises(Missing):
        paid(network, request_id="")
    assert all_balances() == {}


# --- shared costs -----------------------------------------------------------------------------------------------


def test_a_shared_cost_is_owed_to_the_owner_to_the_cent(network: SmallNetwork, run: int) -> None:
    def share(shares: dict[int, int], to_share: int = 1001) -> int:
        return write(
            lambda session: share_cost(
                session, network.treasurer, departure_id=run, to_share_cents=to_share, shares=shares
            )
        )

    first = share({network.farm: 400, network.bank: 601})
    assert share({network.farm: 400, network.bank: 601}) == first
    assert all_balances() == {(network.farm, CAD): -400, (network.bank, CAD): 400}
    for shares in ({network.farm: 400}, {network.farm: 1002, network.bank: -1}):
        with pytest.raises(SharesDoNotAddUp):
            share(shares)
    with pytest.raises(WrongInput):
        share({network.bank: 1001})
    with pytest.raises(NotFound):
        share({999: 1001})
    with pytest.raises(AlreadyWritten):
        share({network.farm: 401, network.bank: 600})


# --- reversals --------------------------------------------------------------------------------------------------


def test_a_reversed_payment_can_be_recorded_again(network: SmallNetwork) -> None:
    entry_id = paid(network)
    undo = undone(network, entry_id)
    assert undone(network, entry_id) == undo
    assert all_balances() == {}
    paid(network, cents=2500, request_id="pay-2")
    assert all_balances() == {(network.farm, CAD): 2500}
    with pytest.raises(AlreadyReversed):
        undone(network, entry_id, "undo-2")
    with pytest.raises(ReversalStays):
        undone(network, undo, "undo-3")
    with pytest.raises(Missing):
        undone(network, entry_id, "undo-4", reason=" ")
    with pytest.raises(NotFound):
        undone(network, 999)


def test_a_reversed_contribution_comes_back_to_its_partner(network: SmallNetwork) -> None:
    def approve(contribution_id: int) -> int:
        return (
            write(
                lambda session: approve_contribution(session, network.treasurer, contribution_id=contribution_id)
            ).entry_id
            or 0
        )

    write(
        lambda session: set_rate(
            session, network.coordinator, kind=ContributionKind.hours, cents_per_unit=2000, valid_from=TODAY
        )
    )
    contribution_id = given(network)
    entry_id = approve(contribution_id)
    undone(network, entry_id, reason="C'était 1 h")
    with reading() as session:
        row = contributions(session, network.farmer, first_day=TODAY, last_day=TODAY)[0]
    assert (row.state, row.question) == (ContributionState.questioned, "C'était 1 h")
    assert all_balances() == {}
    second = approve(contribution_id)
    assert second != entry_id
    undone(network, entry_id, reason="C'était 1 h")  # the same request again leaves the new approval alone
    assert all_balances() == {(network.farm, CAD): 3000, (network.farm, Unit.minutes): 90}


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
