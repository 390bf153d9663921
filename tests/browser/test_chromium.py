"""A machine without Chromium skips the browser tests with a sentence; it never stops."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine where nothing is found and nothing can be installed."""
    chromium.find.cache_clear()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(chromium, "_MAC", ())
    monkeypatch.setattr(chromium, "_of_playwright", lambda: None)
    monkeypatch.setattr(chromium, "_succeeds", lambda _command: False)
    yield
    chromium.find.cache_clear()


@pytest.mark.usefixtures("bare_machine")
def test_nothing_found_and_nothing_installed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    chromium.main()
    assert chromium.SKIPPED in capsys.readouterr().out


@pytest.mark.usefixtures("bare_machine")
def test_playwright_is_the_way_where_there_is_no_apt() -> None:
    assert [way[-1][1:] for way in chromium._ways_to_install()] == [["-m", "playwright", "install", "chromium"]]


def test_a_program_that_does_not_start_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    stub.chmod(0o700)
    assert not chromium._starts(stub)
    assert not chromium._starts(tmp_path / "nowhere")
