"""Time stands still on a Monday morning of winter, while the slots of March may be asked for."""

from collections.abc import Iterator

import pytest

from core.shared import clock
from tests.slot_windows.windows import MONDAY


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[None]:
    with clock.set_to(clock.at_local(MONDAY, 10 * 60)):
        yield
