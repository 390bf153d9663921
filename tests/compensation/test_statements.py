"""A statement becomes a file that a spreadsheet reads without running anything."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compensation.kinds import Fact
from core.compensation.statements import AccountStatement, MoneyLine, decimal, plain, statement_csv
from core.i18n.words import words
from core.ledger.units import Unit

DAY = date(2026, 11, 2)


def a_line(amount: int, balance: int, about: str = "", fact: Fact = Fact.payment, **more: object) -> MoneyLine:
    fields = {"undoes": None, "reservation_ids": (), "is_reversed": False, **more}
    return MoneyLine(entry_id=7, day=DAY, fact=fact, about=about, amount=amount, balance=balance, **fields)  # type: ignore[arg-type] # test data


def rows_of(*lines: MoneyLine, unit: Unit = Unit.cad_cents, language: str = "fr") -> list[list[str]]:
    closing = lines[-1].balance if lines else 0
    statement = AccountStatement(1, unit, DAY, DAY, 1000, closing, lines)
    return list(csv.reader(StringIO(statement_csv(words(language), statement))))


def test_each_movement_is_a_line_after_the_opening_balance() -> None:
    taxes = {"gst_cents": 188, "qst_cents": 375}
    lines = (
        a_line(-4321, -3321, "Ligne de la vallée", Fact.departure_closed, reservation_ids=(12, 13), **taxes),
        a_line(4321, 1000, "mauvais camion", Fact.reversal, undoes=Fact.departure_closed),
    )
    head, opening, first, second = rows_of(*lines)
    assert head == [
        "Jour",
        "Écriture",
        "Quoi",
        "Détail",
        "Réservations",
        "Montant",
        "Solde",
        "Unité",
        "dont TPS",
        "dont TVQ",
    ]
    assert opening[6:] == ["10.00", "dollars", "", ""]
    assert first == [
        "2026-11-02",
        "7",
        "Transport livré",
        "Ligne de la vallée",
        "R-0012 R-0013",
        "-43.21",
        "-33.21",
        "dollars",
        "1.88",
        "3.75",
    ]
    assert second[2] == "Contre-passation\N{NO-BREAK SPACE}: Transport"


def test_a_statement_without_movement_is_its_opening_balance() -> None:
    assert len(rows_of()) == 2


@pytest.mark.parametrize(("unit", "said"), [(Unit.cad_cents, "0.90"), (Unit.minutes, "1.50"), (Unit.in_kind_kg, "90")])
def test_amounts_are_in_the_unit_people_count_in(unit: Unit, said: str) -> None:
    assert decimal(90, unit) == said
    assert rows_of(a_line(90, 90), unit=unit)[2][5] == said


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not plain(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(text).removeprefix("'") == text.removeprefix("'")


def test_a_hostile_line_name_stays_text() -> None:
    assert rows_of(a_line(1, 1, "=HYPERLINK(1)"))[2][3] == "'=HYPERLINK(1)"
