"""A vehicle's tour fits between its other runs; a plan survives being written down."""

import pytest

from core.routes.engine import by_hand
from core.routes.plan_document import changed_loads, document_of, load_document, plan_from
from core.routes.problem import Window
from core.routes.shifts import longest_free
from tests.routes.days import a_random_day

SHIFT = Window(300, 1140)


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        ([], SHIFT),
        ([(420, 600)], Window(600, 1140)),
        ([(900, 1200)], Window(300, 900)),
        ([(420, 600), (700, 900)], Window(900, 1140)),
        ([(700, 900), (420, 600), (500, 650)], Window(900, 1140)),
        ([(-600, 200)], SHIFT),
        ([(1200, 1500)], SHIFT),
        ([(0, 2000)], Window(1140, 1140)),
    ],
)
def test_the_longest_free_part_of_the_shift_is_kept(busy: list[tuple[int, int]], free: Window) -> None:
    assert longest_free(SHIFT, busy) == free


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_written_down_is_read_back_the_same(seed: int) -> None:
    import json

    plan = by_hand(a_random_day(seed))
    assert plan_from(json.loads(json.dumps(document_of(plan)))) == plan


def test_changed_loads_are_counted_once_each() -> None:
    loads = [load_document(each) for each in a_random_day(1, 4).shipments.values()]
    other = [loads[0], {**loads[1], "kg": 1}, {**loads[2], "id": 99}]
    assert changed_loads(loads, loads) == 0
    assert changed_loads(loads, list(reversed(loads))) == 0
    assert changed_loads(loads, other) == 4  # one different, two gone, one new
