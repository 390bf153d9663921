"""The small network of these tests, with the clock stopped."""

from collections.abc import Iterator

import pytest

from core.shared import clock
from tests.compensation.money import a_run
from tests.compensation.network import NOW, SmallNetwork, small_network


@pytest.fixture
def stopped_clock() -> Iterator[None]:
    """Stop the clock on a Wednesday."""
    with clock.set_to(NOW):
        yield


@pytest.fixture
def network(database: str, stopped_clock: None) -> SmallNetwork:
    """The small network, on each engine."""
    return small_network()


@pytest.fixture
def run(network: SmallNetwork) -> int:
    """A departure in a week with a load of each partner."""
    return a_run(network)
