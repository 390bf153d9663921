"""Every address that is not a page: sign-in, links, language, health, style sheet, base map, feeds, printed sheets."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from core.web.calendar_link import FEED_PATH
from core.web.feeds import calendar_feed
from core.web.geo import base_map
from core.web.health import health
from core.web.links import show_link, use_link
from core.web.own_feed import OWN_FEED_PATH, own_calendar_feed
from core.web.sheets import SHEET_PATH, show_sheet
from core.web.sign_in import choose_language, leave, show_sign_in, sign_in

PLAIN_ADDRESSES = frozenset({"/connexion", "/deconnexion", "/healthz"})
_STATIC = Path(__file__).parent / "static"


def routes(shell: Path) -> list[BaseRoute]:
    """Return the addresses; `shell` is Streamlit's first page, beside which its open-licence fonts lie."""
    return [
        Route("/connexion", show_sign_in, methods=["GET"]),
        Route("/connexion", sign_in, methods=["POST"]),
        Route("/deconnexion", leave, methods=["POST"]),
        Route("/langue/{language}", choose_language, methods=["GET"]),
        Route("/lien/{token}", show_link, methods=["GET"]),
        Route("/lien/{token}", use_link, methods=["POST"]),
        Route("/healthz", health, methods=["GET"]),
        Route(FEED_PATH, calendar_feed, methods=["GET"]),
        Route(OWN_FEED_PATH, own_calendar_feed, methods=["GET"]),
        Route(SHEET_PATH, show_sheet, methods=["GET"]),
        Route("/plain/navette.css", _style(shell), methods=["GET"]),
        Mount("/plain", StaticFiles(directory=_STATIC)),
        base_map(),
    ]


def _style(shell: Path) -> Callable[[Request], Awaitable[Response]]:
    fonts = shell.parent / "static" / "media"
    found = {
        "SANS": next(iter(fonts.glob("SourceSansVF-Upright*.woff2"))).name,
        "SERIF": next(iter(fonts.glob("SourceSerifVariable-Roman*.woff2"))).name,
    }
    text = (_STATIC / "navette.css").read_text("utf-8")
    for name, file in found.items():
        text = text.replace(f"@{name}@", f"/static/media/{file}")

    async def answer(_request: Request) -> Response:
        return Response(text, media_type="text/css", headers={"cache-control": "public, max-age=3600"})

    return answer
