"""A coordinator sets a tariff with its taxes; the price is then said with them before the click."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from core.database.doors import reading, write
from core.shared import clock
from core.shared.taxes import NO_TAXES
from core.tariffs.cards import QUEBEC_TAXES
from core.tariffs.views import price_list
from tests.builders import a_coordinator
from tests.pages.app import open_page, texts

TOMORROW = timedelta(days=1)


def test_a_tariff_is_set_with_its_taxes_and_the_next_one_begins_from_it(sqlite_database: Path) -> None:
    coordinator = write(a_coordinator)
    page = open_page("network", coordinator.email, tab="tariffs")
    assert "transport est gratuit" in texts(page)
    next(each for each in page.number_input if "Tonne" in each.label).set_value(0.88)
    next(each for each in page.checkbox if "TPS" in each.label).check()
    next(each for each in page.button if each.label == "Fixer ce tarif").click().run()
    assert not page.exception
    with reading() as session:
        (tariff,) = price_list(session).tariffs
    assert (tariff.formula.microdollars_per_kg_km, tariff.taxes) == (880, QUEBEC_TAXES)
    assert tariff.valid_from == clock.today() + TOMORROW
    assert "TPS 5\u00a0%, TVQ 9,975\u00a0%" in texts(page)
    assert next(each for each in page.number_input if "Tonne" in each.label).value == 0.88
    assert next(each for each in page.checkbox if "TPS" in each.label).value is True


def test_a_small_supplier_sets_a_tariff_without_taxes(sqlite_database: Path) -> None:
    coordinator = write(a_coordinator)
    page = open_page("network", coordinator.email, tab="tariffs")
    next(each for each in page.button if each.label == "Fixer ce tarif").click().run()
    with reading() as session:
        assert price_list(session).tariffs[-1].taxes == NO_TAXES
    assert "petit fournisseur" in texts(page)


def test_an_amount_that_cannot_be_right_is_answered_with_a_sentence(sqlite_database: Path) -> None:
    page = open_page("network", write(a_coordinator).email, tab="tariffs")
    next(each for each in page.number_input if "Tonne" in each.label).set_value(88_000.0)
    next(each for each in page.button if each.label == "Fixer ce tarif").click().run()
    assert not page.exception
    assert page.error
    with reading() as session:
        assert not price_list(session).tariffs
