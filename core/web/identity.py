"""Who is at the door: from an opaque cookie to two headers that only this middleware can write.

Pure ASGI, because Starlette's own middleware class never sees a websocket, and the pages live on a websocket.
Streamlit copies the headers into `st.user` (`server.trustedUserHeaders`); the page looks the session up again.
"""

from contextlib import suppress
from datetime import timedelta

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from core.access.session_actions import keep_alive
from core.access.tokens import sha256_of
from core.access.views import SignedIn, signed_in
from core.database.doors import reading, write
from core.i18n.words import DEFAULT_LANGUAGE, LANGUAGES
from core.shared import clock
from core.shared.errors import BusyNetwork
from core.web.cookies import LANGUAGE_COOKIE, session_cookie

SESSION_HEADER = b"x-navette-session"
LANGUAGE_HEADER = b"x-navette-language"
_OURS = b"x-navette-"
_NOBODY_ASKS = ("/static/", "/media/", "/component/", "/geo/", "/plain/", "/_stcore/", "/healthz")
_SEEN_EVERY = timedelta(minutes=10)


class Identity:
    """Strip identity headers sent from outside, then write our own for the browser whose session is open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with headers that can be trusted."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        from_outside = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(_OURS)]
        opened = await self._opened(scope)
        language = _language(scope, opened)
        ours = [(LANGUAGE_HEADER, language.encode("ascii"))]
        state = {**(scope.get("state") or {}), "language": language}
        if opened is not None:
            token_sha256, who = opened
            ours.append((SESSION_HEADER, token_sha256.encode("ascii")))
            state["member"] = who.member
        scope = {**scope, "headers": [*from_outside, *ours], "state": state}
        await self.app(scope, receive, send)

    async def _opened(self, scope: Scope) -> tuple[str, SignedIn] | None:
        if scope["type"] == "http" and scope["path"].startswith(_NOBODY_ASKS):
            return None
        token = HTTPConnection(scope).cookies.get(session_cookie())
        if not token:
            return None
        token_sha256 = sha256_of(token)
        who = await to_thread.run_sync(_look_up, token_sha256)
        return (token_sha256, who) if who is not None else None


def _look_up(token_sha256: str) -> SignedIn | None:
    with reading() as session:
        who = signed_in(session, token_sha256)
    if who is not None and clock.now() - who.seen_at > _SEEN_EVERY:
        with suppress(BusyNetwork):  # the next request will write it
            write(lambda session: keep_alive(session, token_sha256=token_sha256))
    return who


def _language(scope: Scope, opened: tuple[str, SignedIn] | None) -> str:
    chosen = HTTPConnection(scope).cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return opened[1].member.language if opened is not None else DEFAULT_LANGUAGE
