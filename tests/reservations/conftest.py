"""Time stands still on a Monday morning, so that weeks, cut-offs and holidays are the same whenever tests run."""

from collections.abc import Iterator
from datetime import date

import pytest

from core.shared import clock

MONDAY = date(2027, 2, 1)


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[None]:
    with clock.set_to(clock.at_local(MONDAY, 10 * 60)):
        yield
