"""What people type is tidied, or answered with a sentence."""

import math
from datetime import date

import pytest

from core.i18n.words import words
from core.shared import plausible
from core.shared.errors import Refusal, WrongInput
from core.shared.plausible import Missing, OutOfBounds, TooLong


def test_a_text_loses_the_spaces_around_it_and_doubled_ones() -> None:
    assert plausible.text("Name", "  Ferme   du  Fleuve\n", longest=40) == "Ferme du Fleuve"


@pytest.mark.parametrize("blank", ["", "   ", "\t\n", "\u00a0"])
def test_a_blank_text_is_missing(blank: str) -> None:
    with pytest.raises(Missing):
        plausible.text("Name", blank, longest=40)
    assert plausible.text("Note", blank, longest=40, may_be_blank=True) == ""


def test_a_text_may_be_just_long_enough() -> None:
    assert plausible.text("Name", "x" * 40, longest=40) == "x" * 40
    with pytest.raises(TooLong):
        plausible.text("Name", "x" * 41, longest=40)


@pytest.mark.parametrize("wrong", ["a b", "é", "-A", "A/B", "x" * 25, "<b>"])
def test_a_code_is_letters_digits_and_hyphens(wrong: str) -> None:
    with pytest.raises(WrongInput):
        plausible.code("Code", wrong)


def test_a_code_is_kept_in_capitals() -> None:
    assert plausible.code("Code", " rim-01 ") == "RIM-01"


@pytest.mark.parametrize("wrong", ["a@b", "a b@c.ca", "a@@b.ca", "nom"])
def test_an_email_looks_like_one(wrong: str) -> None:
    with pytest.raises(WrongInput):
        plausible.email("E-mail", wrong)
    assert plausible.email("E-mail", " Nom@Exemple.CA ") == "nom@exemple.ca"
    assert plausible.email("E-mail", "") == ""


@pytest.mark.parametrize("wrong", [-1, 11, 10**30, 3.5, math.nan, math.inf, True, "7", None])
def test_a_number_outside_its_bounds_or_not_whole_is_answered(wrong: object) -> None:
    with pytest.raises(OutOfBounds):
        plausible.whole("Minutes", wrong, least=0, most=10)  # type: ignore[arg-type] # the point of the test


@pytest.mark.parametrize("right", [0, 10, 7, 7.0])
def test_the_bounds_themselves_are_believed(right: float) -> None:
    assert plausible.whole("Minutes", right, least=0, most=10) == int(right)


@pytest.mark.parametrize("wrong", [-0.01, 10.01, math.nan, -math.inf, False, None])
def test_a_decimal_outside_its_bounds_is_answered(wrong: object) -> None:
    with pytest.raises(OutOfBounds):
        plausible.decimal("Litres", wrong, least=0, most=10)  # type: ignore[arg-type] # the point of the test
    assert plausible.decimal("Litres", 2.5, least=0, most=10) == 2.5


def test_days_go_forward() -> None:
    plausible.days_in_order("Season", date(2027, 1, 1), date(2027, 1, 1))
    with pytest.raises(WrongInput):
        plausible.days_in_order("Season", date(2027, 1, 2), date(2027, 1, 1))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_no_is_a_whole_sentence(language: str) -> None:
    _ = words(language)
    refusals: list[Refusal] = [Missing("Name"), TooLong("Name", 40), OutOfBounds("Payload (kg)", 1, 60_000)]
    for refusal in refusals:
        assert "%(" not in _.refusal(refusal)
        assert _.refusal(refusal).rstrip().endswith(".")
