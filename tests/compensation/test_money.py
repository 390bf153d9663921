"""Departures closed, payments, shared costs and reversals stand in the book once; each sees its own (R6, R9)."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from core.compensation.actions import (
    Closed,
    approve_contribution,
    close_departure,
    record_grant,
    set_rate,
    share_cost,
)
from core.compensation.kinds import ContributionKind, ContributionState, PaymentDirection
from core.compensation.refusals import DepartureCancelled, NotRunYet, SharesDoNotAddUp
from core.compensation.views import accounts, check, contributions, departures_to_close
from core.database.doors import WriteSession, reading, write
from core.ledger.actions import AlreadyReversed, AlreadyWritten, ReversalStays
from core.ledger.entries import Fund
from core.ledger.units import Unit
from core.lines.tables import Departure, DepartureState
from core.reservations.actions import cancel_departure, record_delivery
from core.reservations.tables import Reservation, ReservationState
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, WrongInput
from core.shared.plausible import Missing, OutOfBounds
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_departure, a_line, a_vehicle
from tests.compensation.money import (
    AFTER,
    CAD,
    FLAT,
    RUN_DAY,
    all_balances,
    booked,
    closed,
    paid,
    undone,
)
from tests.compensation.network import TODAY, SmallNetwork, given

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
        assert check(session) == [f"departure {run}: {FLAT} cents and 0 of taxes owed, {2 * FLAT} and 0 in the book"]


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
