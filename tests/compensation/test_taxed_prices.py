"""Taxes are agreed with the price, paid on top of it, and wait in their own accounts to be remitted (R6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.compensation.views import accounts, departures_to_close
from core.database.doors import WriteSession, reading, write
from core.ledger.entries import Fund
from core.lines.tables import Departure
from core.lines.terms import Terms
from core.lines.terms_actions import set_line_terms
from core.reservations.actions import ReservationRequest, Reserved, cancel, change_quantity, reserve
from core.reservations.refusals import DearerNow
from core.reservations.views import reservations_of
from core.schema.verify import verify
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.shared.taxes import Bill
from core.tariffs.actions import set_tariff
from core.tariffs.cards import QUEBEC_TAXES, TariffCard
from tests.builders import a_departure, a_line, a_vehicle, site_ids_of
from tests.compensation.money import AFTER, CAD, RUN_DAY, account_of, all_balances, booked, closed, undone
from tests.compensation.network import TODAY, SmallNetwork

FLAT = TariffCard(TODAY - timedelta(days=1), 0, 0, 0, 4120, taxes=QUEBEC_TAXES)
BILL = Bill(4120, 206, 411)


@pytest.fixture
def taxed(network: SmallNetwork) -> int:
    """A departure in a week, 41,20 $ a load with GST and QST, by a truck of the bank that costs 30 $ a run."""

    def act(session: WriteSession) -> int:
        set_tariff(session, network.coordinator, FLAT)
        truck = a_vehicle(session, owner_id=network.bank, fixed_cents=3000, cents_per_km=0, cents_per_hour=0)
        return a_departure(session, line_id=a_line(session, vehicle_id=truck, trough_discount_percent=0), day=RUN_DAY)

    return write(act)


def asked(network: SmallNetwork, departure_id: int, *, agreed_cents: int) -> Reserved:
    sites = write(lambda session: site_ids_of(session, departure_id))
    load = (sites[0], sites[-1], Quantity(100, 50), TemperatureClass.chilled)
    request = ReservationRequest("asked", network.farm, departure_id, *load, agreed_cents=agreed_cents)
    done = write(lambda session: reserve(session, network.farmer, request))
    assert isinstance(done, Reserved)
    return done


def test_what_was_agreed_stays_whatever_the_tariff_becomes(network: SmallNetwork, taxed: int) -> None:
    load = booked(taxed, network.farm, network.farmer)
    dearer = TariffCard(TODAY + timedelta(days=1), 0, 0, 0, 9900)
    write(lambda session: set_tariff(session, network.coordinator, dearer))
    with reading() as session:
        (row,) = reservations_of(session, network.farmer, partner_id=network.farm)
    assert row.bill == BILL
    changed = Quantity(50, 50)
    write(
        lambda session: change_quantity(
            session, network.farmer, reservation_id=load, quantity=changed, version=row.version
        )
    )
    with reading() as session:
        assert reservations_of(session, network.farmer, partner_id=network.farm)[0].bill == BILL


def test_a_total_that_was_not_shown_is_refused(network: SmallNetwork, taxed: int) -> None:
    for agreed in (BILL.price_cents, BILL.total_cents - 1):
        with pytest.raises(DearerNow) as refused:
            asked(network, taxed, agreed_cents=agreed)
        assert refused.value.now == BILL.total_cents
    assert asked(network, taxed, agreed_cents=BILL.total_cents).price_cents == BILL.price_cents


def test_closing_puts_each_tax_in_its_account_and_the_price_where_it_went_before(
    network: SmallNetwork, taxed: int
) -> None:
    booked(taxed, network.farm, network.farmer)
    with clock.set_to(AFTER), reading() as session:
        (row,) = departures_to_close(session, network.treasurer)
        assert (row.price_cents, row.tax_cents) == (BILL.price_cents, BILL.tax_cents)
    done = closed(network, taxed)
    assert (done.collected_cents, done.cushion_cents, done.tax_cents) == (4120, 1120, 617)
    assert all_balances() == {(network.farm, CAD): -BILL.total_cents, (network.bank, CAD): 3000}
    with reading() as session:
        funds = accounts(session, network.treasurer).funds
        assert (funds[Fund.gst], funds[Fund.qst]) == (206, 411)
        assert Fund.gst not in accounts(session, network.farmer).funds
        assert verify() == []
    (line,) = account_of(network.farm, network.farmer).lines
    assert (line.amount, line.gst_cents, line.qst_cents) == (-BILL.total_cents, 206, 411)
    undone(network, done.entry_id or 0)
    with reading() as session:
        assert accounts(session, network.treasurer).funds[Fund.gst] == 0


def test_what_a_late_cancellation_costs_holds_its_taxes(network: SmallNetwork, taxed: int) -> None:
    load = booked(taxed, network.farm, network.farmer)
    booked(taxed, network.bank, network.banker)
    terms = Terms(cancel_notice_hours=336, late_cancel_percent=50)
    with reading() as session:
        line_id = session.get_one(Departure, taxed).line_id
    write(lambda session: set_line_terms(session, network.coordinator, line_id=line_id, terms=terms))
    done = write(lambda session: cancel(session, network.farmer, reservation_id=load))
    assert done.penalty_cents == 2060
    closed(network, taxed)
    held = QUEBEC_TAXES.within(2060)
    assert all_balances()[network.farm, CAD] == -2060
    with reading() as session:
        funds = accounts(session, network.treasurer).funds
    assert (funds[Fund.gst], funds[Fund.qst]) == (206 + held.gst_cents, 411 + held.qst_cents)
