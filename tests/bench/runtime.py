"""Rerunning a script on Streamlit's own runtime, without a socket.

The runtime, the session, the script thread and the writing of every message are those of the server; compiled
scripts stay compiled, which `AppTest` would do anew at each run. Run by itself (`python tests/bench/runtime.py
script.py`), it prints what one warm rerun costs in a process that holds nothing but Streamlit, with the options
found in the folder it is started in.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.session_manager import SessionClient

Rerun = Callable[[], Awaitable[float]]
WARM_UP = 6
RERUNS = 40


class Browser(SessionClient):
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


@asynccontextmanager
async def opened(
    script: Path, page: str = "", query: Mapping[str, str] | None = None, user: Mapping[str, Any] | None = None
) -> AsyncIterator[tuple[Browser, Rerun]]:
    """Open a page of an entry script; yield its browser and a rerun, which returns milliseconds of CPU."""
    runtime = Runtime(
        RuntimeConfig(
            script_path=str(script),
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
        )
    )
    await runtime.start()
    try:
        browser = Browser()
        session_id = runtime.connect_session(browser, user_info=dict(user or {}))
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = urlencode(query or {})

        async def rerun() -> float:
            browser.finished.clear()
            browser.elements = browser.bytes_sent = 0
            started = time.process_time()
            runtime.handle_backmsg(session_id, asked)
            await asyncio.wait_for(browser.finished.wait(), 60)
            return 1000 * (time.process_time() - started)

        for _ in range(WARM_UP):
            await rerun()
        yield browser, rerun
        assert not browser.faults, browser.faults[0]
    finally:
        runtime.stop()
        await runtime.stopped
        Runtime._instance = None  # the runtime of one script ends with its measure


async def _print_cost(script: Path) -> None:
    async with opened(script) as (_browser, rerun):
        costs = []
        for _ in range(RERUNS):
            costs.append(await rerun())
            await asyncio.sleep(0.02)  # the collection that follows a run belongs to it, not to the next
    print(median(costs))


if __name__ == "__main__":
    asyncio.run(_print_cost(Path(sys.argv[1])))
