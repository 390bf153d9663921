"""Rerunning a page on Streamlit's own runtime, without a socket, and measuring what each rerun costs.

The runtime, the session, the script thread and the writing of every message are those of the server; compiled
scripts stay compiled, which `AppTest` would do anew at each run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, event
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.session_manager import SessionClient

from core.database.doors import ReadSession
from tests.queries import counting_queries

WARM_UP = 6


@dataclass(frozen=True, slots=True)
class Cost:
    """What one warm rerun costs, in milliseconds of CPU: in all, in reading blocks, in the database alone.

    The least of many reruns: what else the machine does only ever adds.
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


class _Browser(SessionClient):
    """Takes what the server writes, as a socket would."""

    def __init__(self) -> None:
        self.finished = asyncio.Event()
        self.elements = self.bytes_sent = 0
        self.faults: list[str] = []

    @property
    def client_context(self) -> None:
        return None

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        self.bytes_sent += len(serialize_forward_msg(msg))
        kind = msg.WhichOneof("type")
        if kind == "delta":
            self.elements += 1
            if msg.delta.new_element.HasField("exception"):
                self.faults.append(msg.delta.new_element.exception.message)
        elif kind == "script_finished":
            self.finished.set()


def cost_of(
    script: Path,
    page: str = "",
    query: Mapping[str, str] | None = None,
    *,
    user: Mapping[str, Any] | None = None,
    reruns: int = 40,
) -> Cost:
    """Open a page of an entry script and rerun it as the server does."""
    return asyncio.run(_cost(script, page, dict(user or {}), reruns, urlencode(query or {})))


async def _cost(script: Path, page: str, user: dict[str, Any], reruns: int, query: str) -> Cost:
    runtime = Runtime(
        RuntimeConfig(
            script_path=str(script),
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
        )
    )
    await runtime.start()
    try:
        browser = _Browser()
        session_id = runtime.connect_session(browser, user_info=user)
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query

        async def rerun() -> float:
            browser.finished.clear()
            browser.elements = browser.bytes_sent = 0
            started = time.process_time()
            runtime.handle_backmsg(session_id, asked)
            await asyncio.wait_for(browser.finished.wait(), 60)
            return 1000 * (time.process_time() - started)

        for _ in range(WARM_UP):
            await rerun()
        costs: list[tuple[float, float, float]] = []
        with counting_queries() as counter:
            await rerun()
        with _timing() as spent:
            for _ in range(reruns):
                spent.clear()
                costs.append((await rerun(), spent.get("reading", 0.0), spent.get("database", 0.0)))
        assert not browser.faults, browser.faults[0]
        return Cost(*min(costs), counter.count, browser.elements, browser.bytes_sent)
    finally:
        runtime.stop()
        await runtime.stopped
        Runtime._instance = None  # the runtime of one script ends with its measure


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
