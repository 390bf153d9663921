"""Help speaks with the very words of the screens, to everybody, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core.access.rights import VISITOR, Member, Right
from core.i18n.words import words
from core.shared.settings import PROJECT
from pages._parts.guide_text import SECTIONS
from pages._parts.guide_words import SCREEN_WORDS
from pages._shell.menu import MENU
from tests.pages.app import open_page, texts


def words_of_the_other_screens() -> set[str]:
    found: set[str] = set()
    for file in (PROJECT / "pages").rglob("*.py"):
        if not file.stem.startswith("guide_"):
            found |= {
                node.value
                for node in ast.walk(ast.parse(file.read_text("utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def test_every_button_the_guide_names_stands_on_a_screen() -> None:
    assert set(SCREEN_WORDS.values()) - words_of_the_other_screens() == set()


def test_every_section_opens_a_page_of_the_menu() -> None:
    assert {section.page for section in SECTIONS} <= {entry.name for entry in MENU}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_is_whole(language: str) -> None:
    _ = words(language)
    said = {name: _(message) for name, message in SCREEN_WORDS.items()}
    for section in SECTIONS:
        for sentence in section.sentences:
            assert "%(" not in _(sentence, **said)
            assert language == "en" or _(sentence) != sentence


def test_a_visitor_reads_first_what_a_visitor_does() -> None:
    assert [section.page for section in SECTIONS if section.concerns(VISITOR)] == ["transport_calendar", "troughs"]
    administrator = Member(1, rights=frozenset({Right.administrator}))
    assert all(section.concerns(administrator) for section in SECTIONS)


@pytest.mark.parametrize(("language", "said"), [("fr", "Lire le calendrier"), ("en", "Read the calendar")])
def test_anybody_opens_the_guide(sqlite_database: Path, language: str, said: str) -> None:
    page = open_page("user_guide", language=language)
    assert not page.exception
    assert any(said in each.label for each in page.expander)
    assert "○" in texts(page)
