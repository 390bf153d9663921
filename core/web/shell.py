"""The empty page that a browser receives first, in the reader's language and under our own name."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.i18n.words import words

_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_AGENT_LINK = re.compile(r"<!--(?:(?!-->).)*?agent API.*?-->\s*<link rel=\"service-desc\"[^>]*>", re.DOTALL)


class SpokenShell:
    """Answer page addresses with Streamlit's own first page, its `lang`, title and no-script words made ours."""

    def __init__(self, app: ASGIApp, *, shell: Path, plain_addresses: Collection[str]) -> None:
        self.app = app
        self.shell = shell
        self.plain_addresses = plain_addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a page address here; pass everything else on."""
        if not self._is_page(scope):
            await self.app(scope, receive, send)
            return
        answer = HTMLResponse(
            speaking(self.shell, scope.get("state", {}).get("language", "fr")), headers={"cache-control": "no-cache"}
        )
        await answer(scope, receive, send)

    def _is_page(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        path: str = scope["path"]
        name = path[1:]  # a page's address has one part; deeper ones are Streamlit's own questions
        return "/" not in name and "." not in name and path not in self.plain_addresses


@cache
def speaking(shell: Path, language: str) -> str:
    """Return the first page in `language`."""
    _ = words(language)
    page = shell.read_text("utf-8").replace('<html lang="en">', f'<html lang="{language}">')
    page = page.replace("<title>Streamlit</title>", "<title>Navette</title>")
    page = _AGENT_LINK.sub("", page).replace("./favicon.png", "/plain/navette.svg")
    said = _("Navette needs JavaScript to draw its pages. Turn it on for this address, then reload.")
    return _NOSCRIPT.sub(lambda _match: f"<noscript><p>{said}</p></noscript>", page)
