"""Facts of the audit are told in words, in both languages; a fact new in the code must bring its words."""

from __future__ import annotations

import ast

import pytest

from core.audit.details import FACTS, Known, facts_said
from core.i18n.words import words
from core.shared.settings import PROJECT

FR, EN = words("fr"), words("en")
NOBODY = Known({}, {})


def facts_in_code() -> set[str]:
    """The facts given by name in calls of `record`, and those of the dictionaries poured into them."""
    found: set[str] = set()
    for file in (PROJECT / "core").rglob("*actions.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record":
                found |= {each.arg for each in node.keywords if each.arg}
    return found


def test_every_fact_written_in_the_code_has_its_words() -> None:
    written = facts_in_code()
    assert {"kg", "price_cents"} <= written, "the search itself works"
    assert written - set(FACTS) - {"quantity"} == set()


def test_every_fact_is_translated() -> None:
    same_in_french = {"%(value)s", "code %(value)s", "question: %(value)s", "note: %(value)s"}
    assert [said for said, _write in FACTS.values() if FR(said) == said and said not in same_in_french] == []


def test_a_reservation_is_told_with_its_units() -> None:
    facts = {"departure_id": 542, "kg": 100, "pallet_hundredths": 80, "price_cents": 726}
    said = facts_said(FR, facts, NOBODY).replace("\xa0", " ")
    assert said == "départ nº 542 · 100 kg · 0,8 pal. · prix : 7,26 $"
    assert facts_said(EN, facts, NOBODY).replace("\xa0", " ").endswith("price: $7.26")


def test_people_and_partners_are_told_by_name() -> None:
    known = Known({6: "Sacha Grève"}, {15: "La Huche solidaire", 16: "Le Panier"})
    assert facts_said(FR, {"driver_id": 6}, known) == "au volant\xa0:\xa0Sacha Grève"
    assert facts_said(EN, {"partner_ids": [15, 16]}, known) == "acts for La Huche solidaire, Le Panier"
    assert facts_said(EN, {"partner_id": 99}, known) == "no. 99"


@pytest.mark.parametrize(
    ("kind", "quantity", "said"), [("hours", 240, "4 h"), ("goods", 40, "40 kg"), ("distance", 132_000, "132 km")]
)
def test_a_contribution_is_told_in_its_own_unit(kind: str, quantity: int, said: str) -> None:
    assert facts_said(EN, {"kind": kind, "quantity": quantity}, NOBODY).replace("\xa0", " ").endswith(f" · {said}")


def test_tariffs_are_told_as_prices() -> None:
    facts = {"microdollars_per_kg_km": 800, "microdollars_per_pallet_km": 130_000, "solidarity": {"food_bank": 40}}
    said = facts_said(EN, facts, NOBODY)
    assert said == "$0.80 a tonne and kilometre · $0.13 a pallet and kilometre · solidarity: food bank 40%"


def test_what_is_empty_is_left_out_and_zero_is_not() -> None:
    assert facts_said(EN, {"replaces_id": None, "note": "", "rights": [], "skipped": 0}, NOBODY) == (
        "days without a run: 0"
    )


def test_an_unknown_fact_shows_its_value_and_not_its_field() -> None:
    assert facts_said(EN, {"weather_code": "snow"}, NOBODY) == "snow"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"first_day": "2026-11-22", "last_day": "2027-03-14"}, "du 22 novembre 2026 · au 14 mars 2027"),
        ({"direction": "received"}, "reçu du partenaire"),
        ({"letter": "accountable"}, "répondant"),
        ({"rights": ["coordinator", "driver"]}, "droits\xa0:\xa0coordination, conduite"),
        ({"is_active": False}, "hors service"),
        ({"language": "en"}, "anglais"),
    ],
)
def test_choices_and_days_are_told_in_french(facts: dict[str, object], said: str) -> None:
    assert facts_said(FR, facts, NOBODY) == said
