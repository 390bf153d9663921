"""The free room of a departure: bars where they fit beside their words, words alone where they do not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pages._parts.calendar_room import _leg_said, _share_of_bars

LEGS = [{"leg": "1. Rimouski → Mont-Joli", "said": "frais : 1 995 kg · 3 pal."}]


def a_departure(*stops: tuple[str, str]) -> Any:
    return SimpleNamespace(stops=[SimpleNamespace(town=town, site_name=name) for town, name in stops])


def test_bars_and_words_share_half_a_page_and_a_phone_has_words_alone() -> None:
    share = _share_of_bars(LEGS, 500)
    assert share is not None
    assert 0.2 < share < 0.8
    assert _share_of_bars(LEGS, 320) is None


def test_two_quays_of_one_town_are_told_apart() -> None:
    departure = a_departure(("Matane", "Quai"), ("Matane", "Entrepôt"), ("Amqui", "Comptoir"))
    legs: list[Any] = [SimpleNamespace(position=0), SimpleNamespace(position=1)]
    assert [_leg_said(departure, leg) for leg in legs] == ["Matane → Entrepôt", "Matane → Amqui"]
