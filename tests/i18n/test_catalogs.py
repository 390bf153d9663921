"""Nobody meets an English sentence in French, or a coded word on screen."""

from __future__ import annotations

import re
from enum import StrEnum
from importlib import import_module
from io import BytesIO
from pkgutil import walk_packages

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import core
from core.i18n.collect import BUGS, TRANSLATOR, messages_in, messages_in_code
from core.i18n.labels import LABELS
from core.i18n.words import LANGUAGES, catalog_file, words

PLACEHOLDERS = ("EMAIL@ADDRESS", "FULL NAME", "LL@li.org")
_FIELDS = re.compile(r"%\((\w+)\)s")


def french() -> dict[object, object]:
    with catalog_file("fr").open("rb") as text:
        catalog = read_po(text, locale="fr")
    assert not [message.id for message in catalog if message.fuzzy and message.id]
    return {message.id: message.string for message in catalog if message.id}


def test_every_message_of_the_code_is_said_in_french() -> None:
    said = french()
    missing = [m.id for m in messages_in_code() if m.id and not _complete(said.get(m.id))]
    assert not missing, f"run `make words` and translate: {missing}"


def test_messages_are_found_wherever_they_are_written() -> None:
    source = """x = f"**{_('Roles')}** {_.many('%(count)s run', '%(count)s runs', n)}" + N_('A ' 'role')"""
    assert set(messages_in(source)) == {"Roles", ("%(count)s run", "%(count)s runs"), "A role"}


def test_messages_said_by_a_tab_are_found_and_other_words_are_not() -> None:
    assert set(messages_in("""tab.words("Keep it"), words("fr"), vega.words("share")""")) == {"Keep it"}


def test_no_translation_is_left_without_its_message() -> None:
    in_code = {message.id for message in messages_in_code()}
    assert not [message for message in french() if message not in in_code], "run `make words`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_hold_no_placeholder_of_a_template(language: str) -> None:
    header = catalog_file(language).read_text("utf-8").split("\n\n", 1)[0]
    assert "Project-Id-Version: Navette" in header
    assert not [each for each in PLACEHOLDERS if each in header]
    assert BUGS in header
    assert TRANSLATOR in header


def test_a_template_of_babel_would_be_noticed() -> None:
    written = BytesIO()
    write_po(written, Catalog(locale="fr"))
    assert all(each.encode() in written.getvalue() for each in PLACEHOLDERS)


def test_translations_keep_the_same_fields() -> None:
    def fields(text: object) -> set[str]:
        return set(_FIELDS.findall(" ".join(text) if isinstance(text, tuple) else str(text)))

    wrong = [message for message, said in french().items() if fields(message) != fields(said)]
    assert not wrong, wrong


def test_each_coded_choice_has_a_word_on_screen() -> None:
    kinds: set[type[StrEnum]] = set()
    for module in walk_packages(core.__path__, "core."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            names = vars(import_module(module.name)).values()
            kinds |= {thing for thing in names if isinstance(thing, type) and issubclass(thing, StrEnum)}
    kinds.discard(StrEnum)
    wrong = [
        f"{kind.__name__}.{member}"
        for kind in kinds
        for member in kind
        if kind.__name__ in LABELS and member.value not in LABELS[kind.__name__]
    ]
    unlabelled = [kind.__name__ for kind in kinds if kind.__name__ not in LABELS]
    assert not wrong
    assert not unlabelled, f"give these a word in core/i18n/labels.py: {unlabelled}"
    assert [member for kind in kinds for member in kind if member.name != member.value] == []


def _complete(said: object) -> bool:
    return all(said) if isinstance(said, tuple) else bool(said)


@pytest.mark.parametrize(
    ("language", "cents", "expected"),
    [("fr", 123450, "1\u00a0234,50\u00a0$"), ("en", 123450, "$1,234.50"), ("fr", -5, "-0,05\u00a0$")],
)
def test_money_is_written_the_local_way(language: str, cents: int, expected: str) -> None:
    assert words(language).money(cents) == expected


def test_an_unknown_language_is_answered_in_french() -> None:
    assert words("tlh").language == "fr"
