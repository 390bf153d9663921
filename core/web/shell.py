"""The empty page that a browser receives first, in the reader's language and under our own name."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from core.i18n.words import DEFAULT_LANGUAGE, words
from core.web.plain_pages import plain_page

_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SERVICE_LINK = re.compile(r"<!--(?:(?!-->).)*-->\s*<link rel=\"service-desc\"[^>]*>", re.DOTALL)
_SET_UP = "welcome"  # the front page itself while the network is set up, and of no use afterwards
_STYLE = '<link rel="stylesheet" href="/plain/pages.css">'
_MISSING = Markup(
    '<section class="card"><h1>{title}</h1><p>{said}</p><p><a class="button" href="/">{go}</a></p></section>'
)


class SpokenShell:
    """Answer page addresses with Streamlit's own first page, its `lang`, title, style and no-script words made ours.

    `pages` are the names of the pages, the first one being that of `/` itself.
    """

    def __init__(self, app: ASGIApp, *, shell: Path, pages: Sequence[str], plain_addresses: Collection[str]) -> None:
        self.app = app
        self.shell = shell
        self.pages = pages
        self.plain_addresses = plain_addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a page address here; pass everything else on."""
        if not self._is_page(scope):
            await self.app(scope, receive, send)
            return
        await self._answer(scope)(scope, receive, send)

    def _is_page(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        path: str = scope["path"]
        name = path[1:]  # a page's address has one part; deeper ones are Streamlit's own questions
        return "/" not in name and "." not in name and path not in self.plain_addresses

    def _answer(self, scope: Scope) -> Response:
        name, language = scope["path"][1:], scope.get("state", {}).get("language", DEFAULT_LANGUAGE)
        if name in (self.pages[0], _SET_UP):
            query = scope.get("query_string", b"").decode("latin-1")
            return RedirectResponse(f"/?{query}" if query else "/", 307)
        if name and name not in self.pages:
            return _missing(language)
        return HTMLResponse(speaking(self.shell, language), headers={"cache-control": "no-cache"})


def _missing(language: str) -> Response:
    _ = words(language)
    content = _MISSING.format(
        title=_("This page does not exist"),
        said=_("The address may be old or mistyped. Everything starts from the calendar."),
        go=_("Go to the calendar"),
    )
    return plain_page(_, title=_("This page does not exist"), content=content, back="/", status=404)


@cache
def speaking(shell: Path, language: str) -> str:
    """Return the first page in `language`."""
    _ = words(language)
    page = shell.read_text("utf-8").replace('<html lang="en">', f'<html lang="{language}">')
    page = page.replace("<title>Streamlit</title>", "<title>Navette</title>")
    page = _SERVICE_LINK.sub("", page).replace("./favicon.png", "/plain/navette.svg")
    page = page.replace("</head>", f"{_STYLE}</head>", 1)
    said = _("Navette needs JavaScript to draw its pages. Turn it on for this address, then reload.")
    return _NOSCRIPT.sub(lambda _match: f"<noscript><p>{said}</p></noscript>", page)
