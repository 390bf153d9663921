"""Fixtures of the browser tests: the real app, on a seeded database of its own, seen through a real Chromium.

`page` belongs to a French-speaking visitor at a desk; whatever a test does with it, it fails at the end if anything
was asked of another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.running import serving
from tests.browser.seed import seed_a_small_network
from tests.conftest import forget_database, use_database

Visit = Callable[..., Page]


@dataclass(frozen=True)
class RunningApp:
    """A Navette of one's own: its address, and the file its network lives in."""

    url: str
    database: Path


@pytest.fixture(scope="session")
def running_app(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningApp]:
    """The real app on a loopback port, serving a small network made by the same actions people use."""
    file = tmp_path_factory.mktemp("browser") / "navette.db"
    file.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        seed_a_small_network()
        forget_database()
    with serving(file) as url:
        yield RunningApp(url, file)


@pytest.fixture
def visit(browser: Browser, running_app: RunningApp) -> Iterator[Visit]:
    """Open a page of the app: `visit("/?view=list", width=390)`; fails at the end if another machine was asked."""
    contexts: list[BrowserContext] = []
    asked_elsewhere: list[str] = []
    home = urlsplit(running_app.url).netloc

    def heard(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.netloc != home:
            asked_elsewhere.append(address)

    def open_page(
        path: str = "/", *, width: int = 1280, height: int = 800, dark: bool = False, user_agent: str | None = None
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="fr-CA",
            timezone_id="America/Vancouver",  # not the network's: hours must stay the network's
            color_scheme="dark" if dark else "light",
            user_agent=user_agent,
        )
        contexts.append(context)
        context.on("request", lambda request: heard(request.url))
        page = context.new_page()
        page.on("websocket", lambda websocket: heard(websocket.url))
        page.goto(f"{running_app.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert asked_elsewhere == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """The first page, as a visitor at a desk sees it."""
    return visit("/")
