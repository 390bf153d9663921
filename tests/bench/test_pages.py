"""What a public page costs on a warm rerun, against an empty Streamlit page, and how many queries it sends."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import pytest
from streamlit.testing.v1 import AppTest

from tests.browser.seed import seed_a_small_network
from tests.pages.app import open_page
from tests.queries import counting_queries

RERUNS = 15


@pytest.mark.bench
def test_a_warm_rerun_of_the_public_pages(sqlite_database: Path, tmp_path: Path) -> None:
    seed_a_small_network()
    blank = tmp_path / "blank.py"
    blank.write_text("import streamlit as st\nst.title('x')\n", "utf-8")
    empty = _cpu_milliseconds(AppTest.from_file(blank, default_timeout=30).run())
    print(f"\nempty Streamlit page: {empty:.1f} ms of CPU per rerun")
    for page in ("transport_calendar", "troughs", "user_guide"):
        app = open_page(page)
        with counting_queries() as counter:
            app.run()
        spent = _cpu_milliseconds(app)
        print(f"{page}: {spent:.1f} ms, {spent / empty:.1f} × the empty page, {counter.count} queries")


def _cpu_milliseconds(app: AppTest) -> float:
    app.run()
    spent = []
    for _ in range(RERUNS):
        started = time.process_time()
        app.run()
        spent.append(1000 * (time.process_time() - started))
    return median(spent)
