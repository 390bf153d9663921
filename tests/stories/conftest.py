"""The demonstration network, served for real: what the stories are lived in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from core.demo.generator import build
from tests.browser.running import serving
from tests.conftest import forget_database, use_database

WEEKS_OF_HISTORY, WEEKS_AHEAD = 10, 14


@dataclass(frozen=True, slots=True)
class Ride:
    """What a partner sends on one departure: the line, the day, and the price of all of it in cents."""

    line: str
    day: date
    cents: int


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The demonstration network, served at an address, on a file."""

    address: str
    file: Path

    @contextmanager
    def later(self, *, days: int) -> Iterator[str]:
        """Serve the same network as it will be `days` from now, and yield the address."""
        with serving(self.file, program=("tests.stories.later", str(days)), NAVETTE_DEMO="1") as url:
            yield url

    def ride(self, number: str) -> Ride:
        """Return the departure of a reservation, with the price of all that its partner sends on it."""
        sentence = """
            SELECT line.name, departure.service_date, sum(other.price_cents)
            FROM reservation JOIN reservation_part part ON part.reservation_id = reservation.id
            JOIN departure ON departure.id = part.departure_id JOIN line ON line.id = departure.line_id
            JOIN reservation_part beside ON beside.departure_id = departure.id
            JOIN reservation other ON other.id = beside.reservation_id
            WHERE reservation.id = ? AND other.partner_id = reservation.partner_id AND other.state = 'confirmed'"""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            line, day, cents = connection.execute(sentence, [int(number.removeprefix("R-"))]).fetchone()
        return Ride(line, date.fromisoformat(day), cents)


@pytest.fixture(scope="session")
def demonstration(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """The real app on a short demonstration network."""
    file = tmp_path_factory.mktemp("story") / "demo.db"
    file.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVETTE_DEMO", "1")
        use_database(patch, f"sqlite:///{file}")
        build(weeks_of_history=WEEKS_OF_HISTORY, weeks_ahead=WEEKS_AHEAD)
        forget_database()
    with serving(file, NAVETTE_DEMO="1") as url:
        yield Demonstration(url, file)
