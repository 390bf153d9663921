"""The launcher: `streamlit run app.py` or `uvicorn app:app`. Pages are in pages/, rules in core/."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from streamlit.file_util import get_static_dir

from core.jobs.beside_app import start_beside_app, stop
from core.schema.migrate import migrate
from core.web.headers import SecureHeaders
from core.web.identity import Identity
from core.web.quiet_logs import keep_secrets_out_of_logs
from core.web.routes import PLAIN_ADDRESSES, routes
from core.web.set_up import announce_set_up
from core.web.shell import SpokenShell
from pages._shell.faults import on_fault
from pages._shell.menu import PAGE_NAMES
from pages._shell.options import require_options

SHELL = Path(get_static_dir()) / "index.html"


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Check the options, bring the database up to date, and keep one worker beside the app."""
    keep_secrets_out_of_logs()
    require_options()
    await to_thread.run_sync(migrate)
    await to_thread.run_sync(announce_set_up)
    await to_thread.run_sync(start_beside_app)
    try:
        yield
    finally:
        await to_thread.run_sync(stop)


app = st.App(
    Path(__file__).resolve().parent / "pages" / "_shell" / "main.py",
    routes=routes(SHELL),
    middleware=[
        Middleware(Identity),
        Middleware(SecureHeaders, shell=SHELL),
        Middleware(SpokenShell, shell=SHELL, pages=PAGE_NAMES, plain_addresses=PLAIN_ADDRESSES),
    ],
    lifespan=lifespan,
    on_script_error=on_fault,
)
