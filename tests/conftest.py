"""Fixtures every test may ask for: a fresh database built by the migrations, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.database.engines import dispose_engines, reader_engine, writer_engine
from core.shared.settings import settings
from tests.browser.running import browser as browser
from tests.browser.running import pytest_runtest_makereport as pytest_runtest_makereport
from tests.browser.running import pytest_runtest_setup as pytest_runtest_setup
from tests.postgresql import PostgresqlServer

LONG_FOLDERS = ("stories", "proofs", "browser", "demo", "jobs")

ENGINES = ("sqlite", "postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, so that none of them is alone at the end while the other processes wait."""
    items.sort(key=lambda item: not any(folder in item.path.parts for folder in LONG_FOLDERS))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and trigger, built once by the migrations."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        migrate_now()
        forget_database()
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server for this test session, with a template database built by the migrations."""
    with PostgresqlServer.running() as server:
        with pytest.MonkeyPatch.context() as patch:
            use_database(patch, server.create("navette_template"))
            migrate_now()
            forget_database()
        yield server


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty migrated database, once on each engine; yields the engine's name."""
    if request.param == "sqlite":
        file = tmp_path / "navette.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        use_database(monkeypatch, f"sqlite:///{file}")
        yield "sqlite"
        forget_database()
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    name = server.lend("navette_template")
    use_database(monkeypatch, server.url(name))
    yield "postgresql"
    forget_database()
    server.give_back(name)


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty migrated SQLite database only, for pages and other things that do not depend on the engine."""
    file = tmp_path / "navette.db"
    shutil.copy(sqlite_template, file)
    use_database(monkeypatch, f"sqlite:///{file}")
    yield file
    forget_database()


def use_database(patch: pytest.MonkeyPatch, url: str) -> None:
    """Point the application at a database."""
    patch.setenv("DATABASE_URL", url)
    settings.cache_clear()


def forget_database() -> None:
    """Close every connection of the database in use."""
    url = settings().database_url
    writer_engine(url).dispose()
    reader_engine(url).dispose()
    dispose_engines()
    settings.cache_clear()


def migrate_now() -> None:
    """Build every table in the configured database."""
    from core.schema.migrate import migrate

    migrate()
