"""Is the network being served: a JSON answer for whoever watches, which asks the database first."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from core.access.views import is_set_up
from core.database.doors import reading


async def health(_request: Request) -> JSONResponse:
    """Answer 200 when the database answers, 503 when it does not."""
    try:
        set_up = await to_thread.run_sync(_ask_database)
    except Exception as fault:
        return JSONResponse({"status": "down", "database": type(fault).__name__}, 503, _NEVER_KEPT)
    return JSONResponse({"status": "ok", "database": "ok", "set_up": set_up}, headers=_NEVER_KEPT)


_NEVER_KEPT = {"cache-control": "no-store"}


def _ask_database() -> bool:
    with reading() as session:
        return is_set_up(session)
