"""Cancelling late costs what the line says, shown before and put in the book when the truck has run (R6, R12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.access.rights import Member, Right
from core.compensation.money_actions import close_departure
from core.database.doors import reading, write
from core.ledger.units import Unit
from core.ledger.views import balances
from core.reservations.actions import Cancelled, cancel, cancel_departure
from core.reservations.refusals import CostsToCancel
from core.reservations.states import EndingKind
from core.reservations.views import reservation, reservations_of
from core.schema.verify import verify
from core.shared import clock
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.reservations.asking import Dock, a_dock, departure_of, notices, somebody_else
from tests.reservations.terms import with_terms


@pytest.fixture
def dock(database: str) -> Dock:
    """A departure at 10 $ a load, free to cancel until two days before, half the price afterwards."""
    dock = with_terms(a_dock(), cancel_notice_hours=48, late_cancel_percent=50)
    card = TariffCard(
        valid_from=date(2020, 1, 1),
        microdollars_per_kg_km=0,
        microdollars_per_pallet_km=0,
        cents_per_stop=0,
        cents_flat=1000,
        solidarity={},
    )
    administrator = Member(dock.coordinator.person_id, rights=frozenset({Right.administrator}))
    write(lambda session: set_tariff(session, administrator, card))
    return dock


def starts(dock: Dock) -> object:
    return departure_of(dock.departure_id).starts_at


def owed_by(partner_id: int) -> int:
    with reading() as session:
        return balances(session).get((partner_id, Unit.cad_cents), 0)


def test_it_is_free_until_the_notice_then_costs_what_was_shown(dock: Dock) -> None:
    departs = departure_of(dock.departure_id).starts_at
    early, late = dock.ask(100), dock.ask(100)
    with clock.set_to(departs - timedelta(hours=48)):
        assert write(lambda session: cancel(session, dock.member, reservation_id=early.reservation_id)) == Cancelled(
            early.reservation_id, 0
        )
    with clock.set_to(departs - timedelta(hours=47)):
        with reading() as session:
            row = reservation(session, dock.member, late.reservation_id)
        price = row.price_cents
        assert row.penalty_cents == (price + 1) // 2 > 0
        assert row.free_until == departs - timedelta(hours=48)
        with pytest.raises(CostsToCancel) as refused:
            write(
                lambda session: cancel(session, dock.member, reservation_id=late.reservation_id, agreed_penalty_cents=0)
            )
        assert refused.value.penalty == row.penalty_cents
        done = write(
            lambda session: cancel(
                session, dock.member, reservation_id=late.reservation_id, agreed_penalty_cents=row.penalty_cents
            )
        )
        with reading() as session:
            (after,) = [
                each
                for each in reservations_of(session, dock.member, partner_id=dock.partner_id)
                if each.id == late.reservation_id
            ]
    assert done.penalty_cents == row.penalty_cents
    assert (after.ending, after.owed_cents) == (EndingKind.cancelled_late, row.penalty_cents)
    assert notices(dock.partner_id)[-2:] == ["cancelled", "cancelled_late"]


def test_it_goes_into_the_book_once_when_the_departure_is_closed(dock: Dock) -> None:
    departure = departure_of(dock.departure_id)
    other = somebody_else(dock)
    carried, late = other.ask(100), dock.ask(100)
    with clock.set_to(departure.starts_at - timedelta(hours=20)):
        done = write(lambda session: cancel(session, dock.member, reservation_id=late.reservation_id))
    assert done.penalty_cents > 0
    assert owed_by(dock.partner_id) == 0
    with clock.set_to(departure.ends_at + timedelta(hours=1)):
        for _ in range(2):
            closed = write(lambda session: close_departure(session, dock.coordinator, departure_id=dock.departure_id))
            assert owed_by(dock.partner_id) == -done.penalty_cents
        assert closed.collected_cents == carried.price_cents + done.penalty_cents  # type: ignore[union-attr]  # room was taken
        assert verify() == []


def test_a_departure_that_does_not_run_costs_nobody_anything(dock: Dock) -> None:
    departure = departure_of(dock.departure_id)
    late = dock.ask(100)
    with clock.set_to(departure.starts_at - timedelta(hours=20)):
        write(lambda session: cancel(session, dock.member, reservation_id=late.reservation_id))
        write(
            lambda session: cancel_departure(
                session, dock.coordinator, departure_id=dock.departure_id, reason="Verglas"
            )
        )
    assert owed_by(dock.partner_id) == 0
    assert verify() == []


def test_a_coordinator_may_let_it_go(dock: Dock) -> None:
    late = dock.ask(100)
    with clock.set_to(departure_of(dock.departure_id).starts_at - timedelta(hours=20)):
        done = write(
            lambda session: cancel(
                session, dock.coordinator, reservation_id=late.reservation_id, agreed_penalty_cents=0
            )
        )
    assert done == Cancelled(late.reservation_id, 0)
    assert notices(dock.partner_id)[-1] == "cancelled"


def test_room_that_was_never_promised_costs_nothing_to_leave(dock: Dock) -> None:
    waiting_behind = dock.ask(900)
    waiting = dock.ask(500, waits_if_full=True)
    with clock.set_to(departure_of(dock.departure_id).starts_at - timedelta(hours=20)):
        done = write(lambda session: cancel(session, dock.member, reservation_id=waiting.reservation_id))
    assert done.penalty_cents == 0
    assert waiting_behind.reservation_id != waiting.reservation_id
