"""The demonstration network, served for real: what the stories are lived in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from core.demo.generator import build
from tests.browser.running import serving
from tests.conftest import forget_database, use_database

WEEKS_OF_HISTORY, WEEKS_AHEAD = 10, 14


@pytest.fixture(scope="session")
def demonstration(browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real app on a short demonstration network; yields its address."""
    file = tmp_path_factory.mktemp("story") / "demo.db"
    file.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVETTE_DEMO", "1")
        use_database(patch, f"sqlite:///{file}")
        build(weeks_of_history=WEEKS_OF_HISTORY, weeks_ahead=WEEKS_AHEAD)
        forget_database()
    with serving(file, NAVETTE_DEMO="1") as url:
        yield url
