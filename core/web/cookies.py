"""The two cookies of Navette: an opaque secret for a signed-in browser, and the visitor's language."""

from starlette.responses import Response

from core.access.session_actions import LONGEST_SESSION
from core.shared.settings import settings

LANGUAGE_COOKIE = "navette_language"
_A_YEAR = 365 * 24 * 3600


def session_cookie() -> str:
    """Return the name of the session cookie; behind TLS the `__Host-` prefix ties it to this very host."""
    return "__Host-navette" if settings().behind_tls else "navette"


def remember_session(response: Response, token: str) -> None:
    """Give a browser the secret of its session; scripts cannot read it, other sites cannot send it."""
    response.set_cookie(
        session_cookie(),
        token,
        max_age=int(LONGEST_SESSION.total_seconds()),
        path="/",
        secure=settings().behind_tls,
        httponly=True,
        samesite="lax",
    )


def forget_session(response: Response) -> None:
    """Take the secret back from a browser."""
    response.delete_cookie(session_cookie(), path="/", secure=settings().behind_tls, httponly=True, samesite="lax")


def remember_language(response: Response, language: str) -> None:
    """Keep the language a visitor chose."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_A_YEAR,
        path="/",
        secure=settings().behind_tls,
        httponly=True,
        samesite="lax",
    )
