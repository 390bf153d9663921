"""A failing browser test shows what the app wrote to its log while the test ran, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.browser import running

EARLIER, DURING = "fault of an earlier test", "Traceback: the reason why the page stopped"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of an app that said something before this test, and something during it."""
    log = tmp_path / "navette.1234.log"
    log.write_text(f"{EARLIER}\n", "utf-8")
    monkeypatch.setattr(running, "_logs", {log: 0})
    running.pytest_runtest_setup()
    with log.open("a", encoding="utf-8") as output:
        output.write(f"{DURING}\n")
    return log


def reported(*, failed: bool) -> list[tuple[str, str]]:
    """Return the sections of a report after our hook."""
    report: Any = SimpleNamespace(failed=failed, sections=[])
    hook = running.pytest_runtest_makereport()
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(report)
    sections: list[tuple[str, str]] = report.sections
    return sections


def test_a_failing_test_shows_what_the_app_said_during_it(log: Path) -> None:
    assert reported(failed=True) == [(f"log of the app: {log.name}", DURING)]


def test_a_test_that_passes_shows_nothing(log: Path) -> None:
    assert reported(failed=False) == []


def test_an_app_that_said_nothing_and_a_log_that_is_gone_are_left_out(log: Path) -> None:
    running.pytest_runtest_setup()
    assert running.said_by_apps() == []
    log.unlink()
    assert reported(failed=True) == []


def test_the_hook_is_the_one_every_test_runs_with(pytestconfig: pytest.Config) -> None:
    plugins = [each.plugin for each in pytestconfig.hook.pytest_runtest_makereport.get_hookimpls()]
    assert sys.modules["tests.conftest"] in plugins
