"""Collect the messages of the code into the catalogs: `make words` (adds new ones, drops unused ones, sorts)."""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from core.i18n.words import LANGUAGES, catalog_file
from core.shared.settings import PROJECT

MARKS = {"_": 1, "N_": 1, "many": 2}  # how many of its first arguments are messages
_OF_A_TAB = "tab.words"  # is `_` too
BUGS = "the issues of the Navette repository"
TRANSLATOR = "the authors of Navette"
TEAMS = {"fr": "Navette, français du Québec", "en": "Navette, English of the messages"}
FOLDERS = ("core", "pages")
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # the same header each time: git keeps the dates


def messages_in_code(project: Path = PROJECT) -> Catalog:
    """Return the catalog of every message written in the code."""
    found = Catalog(fuzzy=False)
    for folder in FOLDERS:
        for file in sorted((project / folder).rglob("*.py")):
            for message in messages_in(file.read_text(encoding="utf-8")):
                found.add(message)
    return found


def messages_in(source: str) -> Iterator[str | tuple[str, str]]:
    """Yield the messages of one module, those inside f-strings too (Babel's reader sees these only from 3.12 on)."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        count = 1 if ast.unparse(node.func) == _OF_A_TAB else MARKS.get(name, 0)
        said = [each.value for each in node.args[:count] if isinstance(each, ast.Constant)]
        texts = [each for each in said if isinstance(each, str) and each]
        if count and len(texts) == count:
            yield texts[0] if count == 1 else (texts[0], texts[1])


def update(language: str) -> tuple[int, list[str]]:
    """Bring one catalog in step with the code; return how many messages it has and which lack a translation."""
    file = catalog_file(language)
    with file.open("rb") as text:
        known = read_po(text, locale=language)
    catalog = Catalog(
        locale=language,
        header_comment="# The words of Navette. English is the language of the messages themselves.",
        project="Navette",
        version="0.1",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        copyright_holder="the partners of Navette",
        msgid_bugs_address=BUGS,
        last_translator=TRANSLATOR,
        language_team=TEAMS[language],
        fuzzy=False,
    )
    missing = []
    for message in messages_in_code():
        if not message.id:
            continue
        old = known.get(message.id)
        said = old.string if old is not None and not old.fuzzy else ""
        catalog.add(message.id, said)
        if language != "en" and not (all(said) if isinstance(said, tuple) else said):
            missing.append(str(message.id))
    with file.open("wb") as text:
        write_po(text, catalog, width=120, sort_output=True, no_location=True, omit_header=False)
    return len(catalog), missing


def main() -> int:
    """Update every catalog; the exit code says whether a translation is missing."""
    missing_anywhere = 0
    for language in LANGUAGES:
        count, missing = update(language)
        print(f"{language}: {count} messages, {len(missing)} to translate")
        for message in missing:
            print(f"    {message}")
        missing_anywhere += len(missing)
    return 1 if missing_anywhere else 0


if __name__ == "__main__":
    sys.exit(main())
