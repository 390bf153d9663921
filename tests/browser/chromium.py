"""Finding a Chromium for the browser tests, or installing one: `python -m tests.browser.chromium`.

In this order: one of the system, Playwright's own, Debian's package when we may install it, Playwright's download.
When none can be had, the browser tests are skipped, and say so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

SKIPPED = (
    "No Chromium here, and none could be installed: the browser tests are skipped. "
    "Install it (Debian: apt-get install chromium; elsewhere: python -m playwright install chromium), then try again."
)
_DEBIAN = Path("/etc/debian_version")
_FAULT = re.compile(r"E: |Error|Failed")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@cache
def find() -> Path | None:
    """Return a Chromium that starts, or None."""
    on_path = (shutil.which(name) for name in _NAMES)
    for candidate in [*(Path(found) for found in on_path if found), *map(Path, _MAC)]:
        if candidate.exists() and _starts(candidate):
            return candidate
    own = _of_playwright()
    return own if own is not None and _starts(own) else None


def install() -> Path | None:
    """Install a Chromium the way this machine allows, and return it, or None."""
    for command in _ways_to_install():
        print(f"Installing Chromium: {' '.join(command[-1])}", flush=True)
        if all(_succeeds(step) for step in command):
            find.cache_clear()
            found = find()
            if found is not None:
                return found
    return None


def _ways_to_install() -> list[list[list[str]]]:
    ways = []
    if _DEBIAN.exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        ways.append(
            [
                ["apt-get", "update", "-qq"],
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
            ]
        )
    ways.append([[sys.executable, "-m", "playwright", "install", "chromium"]])
    return ways


def _succeeds(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        print(f"  {fault}", flush=True)
        return False
    if done.returncode != 0:
        print(f"  It did not work: {_reason(done.stdout + done.stderr)}", flush=True)
    return done.returncode == 0


def _reason(said: str) -> str:
    """Return the line that names the fault: an installer's last lines are often the end of a stack of calls."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    faults = [line for line in lines if _FAULT.match(line)]
    return (faults or lines or ["it said nothing"])[-1]


def _starts(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _of_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.exists() else None


def main() -> None:
    """Say which Chromium the browser tests will drive; a machine without one is no reason to stop."""
    found = find() or install()
    print(f"Browser tests drive {found}" if found else SKIPPED)


if __name__ == "__main__":
    main()
