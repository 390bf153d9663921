"""The first screen of an empty network: whoever installs it opens it, a passer-by does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.access.entrance import enter
from core.access.views import is_set_up
from core.database.doors import reading
from core.demo import beside
from core.shared.settings import settings
from core.web import set_up
from core.web.set_up import announce_set_up, is_this_machine, set_up_code
from pages._parts import welcome_forms
from tests.access.people import PASSWORD, an_administrator
from tests.pages.app import open_page, texts


@pytest.fixture(autouse=True)
def at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor sits at the machine that serves."""
    monkeypatch.setattr(welcome_forms, "is_this_machine", lambda _address, _headers: True)


OPEN = "FormSubmitter:welcome.first-Ouvrir le réseau"


def test_an_empty_network_shows_its_welcome_whatever_the_address(sqlite_database: Path) -> None:
    page = open_page("welcome")
    assert not page.exception
    assert page.title[0].value == "Bienvenue dans Navette"
    assert "Se connecter" not in texts(page)


def test_whoever_installs_becomes_the_first_administrator(sqlite_database: Path) -> None:
    page = open_page("welcome")
    for field, typed in zip(page.text_input, ("Odile Essai", "odile@exemple.test", PASSWORD), strict=True):
        field.input(typed)
    page.button(key=OPEN).click().run()
    assert not page.exception
    assert enter("odile@exemple.test", PASSWORD, "192.0.2.1")


def test_a_password_too_short_is_explained_and_nothing_is_opened(sqlite_database: Path) -> None:
    page = open_page("welcome")
    for field, typed in zip(page.text_input, ("Odile Essai", "odile@exemple.test", "court"), strict=True):
        field.input(typed)
    page.button(key=OPEN).click().run()
    assert "trop court" in page.error[0].value
    with reading() as session:
        assert not is_set_up(session)


def test_from_another_machine_the_code_of_the_terminal_is_asked(
    sqlite_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcome_forms, "is_this_machine", lambda _address, _headers: False)
    page = open_page("welcome")
    assert "Ouvrir votre réseau" not in texts(page)
    page.text_input[0].input("0000-0000-é")
    page.button[-1].click().run()
    assert "Ce n’est pas ce code" in page.error[0].value
    page.text_input[0].input(f" {set_up_code()} ")
    page.button[-1].click().run()
    assert any(each.key == OPEN for each in page.button)


@pytest.mark.parametrize(
    ("address", "headers", "here"),
    [
        (None, {}, True),
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("192.0.2.7", {}, False),
        (None, {"x-forwarded-for": "203.0.113.4"}, False),
        ("127.0.0.1", {"forwarded": "for=203.0.113.4"}, False),
    ],
)
def test_only_the_machine_itself_needs_no_code(address: str | None, headers: dict[str, str], here: bool) -> None:
    assert is_this_machine(address, headers) is here


def test_the_code_is_said_in_the_terminal_only_while_nobody_exists(
    sqlite_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert announce_set_up()
    assert set_up_code() in capsys.readouterr().out
    an_administrator()
    assert not announce_set_up()
    assert capsys.readouterr().out == ""


def test_an_open_network_has_nothing_more_to_set_up(sqlite_database: Path) -> None:
    an_administrator()
    page = open_page("welcome")
    assert "Ce réseau est ouvert" in texts(page)
    assert not page.text_input


def test_the_demonstration_is_offered_where_it_can_have_its_own_file(
    sqlite_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NAVETTE_DEMO", raising=False)
    settings.cache_clear()
    assert "NAVETTE_DEMO=1" in texts(open_page("welcome")), "this database was chosen: it is left alone"
    monkeypatch.setenv("NAVETTE_DEMO", "1")
    settings.cache_clear()
    started: list[bool] = []
    monkeypatch.setattr(beside, "start", lambda: started.append(True))
    page = open_page("welcome")
    next(each for each in page.button if each.label == "Charger le réseau de démonstration").click().run()
    assert not page.exception
    assert started == [True]


def test_the_terminal_opens_a_network_too(
    sqlite_database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["Odile Essai", "odile@exemple.test"])
    monkeypatch.setattr("builtins.input", lambda _said: next(typed))
    monkeypatch.setattr(set_up, "getpass", lambda _said: PASSWORD)
    assert set_up.main() == 0
    assert enter("odile@exemple.test", PASSWORD, "192.0.2.1")
    typed = iter(["Autre", "autre@exemple.test"])
    assert set_up.main() == 1
    assert "déjà" in capsys.readouterr().err
