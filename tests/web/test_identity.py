"""Identity comes from the cookie and the database, never from what the client says of itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from core.access.actions import change_rights, deactivate
from core.access.entrance import enter
from core.access.own_account_actions import change_language
from core.access.tables import SignInSession
from core.access.tokens import sha256_of
from core.access.views import member_by_email
from core.database.doors import reading, write
from core.shared import clock
from core.shared.errors import BusyNetwork
from core.web import identity
from tests.access.people import PASSWORD, an_administrator, somebody
from tests.web.browser import a_browser


@pytest.fixture
def token(sqlite_database: Path) -> str:
    """The cookie of a signed-in administrator."""
    an_administrator()
    return enter("admin@exemple.test", PASSWORD, "192.0.2.1")


def by_websocket(cookie: str | None, **headers: str) -> list[list[str]]:
    browser = a_browser()
    sent = {name: value.encode("utf-8") for name, value in headers.items()}
    if cookie:
        sent["cookie"] = f"navette={cookie}".encode()
    with browser.websocket_connect("/_stcore/stream", headers=sent) as websocket:
        found: list[list[str]] = websocket.receive_json()
    return found


def test_an_open_session_reaches_the_websocket_as_a_header(token: str) -> None:
    assert by_websocket(token) == [["x-navette-language", "fr"], ["x-navette-session", sha256_of(token)]]


def test_a_header_sent_from_outside_is_stripped_on_the_websocket_and_on_http(token: str) -> None:
    forged = {"X-Navette-Session": sha256_of(token), "x-navette-language": "en", "X-NAVETTE-anything": "1"}
    assert by_websocket(None, **forged) == [["x-navette-language", "fr"]]
    assert a_browser().get("/deep/probe", headers=forged).json() == [["x-navette-language", "fr"]]


def test_a_forged_header_does_not_win_over_ones_own_session(token: str) -> None:
    forged = {"X-Navette-Session": "0" * 64}
    assert by_websocket(token, **forged) == [["x-navette-language", "fr"], ["x-navette-session", sha256_of(token)]]


def test_the_fingerprint_itself_is_no_cookie(token: str) -> None:
    assert by_websocket(sha256_of(token)) == [["x-navette-language", "fr"]]


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5000, '"; drop table person'])
def test_a_made_up_cookie_is_a_visitor(sqlite_database: Path, cookie: str) -> None:
    assert by_websocket(cookie) == [["x-navette-language", "fr"]]


def test_a_closed_account_is_a_visitor_at_its_next_request(sqlite_database: Path) -> None:
    admin = an_administrator()
    basile = somebody(admin)
    token = enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    assert len(by_websocket(token)) == 2
    write(lambda session: change_rights(session, admin, person_id=basile.person_id or 0, rights=frozenset()))
    assert len(by_websocket(token)) == 2
    write(lambda session: deactivate(session, admin, person_id=basile.person_id or 0))
    assert len(by_websocket(token)) == 1


def test_a_person_reads_their_own_language_unless_this_browser_chose_another(token: str) -> None:
    with reading() as session:
        admin = member_by_email(session, "admin@exemple.test")
    assert admin is not None
    write(lambda session: change_language(session, admin, language="en"))
    assert ["x-navette-language", "en"] in by_websocket(token)
    assert ["x-navette-language", "fr"] in by_websocket(f"{token}; navette_language=fr")


def test_a_session_in_use_stays_open(token: str) -> None:
    with reading() as session:
        before = session.exec(select(SignInSession)).one().seen_at
    with clock.set_to(before + timedelta(hours=1)):
        a_browser().get("/deep/probe", headers={"cookie": f"navette={token}"})
    with reading() as session:
        assert session.exec(select(SignInSession)).one().seen_at > before


def test_a_busy_database_does_not_shut_the_door(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_act: object) -> None:
        raise BusyNetwork

    monkeypatch.setattr(identity, "write", busy)
    with reading() as session:
        later = session.exec(select(SignInSession)).one().seen_at + timedelta(hours=1)
    with clock.set_to(later):
        assert len(by_websocket(token)) == 2
