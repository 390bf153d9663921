"""A small demonstration network on SQLite, made once for all the tests that only look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from core.access import passwords
from core.demo import generator
from core.shared import clock
from tests.conftest import forget_database, use_database

NOW = datetime(2026, 10, 12, 15, 30, tzinfo=UTC)
Progresses = list[generator.Progress]


@pytest.fixture(scope="session")
def small_demonstration(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Progresses]:
    """The file of the network, and what was told while it was made."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(sqlite_template, file)
    told: Progresses = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVETTE_DEMO", "1")
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        use_database(patch, f"sqlite:///{file}")
        with clock.set_to(NOW):
            generator.build(weeks_of_history=5, weeks_ahead=12, tell=told.append)
        forget_database()
    return file, told


@pytest.fixture(scope="module")
def made(small_demonstration: tuple[Path, Progresses]) -> Iterator[Progresses]:
    """Look at the network; returns what was told while it was made."""
    file, told = small_demonstration
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVETTE_DEMO", "1")
        use_database(patch, f"sqlite:///{file}")
        yield told
        forget_database()
