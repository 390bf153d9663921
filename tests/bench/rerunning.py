"""What a rerun of a page costs on Streamlit's own runtime, and how much of it is reading the database."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from core.database.doors import ReadSession
from tests.bench import runtime
from tests.queries import counting_queries


@dataclass(frozen=True, slots=True)
class Cost:
    """What one warm rerun costs, in milliseconds of CPU: in all, in reading blocks, in the database alone.

    The rerun in the middle of many, as for the empty page it is set against.
    """

    whole: float
    reading: float
    database: float
    queries: int
    elements: int
    bytes_sent: int

    @property
    def drawing(self) -> float:
        """Return what is left without the reading."""
        return self.whole - self.reading


def cost_of(
    script: Path,
    page: str = "",
    query: Mapping[str, str] | None = None,
    *,
    user: Mapping[str, Any] | None = None,
    reruns: int = runtime.RERUNS,
) -> Cost:
    """Open a page of an entry script and rerun it as the server does."""
    return asyncio.run(_cost(script, page, user or {}, reruns, query or {}))


def cost_as_it_comes(source: str, folder: Path) -> float:
    """Return the milliseconds of CPU of a warm rerun of a script in a process of its own, with Streamlit's defaults."""
    script = folder / "as_it_comes.py"
    script.write_text(source, "utf-8")
    said = subprocess.run(
        [sys.executable, runtime.__file__, script.name],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return float(said.stdout.split()[-1])


async def _cost(script: Path, page: str, user: Mapping[str, Any], reruns: int, query: Mapping[str, str]) -> Cost:
    async with runtime.opened(script, page, query, user) as (browser, rerun):
        costs: list[tuple[float, float, float]] = []
        with counting_queries() as counter:
            await rerun()
        with _timing() as spent:
            for _ in range(reruns):
                spent.clear()
                costs.append((await rerun(), spent.get("reading", 0.0), spent.get("database", 0.0)))
        return Cost(*sorted(costs)[len(costs) // 2], counter.count, browser.elements, browser.bytes_sent)


@contextmanager
def _timing() -> Iterator[dict[str, float]]:
    """Add up, by thread CPU, the time from each reading session's opening to its end, and each sentence's own time."""
    spent: dict[str, float] = {}
    began: dict[int, float] = {}

    def add(kind: str, started: float) -> None:
        spent[kind] = spent.get(kind, 0.0) + 1000 * (time.thread_time() - started)

    def before(_connection: Any, cursor: Any, *_rest: Any) -> None:
        began[id(cursor)] = time.thread_time()

    def after(_connection: Any, cursor: Any, *_rest: Any) -> None:
        add("database", began.pop(id(cursor)))

    enter, leave = ReadSession.__enter__, ReadSession.__exit__
    opened: dict[int, float] = {}

    def entering(session: ReadSession) -> ReadSession:
        opened[id(session)] = time.thread_time()
        return enter(session)

    def leaving(session: ReadSession, *fault: Any) -> None:
        leave(session, *fault)
        add("reading", opened.pop(id(session)))

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    ReadSession.__enter__, ReadSession.__exit__ = entering, leaving  # type: ignore[method-assign,assignment] # a measure, for the length of the block
    try:
        yield spent
    finally:
        ReadSession.__enter__, ReadSession.__exit__ = enter, leave  # type: ignore[method-assign] # put back
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)
