"""Fixtures of the browser tests: the real app, on a seeded database of its own, seen through a real Chromium.

`page` belongs to a French-speaking visitor at a desk; whatever a test does with it, it fails at the end if anything
was asked of another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.access.rights import Member
from core.access.session_actions import open_session
from core.calendar import statutory_holidays
from core.database.doors import write
from core.shared import clock
from core.web.cookies import session_cookie
from tests.browser.running import serving
from tests.browser.seed import seed_a_small_network
from tests.browser.widths import PATIENCE, PHONE, WIDTHS
from tests.conftest import forget_database, use_database

Visit = Callable[..., Page]
SignedIn = Callable[[Member, str], Page]
expect.set_options(timeout=PATIENCE)
_BEYOND_THE_CALENDAR = timedelta(weeks=14)
_weeks = count()


@dataclass(frozen=True)
class RunningApp:
    """A Navette of one's own: its address, and the file its network lives in."""

    url: str
    database: Path


@pytest.fixture(scope="session")
def running_app(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningApp]:
    """The real app on a loopback port, serving a small network made by the same actions people use."""
    file = tmp_path_factory.mktemp("browser") / "navette.db"
    file.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        seed_a_small_network()
        forget_database()
    with serving(file) as url:
        yield RunningApp(url, file)


@pytest.fixture
def visit(browser: Browser, running_app: RunningApp) -> Iterator[Visit]:
    """Open a page of the app: `visit("/?view=list", width=390)`; fails at the end if another machine was asked."""
    contexts: list[BrowserContext] = []
    asked_elsewhere: list[str] = []
    home = urlsplit(running_app.url).netloc

    def heard(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.netloc != home:
            asked_elsewhere.append(address)

    def open_page(
        path: str = "/", *, width: int = 1280, height: int = 800, dark: bool = False, user_agent: str | None = None
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="fr-CA",
            timezone_id="America/Vancouver",  # not the network's: hours must stay the network's
            color_scheme="dark" if dark else "light",
            user_agent=user_agent,
        )
        contexts.append(context)
        context.on("request", lambda request: heard(request.url))
        page = context.new_page()
        page.on("websocket", lambda websocket: heard(websocket.url))
        page.goto(f"{running_app.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert asked_elsewhere == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """The first page, as a visitor at a desk sees it."""
    return visit("/")


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    """A desk, then a phone: what a story is lived on."""
    name: str = request.param
    return name


@pytest.fixture
def backstage(running_app: RunningApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the test act in the running app's network, as somebody else would meanwhile."""
    use_database(monkeypatch, f"sqlite:///{running_app.database}")
    yield
    forget_database()


@pytest.fixture
def signed_in(browser: Browser, running_app: RunningApp, backstage: None, width: str) -> Iterator[SignedIn]:
    """Open a page as this member, in a browser of their own: `signed_in(member, "/my_reservations")`."""
    contexts: list[BrowserContext] = []
    is_phone = width == "phone"

    def open_page(member: Member, path: str) -> Page:
        context = browser.new_context(
            viewport={"width": WIDTHS[width], "height": 844},
            locale="fr-CA",
            user_agent=PHONE if is_phone else None,
            has_touch=is_phone,
            is_mobile=is_phone,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": session_cookie(), "value": _token(member), "url": running_app.url}])
        page = context.new_page()
        page.goto(f"{running_app.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _token(member: Member) -> str:
    person_id = member.person_id
    assert person_id is not None
    return write(lambda session: open_session(session, person_id=person_id, email=member.email, address="192.0.2.1"))


@pytest.fixture
def quiet_monday() -> date:
    """The Monday of a week without a holiday, beyond the days that the calendar's own tests look at."""
    today = clock.today()
    while True:
        monday = today + _BEYOND_THE_CALENDAR + timedelta(weeks=next(_weeks), days=-today.weekday())
        if not any(statutory_holidays.name_of(monday + timedelta(days=offset)) for offset in range(7)):
            return monday
