"""The entry script: a stranger sees a short menu, a signed-in person sees their name."""

from __future__ import annotations

from pathlib import Path

from core.access.actions import create_first_administrator
from core.database.doors import write
from tests.pages.app import open_page, texts


def an_administrator() -> None:
    write(
        lambda session: create_first_administrator(
            session, name="Administratrice fictive", email="admin@exemple.org", password="quatre mots sans lien"
        )
    )


def test_a_stranger_is_asked_to_sign_in_on_a_protected_page(sqlite_database: Path) -> None:
    an_administrator()
    page = open_page("account")
    assert not page.exception
    assert not page.title


def test_a_signed_in_person_opens_a_protected_page(sqlite_database: Path) -> None:
    an_administrator()
    page = open_page("account", "admin@exemple.org")
    assert not page.exception
    assert "Administratrice fictive" in texts(page)
