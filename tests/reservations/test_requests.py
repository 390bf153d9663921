"""What is asked is believable, or refused with a sentence (R12)."""

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.i18n.words import words
from core.reservations.requests import (
    ReservationRequest,
    Wish,
    checked_quantity,
    checked_request,
    checked_wish,
    number,
)
from core.shared.errors import InThePast, Refusal, WrongInput
from core.shared.quantities import Quantity, TemperatureClass

TODAY = date(2027, 2, 1)
REQUEST = ReservationRequest("r1", 1, 2, 3, 4, Quantity(300, 100), TemperatureClass.chilled)
WISH = Wish(1, 3, 4, Quantity(300, 100), TemperatureClass.chilled, TODAY, TODAY + timedelta(days=14))


@pytest.mark.parametrize("kg", [0, -5, 40_001, math.nan, math.inf, 12.5, "300", None, True])
def test_an_unbelievable_weight_is_refused(kg: Any) -> None:
    with pytest.raises(Refusal):
        checked_quantity(Quantity(kg, 0))


@pytest.mark.parametrize("pallets", [-1, 4_001, math.nan, 0.5, "2"])
def test_an_unbelievable_floor_space_is_refused(pallets: Any) -> None:
    with pytest.raises(Refusal):
        checked_quantity(Quantity(10, pallets))


@pytest.mark.parametrize(
    "wrong",
    [
        {"request_id": ""},
        {"request_id": "x" * 41},
        {"to_site_id": 3},
        {"least_kg": 0},
        {"least_kg": 301},
        {"temperature": "lukewarm"},
        {"note": "x" * 401},
        {"quantity": Quantity(-1, 0)},
    ],
    ids=str,
)
def test_a_request_that_cannot_be_right_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        checked_request(replace(REQUEST, **wrong))
    assert words("en").refusal(refused.value)
    assert words("fr").refusal(refused.value)


def test_all_or_nothing_is_the_default() -> None:
    assert checked_request(REQUEST).least_kg == 300


def test_the_same_request_has_the_same_fingerprint_and_another_has_not() -> None:
    assert REQUEST.fingerprint() == replace(REQUEST, agreed_cents=4120).fingerprint()
    assert REQUEST.fingerprint() != replace(REQUEST, quantity=Quantity(301, 100)).fingerprint()


def test_a_wish_begins_today_at_the_earliest() -> None:
    wish = replace(WISH, first_day=TODAY - timedelta(days=3))
    assert checked_wish(wish, today=TODAY).first_day == TODAY


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (TODAY - timedelta(days=9), TODAY - timedelta(days=2), InThePast),
        (TODAY + timedelta(days=2), TODAY, WrongInput),
        (TODAY, TODAY + timedelta(days=400), WrongInput),
    ],
)
def test_days_that_cannot_be_searched_are_refused(first: date, last: date, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked_wish(replace(WISH, first_day=first, last_day=last), today=TODAY)


def test_the_number_people_see() -> None:
    assert (number(12), number(20_041)) == ("R-0012", "R-20041")
