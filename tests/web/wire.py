"""A client that speaks the protocol of Navette's pages, without a browser."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol


def page_by_websocket(address: str, page: str, **headers: str) -> str:
    """Ask for one page as a browser does on a deep link, and return everything the server sent, as text."""
    wanted = BackMsg()
    wanted.rerun_script.page_name = page
    said: list[str] = []
    with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        additional_headers=headers,
        subprotocols=[Subprotocol("streamlit")],
    ) as websocket:
        websocket.send(wanted.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(websocket.recv(timeout=60)))  # type: ignore[arg-type]  # no text frame is sent here
            said.append(str(message))
            if message.WhichOneof("type") == "script_finished":
                return "\n".join(said)
