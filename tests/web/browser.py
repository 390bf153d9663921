"""A browser without a screen: the web side of Navette, without Streamlit behind it."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.file_util import get_static_dir

from core.web.headers import SecureHeaders
from core.web.identity import Identity
from core.web.routes import PLAIN_ADDRESSES, routes
from core.web.shell import SpokenShell

SHELL = Path(get_static_dir()) / "index.html"
HOME = "http://navette.test"


def a_browser() -> TestClient:
    """A browser that follows no redirect by itself and keeps its cookies."""
    app = Starlette(
        routes=[*routes(SHELL), Route("/deep/probe", _probe), WebSocketRoute("/_stcore/stream", _websocket_probe)],
        middleware=[
            Middleware(Identity),
            Middleware(SecureHeaders, shell=SHELL),
            Middleware(
                SpokenShell, shell=SHELL, pages=("transport_calendar", "reserve"), plain_addresses=PLAIN_ADDRESSES
            ),
        ],
    )
    return TestClient(app, base_url=HOME, follow_redirects=False)


def form(browser: TestClient, path: str, origin: str | None = HOME, **fields: str):  # type: ignore[no-untyped-def]
    """Send a form as a browser does, with the Origin header of the page it stands on."""
    return browser.post(path, data=fields, headers={"origin": origin} if origin else {})


async def _probe(request: Request) -> JSONResponse:
    return JSONResponse(_identity_headers(request.headers.items()))


async def _websocket_probe(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_json(_identity_headers(websocket.headers.items()))
    await websocket.close()


def _identity_headers(headers: object) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.startswith("x-navette-")]  # type: ignore[attr-defined]
