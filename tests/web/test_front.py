"""Health, security headers, and the first page in the reader's language."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from core.database import engines
from core.shared.settings import settings
from core.web.origins import safe_return
from tests.access.people import an_administrator
from tests.web.browser import SHELL, a_browser


def test_health_asks_the_database(sqlite_database: Path) -> None:
    assert a_browser().get("/healthz").json() == {"status": "ok", "database": "ok", "set_up": False}
    an_administrator()
    assert a_browser().get("/healthz").json()["set_up"] is True


def test_health_says_when_the_database_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    settings.cache_clear()
    answer = a_browser().get("/healthz")
    engines.reader_engine(settings().database_url).dispose()
    engines.dispose_engines()
    settings.cache_clear()
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"


@pytest.mark.parametrize("path", ["/", "/reserve", "/?line=1"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_address_answers_in_the_readers_language(sqlite_database: Path, path: str, language: str) -> None:
    answer = a_browser().get(path, headers={"cookie": f"navette_language={language}"})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert "<title>Navette</title>" in answer.text
    assert "service-desc" not in answer.text, "an interface we do not offer"
    assert "JavaScript" in answer.text
    assert a_browser().get(*re.findall(r'<link rel="stylesheet" href="(/plain/[^"]+)"', answer.text)).status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_the_calendar_is_the_front_page_and_keeps_its_filters(sqlite_database: Path) -> None:
    assert a_browser().get("/transport_calendar?line=1&kg=300").headers["location"] == "/?line=1&kg=300"
    assert a_browser().get("/transport_calendar").headers["location"] == "/"
    assert a_browser().get("/welcome").headers["location"] == "/", "it stands there while the network is set up"


def test_an_unknown_address_is_a_sentence_with_a_way_out(sqlite_database: Path) -> None:
    answer = a_browser().get("/ancienne_page")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("path", ["/reserve/_stcore/health", "/favicon.ico", "/a/b", "/static/js/x.js"])
def test_what_is_not_a_page_is_left_to_streamlit(sqlite_database: Path, path: str) -> None:
    assert a_browser().get(path).status_code == 404


def test_only_the_inline_scripts_of_the_first_page_may_run(sqlite_database: Path) -> None:
    answer = a_browser().get("/")
    policy = answer.headers["content-security-policy"]
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers, "only behind TLS"


def test_streamlit_still_ships_what_we_rewrite() -> None:
    shell = SHELL.read_text("utf-8")
    assert '<html lang="en">' in shell
    assert "<title>Streamlit</title>" in shell
    assert "<noscript>" in shell


@pytest.mark.parametrize(
    ("wanted", "back"),
    [
        (None, "/"),
        ("/reserve?from=1&to=2", "/reserve?from=1&to=2"),
        ("/réserver", "/r%C3%A9server"),
        ("//x.test", "/"),
        ("/\\x.test", "/"),
        ("javascript:alert(1)", "/"),
        ("/connexion", "/"),
        ("/a\nb", "/"),
    ],
)
def test_one_comes_back_to_our_own_pages_only(wanted: str | None, back: str) -> None:
    assert safe_return(wanted) == back
