"""A machine without Chromium skips the browser tests with a sentence; it never stops."""

from __future__ import annotations

import sys
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


@pytest.fixture
def a_debian(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Debian of which we are root, without Chromium; returns the folder where programs are found."""
    chromium.find.cache_clear()
    version = tmp_path / "debian_version"
    version.write_text("12\n", "utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "apt-get").write_text("#!/bin/sh\n", "utf-8")
    (programs / "apt-get").chmod(0o700)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(chromium, "_DEBIAN", version)
    monkeypatch.setattr(chromium, "_MAC", ())
    monkeypatch.setattr(chromium, "_of_playwright", lambda: None)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return programs


def test_root_on_debian_installs_the_package_first(a_debian: Path) -> None:
    package, playwright = chromium._ways_to_install()
    assert [step[:2] for step in package] == [["apt-get", "update"], ["apt-get", "install"]]
    assert "chromium" in package[1]
    assert playwright[0][-1] == "chromium"


def test_somebody_else_on_debian_does_not(a_debian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert len(chromium._ways_to_install()) == 1


def test_what_the_package_installs_is_found_at_once(a_debian: Path) -> None:
    assert chromium.find() is None
    (a_debian / "apt-get").write_text(
        f"#!/bin/sh\nprintf '#!/bin/sh\\n' > {a_debian}/chromium; /bin/chmod 700 {a_debian}/chromium\n", "utf-8"
    )
    assert chromium.install() == a_debian / "chromium"
    chromium.find.cache_clear()


def test_a_package_that_cannot_be_had_leads_to_the_next_way_and_its_reason_is_told(
    a_debian: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (a_debian / "apt-get").write_text("#!/bin/sh\necho 'E: Unable to locate package chromium' >&2\nexit 100\n", "utf-8")
    offline = (
        "import sys; print('Error: connect ECONNREFUSED', '    at Socket', '  port: 9', '}', sep=chr(10)); sys.exit(1)"
    )
    ways = chromium._ways_to_install()
    monkeypatch.setattr(chromium, "_ways_to_install", lambda: [ways[0], [[sys.executable, "-c", offline]]])
    chromium.main()
    said = capsys.readouterr().out
    assert "It did not work: E: Unable to locate package chromium" in said
    assert "It did not work: Error: connect ECONNREFUSED" in said
    assert chromium.SKIPPED in said
    chromium.find.cache_clear()
