"""Migrations build what the tables say, and lose nothing on the way up, down and up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from core.database.doors import write
from core.database.engines import current_writer
from core.partners.tables import Partner, PartnerKind
from core.schema.every_table import metadata
from core.schema.migrate import migrate
from tests.conftest import forget_database, use_database


def test_the_migrations_build_exactly_the_tables(database: str) -> None:
    with current_writer().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_named_wall_stands(database: str) -> None:
    inspector = inspect(current_writer())
    for table in metadata.tables.values():
        wanted = {str(c.name) for c in table.constraints if type(c).__name__ == "CheckConstraint"}
        standing = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert wanted <= standing, table.name


def test_a_second_migration_changes_nothing(database: str) -> None:
    assert migrate() is False


def test_triggers_stand_after_the_migrations(database: str) -> None:
    with current_writer().connect() as connection:
        source = "sqlite_master WHERE type = 'trigger'" if database == "sqlite" else "pg_trigger WHERE NOT tgisinternal"
        assert (connection.execute(text(f"SELECT count(*) FROM {source}")).scalar_one()) >= 8


def test_a_file_with_data_is_copied_before_it_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_database(monkeypatch, f"sqlite:///{tmp_path / 'old.db'}")
    migrate()
    write(
        lambda session: session.add(
            Partner(code="P", name="Ferme", kind=PartnerKind.producer, territory="T", town="Amqui")
        )
    )
    with current_writer().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(Exception, match="0000"):
        migrate()
    assert (tmp_path / "old.before-migration.db").exists()
    forget_database()
