"""Signing in, out, by link and in one's language, as a browser does it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from core.access.actions import invite
from core.access.tokens import sha256_of
from core.access.views import signed_in
from core.database.doors import reading, write
from core.demo.accounts import ACCOUNTS
from core.shared.settings import settings
from tests.access.people import PASSWORD, an_administrator, somebody
from tests.web.browser import HOME, a_browser, form


@pytest.fixture(autouse=True)
def no_demonstration(monkeypatch: pytest.MonkeyPatch, sqlite_database: Path) -> None:
    """An empty network, in earnest, reached without TLS."""
    monkeypatch.delenv("NAVETTE_DEMO", raising=False)
    monkeypatch.delenv("NAVETTE_TLS", raising=False)
    settings.cache_clear()


def test_a_right_password_goes_where_the_person_was_going_with_a_cookie_scripts_cannot_read() -> None:
    an_administrator()
    answer = form(a_browser(), "/connexion", email="admin@exemple.test", password=PASSWORD, retour="/reserve?kg=300")
    assert (answer.status_code, answer.headers["location"]) == (303, "/reserve?kg=300")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("navette=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    with reading() as session:
        assert signed_in(session, sha256_of(cookie.split("=")[1].split(";")[0])) is not None


def test_behind_tls_the_cookie_is_tied_to_this_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAVETTE_TLS", "1")
    settings.cache_clear()
    an_administrator()
    answer = form(a_browser(), "/connexion", email="admin@exemple.test", password=PASSWORD)
    assert answer.headers["set-cookie"].startswith("__Host-navette=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("email", ["admin@exemple.test", "inconnu@exemple.test"])
def test_a_wrong_password_is_a_sentence_that_never_says_which_is_wrong(email: str) -> None:
    an_administrator()
    answer = form(a_browser(), "/connexion", email=email, password="mauvais mot de passe")
    assert answer.status_code == 401
    assert "Nous ne reconnaissons pas ce courriel avec ce mot de passe" in answer.text
    assert "set-cookie" not in answer.headers
    assert f'value="{email}"' in answer.text, "what was typed stays"


def test_too_many_tries_wait() -> None:
    an_administrator()
    browser = a_browser()
    for _ in range(5):
        form(browser, "/connexion", email="admin@exemple.test", password="mauvais mot de passe")
    answer = form(browser, "/connexion", email="admin@exemple.test", password=PASSWORD)
    assert answer.status_code == 429
    assert "Attendez 15 minutes" in answer.text


@pytest.mark.parametrize("origin", ["http://ailleurs.test", "null", None])
@pytest.mark.parametrize("path", ["/connexion", "/deconnexion", "/lien/abc"])
def test_a_form_sent_from_elsewhere_is_refused(path: str, origin: str | None) -> None:
    an_administrator()
    answer = form(a_browser(), path, origin=origin, email="admin@exemple.test", password=PASSWORD)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_form_too_large_is_not_even_read() -> None:
    answer = form(a_browser(), "/connexion", email="admin@exemple.test", password="x" * 20_000)
    assert answer.status_code == 413
    endless = a_browser().post("/connexion", content=iter([b"email=a&password=b"]), headers={"origin": HOME})
    assert endless.status_code == 413


@pytest.mark.parametrize(
    "elsewhere",
    ["//ailleurs.test", "https://ailleurs.test", "/\\ailleurs.test", "/deconnexion", "/a\r\nset-cookie: x=1", "", "x"],
)
def test_signing_in_never_sends_elsewhere(elsewhere: str) -> None:
    an_administrator()
    answer = form(a_browser(), "/connexion", email="admin@exemple.test", password=PASSWORD, retour=elsewhere)
    assert answer.headers["location"] == "/"


def test_what_was_typed_is_escaped() -> None:
    answer = form(a_browser(), "/connexion", email='"><script>alert(1)</script>@x.test', password="x")
    assert "<script" not in answer.text


def test_signing_out_ends_the_session_and_takes_the_cookie_back() -> None:
    an_administrator()
    browser = a_browser()
    form(browser, "/connexion", email="admin@exemple.test", password=PASSWORD)
    token = browser.cookies["navette"]
    assert "Odile Essai" in browser.get("/connexion").text
    answer = form(browser, "/deconnexion")
    assert answer.status_code == 303
    assert "navette" not in browser.cookies
    with reading() as session:
        assert signed_in(session, sha256_of(token)) is None


def test_a_link_opens_a_form_and_then_the_network_once() -> None:
    admin = an_administrator()
    basile_id = somebody(admin).person_id or 0
    token = write(lambda session: invite(session, admin, person_id=basile_id))
    browser = a_browser()
    for _ in range(2):
        assert "Bienvenue, Basile Essai" in browser.get(f"/lien/{token}").text, "looking does not use it up"
    answer = form(browser, f"/lien/{token}", password="fleuve givre hangar colis", again="autre chose")
    assert answer.status_code == 422
    assert "Tapez-le deux fois" in answer.text
    answer = form(browser, f"/lien/{token}", password="court", again="court")
    assert "trop court" in answer.text
    answer = form(browser, f"/lien/{token}", password="fleuve givre hangar colis", again="fleuve givre hangar colis")
    assert answer.status_code == 303
    assert "Basile Essai" in browser.get("/connexion").text
    assert a_browser().get(f"/lien/{token}").status_code == 410


def test_a_made_up_link_opens_nothing() -> None:
    answer = a_browser().get("/lien/" + "x" * 43)
    assert answer.status_code == 410
    assert "Ce lien ne sert plus" in answer.text


def test_the_language_chosen_is_kept_and_spoken() -> None:
    browser = a_browser()
    assert '<html lang="fr">' in browser.get("/connexion").text
    answer = browser.get("/langue/en?retour=/connexion")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")
    page = browser.get("/connexion").text
    assert '<html lang="en">' in page
    assert "Sign in" in page
    browser.get("/langue/xx")
    assert '<html lang="en">' in browser.get("/connexion").text
    assert browser.get("/langue/fr?retour=//ailleurs.test").headers["location"] == "/"


def test_changing_the_language_keeps_where_one_was_going() -> None:
    browser = a_browser()
    page = browser.get("/connexion?retour=/reserve%3Fkg%3D300").text
    switch = re.search(r'href="(/langue/en[^"]*)"', page)
    assert switch is not None
    back = browser.get(unescape(switch[1])).headers["location"]
    assert 'name="retour" value="/reserve?kg=300"' in browser.get(back).text
    admin = an_administrator()
    token = write(lambda session: invite(session, admin, person_id=admin.person_id or 0))
    switch = re.search(r'href="(/langue/en[^"]*)"', browser.get(f"/lien/{token}").text)
    assert switch is not None
    assert browser.get(unescape(switch[1])).headers["location"] == f"/lien/{token}"


def test_demonstration_accounts_are_shown_in_demonstration_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ACCOUNTS[0].email not in a_browser().get("/connexion").text
    monkeypatch.setenv("NAVETTE_DEMO", "1")
    settings.cache_clear()
    page = a_browser().get("/connexion").text
    assert all(account.email in page for account in ACCOUNTS)


def test_a_plain_page_loads_nothing_but_our_own_style() -> None:
    browser = a_browser()
    answer = browser.get("/connexion")
    assert "script" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"
    style = browser.get("/plain/navette.css")
    assert "@SANS@" not in style.text
    assert "/static/media/SourceSans" in style.text
    assert browser.get("/plain/valley.svg").headers["content-type"].startswith("image/svg")
    assert HOME not in style.text
