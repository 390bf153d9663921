"""A real Chromium and the real app, one of each for a whole test session: for the browser tests and the stories."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from core.shared.settings import PROJECT
from tests.browser import chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 120
UVICORN = ("uvicorn",)
MOST_SAID = 6000
_SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "NAVETTE_DEMO"}

_logs: dict[Path, int] = {}
"""The log of every app served so far, and how long it was when the present test began."""


def pytest_runtest_setup() -> None:
    """Note where each app's log stands, so that a failing test shows only what was said during it."""
    _logs.update({log: log.stat().st_size for log in _logs if log.exists()})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Append to the report of a failing test what the apps wrote to their logs during it."""
    report = yield
    if report.failed:
        report.sections += [(f"log of the app: {log.name}", said) for log, said in said_by_apps()]
    return report


def said_by_apps() -> list[tuple[Path, str]]:
    """Return the end of what each app wrote since the present test began, where it wrote anything."""
    found = ((log, _since(log, start)) for log, start in _logs.items() if log.exists())
    return [(log, said[-MOST_SAID:]) for log, said in found if said]


def _since(log: Path, start: int) -> str:
    return log.read_bytes()[start:].decode("utf-8", "replace").strip()


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


@contextmanager
def serving(database: Path, *, program: Sequence[str] = ("streamlit",), **environment: str) -> Iterator[str]:
    """Run the app on `database` and yield its address; only this very process is ended afterwards.

    `program` is the module that serves it, with what it is told before Streamlit's own arguments; or `UVICORN`.
    """
    port = _free_port()
    told = ["app:app", "--port", str(port), "--log-level", "warning"] if program == UVICORN else _to_streamlit(port)
    log = database.with_suffix(f".{port}.log")
    _logs[log] = 0
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *program, *told],
            cwd=PROJECT,
            env={**_SURROUNDINGS, "DATABASE_URL": f"sqlite:///{database}", **environment},
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


def _to_streamlit(port: int) -> list[str]:
    quiet = ["--server.headless", "true", "--server.fileWatcherType", "none"]
    return ["run", "app.py", "--server.port", str(port), *quiet]


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
            if httpx.get(f"{url}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the app did not start:\n{log.read_text()[-2000:]}")
