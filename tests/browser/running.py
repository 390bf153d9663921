"""A real Chromium and the real app, one of each for a whole test session: for the browser tests and the stories."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from core.shared.settings import PROJECT
from tests.browser import chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60


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
