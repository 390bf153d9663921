"""Where a request comes from, and where an answer may send people next: our own pages only."""

from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

LARGEST_FORM_BYTES = 16_384
_NEVER_BACK_TO = ("/connexion", "/deconnexion", "/lien/", "/langue/")


def turned_away(request: Request) -> Response | None:
    """Return the answer to a form that was not sent from one of our pages, or is larger than any of ours."""
    if not is_from_us(request):
        return PlainTextResponse("This form was not sent from here.", 403)
    size = request.headers.get("content-length", "")
    if not size.isascii() or not size.isdigit() or int(size) > LARGEST_FORM_BYTES:
        return PlainTextResponse("This form is too large.", 413)
    return None


def is_from_us(request: Request) -> bool:
    """Say whether a form was sent from one of our own pages (the browser says so; a form elsewhere cannot lie)."""
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return request.headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host")


def address_of(request: Request) -> str:
    """Return the network address of whoever asks."""
    return request.client.host if request.client else ""


def safe_return(wanted: str | None, *, never: tuple[str, ...] = _NEVER_BACK_TO) -> str:
    """Return an address of our own to go back to; anything else, and what begins as `never` does, is the calendar."""
    path = wanted or "/"
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return quote(path, safe="/?&=%~.,:+-_") if plain and not path.startswith(never) else "/"
