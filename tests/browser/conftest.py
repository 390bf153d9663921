"""Fixtures of the browser tests: the real app, on a seeded database of its own, seen through a real Chromium.

`page` belongs to a French-speaking visitor at a desk; whatever a test does with it, it fails at the end if anything
was asked of another machine.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from core.shared.settings import PROJECT
from tests.browser import chromium
from tests.browser.seed import seed_a_small_network
from tests.conftest import forget_database, use_database

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60
Visit = Callable[..., Page]


@dataclass(frozen=True)
class RunningApp:
    """A Navette of one's own: its address, and the file its network lives in."""

    url: str
    database: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, or a skip that says why there is none."""
    program = chromium.find()
    if program is None:
        pytest.skip(chromium.SKIPPED)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


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


@contextmanager
def serving(database: Path, **environment: str) -> Iterator[str]:
    """Run the app on `database` and yield its address; only this very process is ended afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = database.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--server.headless", "true", "--server.fileWatcherType", "none"],
            cwd=PROJECT,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{database}", **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://localhost:{port}"
        _wait_for(url, process, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/_stcore/health", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the app did not start:\n{log.read_text()[-2000:]}")
