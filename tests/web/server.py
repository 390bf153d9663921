"""The real thing: Navette served by its own process, and a client that speaks its pages' protocol."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from core.shared.settings import PROJECT

_COMMANDS = {
    "streamlit": ["-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", "{port}"],
    "uvicorn": ["-m", "uvicorn", "app:app", "--port", "{port}", "--log-level", "warning"],
}


@contextmanager
def served(database: Path, *, by: str = "uvicorn", folder: Path = PROJECT) -> Iterator[str]:
    """Serve the network of a SQLite file in a fresh process; yields `host:port` once it is healthy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *(part.format(port=port) for part in _COMMANDS[by])]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(PROJECT)}
    environment.pop("NAVETTE_DEMO", None)
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(f"127.0.0.1:{port}", process)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_until_healthy(host: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError((process.stdout.read() if process.stdout else b"").decode())
        try:
            with urlopen(f"http://{host}/healthz") as answer:
                if answer.status == 200:
                    return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the server never became healthy")


def page_by_websocket(host: str, page: str, **headers: str) -> str:
    """Ask for one page as a browser does on a deep link, and return everything the server sent, as text."""
    wanted = BackMsg()
    wanted.rerun_script.page_name = page
    said: list[str] = []
    with connect(
        f"ws://{host}/_stcore/stream", additional_headers=headers, subprotocols=[Subprotocol("streamlit")]
    ) as websocket:
        websocket.send(wanted.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(websocket.recv(timeout=60)))  # type: ignore[arg-type]
            said.append(str(message))
            if message.WhichOneof("type") == "script_finished":
                return "\n".join(said)
