"""A price is read whole before the click, and the same after it: before taxes, GST, QST, and what is to be paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from core.compensation.views import accounts, check
from core.database.doors import WriteSession, reading, write
from core.ledger.entries import Fund
from core.reservations.tables import Reservation
from core.shared import clock
from core.storage.tables import StorageStay
from core.tariffs.actions import set_tariff
from core.tariffs.cards import QUEBEC_TAXES
from tests.pages.app import open_page, texts
from tests.pages.test_reserve import FLAT_TARIFF, press, search
from tests.reservations.asking import Dock, a_dock
from tests.storage.depot import Depot, a_depot

TAXED = replace(FLAT_TARIFF, taxes=QUEBEC_TAXES)


def said(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\$", "$")


@pytest.fixture
def dock(sqlite_database: Path) -> Dock:
    dock = a_dock(capacity_kg=500)
    write(lambda session: set_tariff(session, dock.coordinator, TAXED))
    return dock


def test_the_answers_the_dialog_and_the_list_say_the_same(dock: Dock) -> None:
    app = search(dock)
    assert "7,00 $ + TPS 0,35 $ + TVQ 0,70 $" in said(texts(app))
    press(app, "Choisir")
    for line in ("Prix avant taxes : 7,00 $", "TPS : 0,35 $", "TVQ : 0,70 $", "À payer : **8,05 $**"):
        assert line in said(texts(app))
    with reading() as session:
        (kept,) = session.exec(select(Reservation)).all()
    assert (kept.price_cents, kept.gst_millipercent, kept.qst_millipercent) == (700, 5000, 9975)
    mine = open_page("my_reservations", dock.member.email)  # it is kept for the partner, to be confirmed
    assert "7,00 $ + TPS 0,35 $ + TVQ 0,70 $ = 8,05 $" in said(texts(mine))


@pytest.fixture
def depot(sqlite_database: Path) -> Depot:
    depot = a_depot()
    write(lambda session: set_tariff(session, depot.coordinator, TAXED))
    depot.ask(600)

    def a_week_passes(session: WriteSession) -> None:
        (stay,) = session.exec(select(StorageStay)).all()
        stay.first_day, stay.last_day = clock.today() - timedelta(days=6), clock.today() - timedelta(days=2)

    write(a_week_passes)
    return depot


def test_a_stay_that_is_over_is_closed_in_a_click_and_its_taxes_wait_to_be_remitted(depot: Depot) -> None:
    app = open_page("roles", depot.coordinator.email, section="closing")
    assert "36,00 $ + TPS 1,80 $ + TVQ 3,59 $ = 41,39 $" in said(texts(app))
    press(app, "Régler")
    assert not app.exception
    assert "41,39 $" in said(app.success[0].value)
    with reading() as session:
        found = accounts(session, depot.coordinator)
        assert (found.funds[Fund.gst], found.funds[Fund.qst]) == (180, 359)
        assert check(session) == []
    account = open_page("roles", depot.coordinator.email, section="accounts")
    assert [metric.label for metric in account.metric][-2:] == ["TPS à remettre", "TVQ à remettre"]
