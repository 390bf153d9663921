"""Copy the network's data while people work, and put a copy back: `python -m core.schema.back_up COPY [--restore]`.

Copying the file of a live SQLite database by hand is wrong nearly every time: what still stands in the write-ahead log
is missing. Here the database itself makes the copy, which is then read whole before it is called one.
"""

import argparse
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from core.database.engines import current_reader, current_writer, sqlite_file
from core.shared.settings import settings


class BadCopy(RuntimeError):
    """A copy that does not hold what it should; nothing was put in its place."""


def back_up(copy: Path) -> Path:
    """Write the whole database into `copy`, as it stood at one moment, and return it; writers are not stopped.

    Raises:
        BadCopy: the copy does not read back whole, is the database itself, or `pg_dump` is missing or refused.
    """
    file = sqlite_file(settings().database_url)
    _require_another_file(copy, file)
    copy.parent.mkdir(parents=True, exist_ok=True)
    unfinished = copy.with_name(copy.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        if file is None:
            _dump(unfinished)
        else:
            _copy(file, unfinished)
            check(unfinished)
        _make_durable(unfinished)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    _make_durable(copy.parent)
    return copy


def restore(copy: Path) -> Path | None:
    """Put a copy in the place of the database and return where the database that stood there is kept.

    Navette must be stopped. On SQLite what stood there, damaged or not, stays beside it; on PostgreSQL everything is
    restored in one transaction, or nothing.

    Raises:
        BadCopy: the copy does not read back whole, is the database itself, or Navette still runs; nothing was changed.
    """
    for engine in (current_writer(), current_reader()):
        engine.dispose()
    file = sqlite_file(settings().database_url)
    if file is None:
        arguments = [
            "--clean",
            "--if-exists",
            "--single-transaction",
            "--no-owner",
            f"--dbname={_address()}",
            str(copy),
        ]
        _run("pg_restore", *arguments)
        return None
    _require_another_file(copy, file)
    check(copy)
    kept = None
    if file.exists():
        _require_nobody_else(file)
        kept = _unused_name(file)
        _put_aside(file, kept)
    fresh = file.with_name(file.name + ".restoring")
    shutil.copyfile(copy, fresh)
    _make_durable(fresh)
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    fresh.replace(file)
    _make_durable(file.parent)
    return kept


def check(copy: Path) -> None:
    """Read a SQLite copy whole.

    Raises:
        BadCopy: it is damaged, or is not a Navette database.
    """
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as fault:
        raise BadCopy(f"{copy}: {fault}") from fault
    if found != ["ok"]:
        raise BadCopy(f"{copy}: {found[0]}")


def _require_another_file(copy: Path, file: Path | None) -> None:
    if file is not None and copy.resolve() == file.resolve():
        raise BadCopy(f"{copy} is the database itself: name another file")


def _require_nobody_else(file: Path) -> None:
    """Check that no program has the database open: it would go on writing into the file that was put aside."""
    try:
        with closing(sqlite3.connect(file, timeout=1)) as alone:
            alone.execute("PRAGMA journal_mode = DELETE")  # the database grants it to its only connection
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise BadCopy(f"{file} is in use: stop Navette first") from fault


def _put_aside(file: Path, kept: Path) -> None:
    """Keep what stood there; a damaged database, which cannot copy itself, is kept as it lies."""
    try:
        _copy(file, kept)
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal"):
            lying = file.with_name(file.name + suffix)
            if lying.exists():
                shutil.copyfile(lying, kept.with_name(kept.name + suffix))
    _make_durable(kept)


def _unused_name(file: Path) -> Path:
    names = (file.with_name(f"{file.stem}.before-restore-{number}.db") for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _copy(file: Path, copy: Path) -> None:
    if not file.exists():
        raise BadCopy(f"{file}: there is no database here")
    with closing(sqlite3.connect(file, timeout=30)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it


def _dump(copy: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}", f"--dbname={_address()}")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BadCopy(f"{program} is not on this machine: install PostgreSQL's client programs")
    secret = make_url(settings().database_url).password
    done = subprocess.run(  # noqa: S603 - our own arguments
        [found, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **({"PGPASSWORD": str(secret)} if secret else {})},
    )
    if done.returncode:
        raise BadCopy(f"{program}: {done.stderr.strip()}")


def _address() -> str:
    """Return the address of the database as PostgreSQL's own programs read it, without the password.

    Whoever is on the machine can read the arguments of its programs: the password goes by their environment.
    """
    url = make_url(settings().database_url)
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()


def _make_durable(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def main(arguments: list[str] | None = None) -> int:
    """Back up, or restore with `--restore`; the exit code says whether it was done."""
    parser = argparse.ArgumentParser(prog="python -m core.schema.back_up", description=__doc__)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--restore", action="store_true", help="put the copy in the place of the database")
    chosen = parser.parse_args(arguments)
    try:
        if not chosen.restore:
            print(f"Sauvegarde complète : {back_up(chosen.copy)}")
            return 0
        kept = restore(chosen.copy)
        print("Copie remise en place." + (f" Ce qui s'y trouvait est gardé dans {kept}." if kept else ""))
    except (BadCopy, OSError, sqlite3.Error) as fault:
        print(f"Rien n'a été fait. {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
