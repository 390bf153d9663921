"""Backing up and restoring when things are wrong: the same file, a damaged database, a running app, a full disk."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.database.doors import reading, write
from core.database.engines import current_reader, current_writer
from core.partners.tables import Partner
from core.schema.back_up import BadCopy, back_up, main, restore
from core.shared.settings import settings
from tests.builders import a_partner


def names() -> list[str]:
    with reading() as session:
        return sorted(session.exec(select(Partner.name)))


def close_the_app() -> None:
    for engine in (current_writer(), current_reader()):
        engine.dispose()


def test_the_database_is_not_a_copy_of_itself(sqlite_database: Path, tmp_path: Path) -> None:
    write(lambda session: a_partner(session, name="Ferme du Quai"))
    (tmp_path / "autre").symlink_to(sqlite_database)
    for itself in (sqlite_database, tmp_path / "autre", tmp_path / "." / sqlite_database.name):
        with pytest.raises(BadCopy, match="itself"):
            back_up(itself)
        with pytest.raises(BadCopy, match="itself"):
            restore(itself)
    assert names() == ["Ferme du Quai"]


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 400, None])
def test_a_damaged_database_is_put_aside_and_replaced(
    sqlite_database: Path, tmp_path: Path, damage: bytes | None
) -> None:
    write(lambda session: a_partner(session, name="Ferme du Quai"))
    copy = back_up(tmp_path / "navette.copy")
    close_the_app()
    whole = sqlite_database.read_bytes()
    damaged = whole[: len(whole) // 3] if damage is None else damage
    sqlite_database.write_bytes(damaged)
    kept = restore(copy)
    assert names() == ["Ferme du Quai"]
    assert kept is not None
    assert kept.exists()


def test_nothing_is_put_under_the_feet_of_a_running_app(sqlite_database: Path, tmp_path: Path) -> None:
    copy = back_up(tmp_path / "navette.copy")
    write(lambda session: a_partner(session, name="Venue après"))
    with closing(sqlite3.connect(sqlite_database)) as app:
        app.execute("SELECT count(*) FROM partner").fetchone()
        with pytest.raises(BadCopy, match="stop Navette"):
            restore(copy)
        app.execute("UPDATE partner SET town = 'Amqui'")
        app.commit()
    assert names() == ["Venue après"]
    restore(copy)
    assert names() == []


def test_the_password_of_the_database_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(arguments: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        seen.append((arguments, how.get("env") or {}))
        return subprocess.CompletedProcess(arguments, 1, "", "refused")

    monkeypatch.setenv("DATABASE_URL", "postgresql://navette:tres%40secret@db.example:5433/reseau")
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    settings.cache_clear()
    try:
        with pytest.raises(BadCopy):
            back_up(tmp_path / "copy")
    finally:
        settings.cache_clear()
    ((arguments, environment),) = seen
    assert "secret" not in " ".join(arguments)
    assert environment["PGPASSWORD"] == "tres@secret"
    assert "db.example:5433/reseau" in arguments[-1]


def test_what_the_disk_refuses_is_said_in_a_sentence(
    sqlite_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier").write_text("", "utf-8")
    assert main([str(tmp_path / "fichier" / "copie.db")]) == 1
    (tmp_path / "dossier").mkdir()
    assert main([str(tmp_path / "dossier")]) == 1
    said = capsys.readouterr().err
    assert said.count("Rien n'a été fait") == 2
    assert "Traceback" not in said
