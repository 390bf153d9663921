"""The scale of the effort map: symmetrical, safe for colour-blind eyes, and true to its legend."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compensation.views import EffortRow
from core.ledger.units import Unit
from core.partners.kinds import PartnerKind
from core.shared.places import Point
from pages._parts.roles_map import discs
from pages._parts.roles_scale import (
    LEAST_PIXELS,
    MOST_PIXELS,
    balance_at,
    colour_at,
    legend_svg,
    radius_pixels,
    scale_numbers,
    share_of_scale,
)

ROW = EffortRow(1, "A", PartnerKind.producer, "Amqui", Point(48.4, -67.4), True, 60, 0, 40, 500, -200, 60, 40)


def test_orange_owes_white_is_settled_blue_is_owed() -> None:
    assert colour_at(-1.0) == (180, 80, 15)
    assert colour_at(0.0) == (251, 250, 246)
    assert colour_at(1.0) == (31, 95, 168)
    assert share_of_scale(0, 500) == 0.0
    assert share_of_scale(7, 0) == 0.0


@given(st.integers(-(10**7), 10**7), st.integers(1, 10**7))
def test_the_legend_says_what_the_colour_means(balance: int, most: int) -> None:
    share = share_of_scale(balance, most)
    assert -1.0 <= share <= 1.0
    assert share == -share_of_scale(-balance, most)
    if abs(balance) <= most:
        assert balance_at(share, most) == pytest.approx(balance, abs=1)


def test_the_legend_runs_from_the_largest_debt_to_the_largest_credit() -> None:
    assert scale_numbers(1000) == (-1000, -250, 0, 250, 1000)


def test_the_legend_escapes_what_it_writes() -> None:
    picture = legend_svg(("1", "2", "3", "4", "5"), "<doit>", "a & b", ink="#000000")
    assert "&lt;doit&gt;" in picture
    assert "a &amp; b" in picture


@given(st.integers(-5, 10**6), st.integers(0, 10**6))
def test_more_effort_is_never_a_smaller_disc(effort: int, most: int) -> None:
    radius = radius_pixels(effort, most)
    assert LEAST_PIXELS <= radius <= MOST_PIXELS
    assert radius <= radius_pixels(effort + 1, most)


def test_in_dollars_the_balance_is_the_books_and_hidden_where_it_is_not_ones_own() -> None:
    hidden = replace(ROW, partner_id=2, name="B", value_cents=None, balance_cents=None)
    found = discs([ROW, hidden], Unit.cad_cents)
    assert [(disc.effort, disc.balance) for disc in found] == [(500, -200), (0, None)]


def test_in_hours_the_balance_is_the_distance_from_the_average_and_large_discs_come_first() -> None:
    more = replace(ROW, partner_id=2, name="B", hours_minutes=180)
    nowhere = replace(ROW, partner_id=3, name="C", hours_minutes=0, point=None)
    found = discs([ROW, more, nowhere], Unit.minutes)
    assert [(disc.row.name, disc.balance) for disc in found] == [("B", 100), ("A", -20)]
