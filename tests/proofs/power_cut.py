"""Nothing acknowledged is lost when the power goes: the very sentences of `reserve`, on a disk that forgets (R10)."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest
from sqlalchemy import event

from core.database.doors import write
from core.database.engines import current_writer, sqlite_file
from core.reservations.actions import reserve
from core.schema.verify import verify
from core.shared.settings import settings
from tests.conftest import forget_database, use_database
from tests.proofs.faulty_disk import Disk, FaultyDisk
from tests.proofs.killed import a_counter
from tests.proofs.verdict import Verdict

Sentence = tuple[str, Any]
BOOKINGS = 40
CHECKPOINT_PAGES = 40  # small, so that cuts fall inside checkpoints too


def prove(folder: Path, *, cuts: int, synchronous: str | None = None, seed: int = 11) -> Verdict:
    """Cut the power `cuts` times while recorded bookings are written again; `synchronous` weakens our settings."""
    before, bookings = _record(folder)
    settings_used = _pragmas(synchronous)
    door, chance = FaultyDisk(), random.Random(seed)
    wrong: list[str] = []
    acknowledged, started = 0, time.perf_counter()
    for _ in range(cuts):
        with tempfile.TemporaryDirectory(prefix="cut") as place:
            keys = _until_the_power_goes(Path(place), before, bookings, settings_used, door, chance)
            acknowledged += len(keys)
            wrong += _damage(Path(place) / "after" / "navette.db", [key for key, _ in bookings], keys)
    door.unregister()
    figures = f"{cuts} cuts, {acknowledged} acknowledged, {time.perf_counter() - started:.1f} s"
    name = f"synchronous={synchronous}" if synchronous else "nothing acknowledged is lost by a power cut"
    return Verdict(name, "SQLite", figures, tuple(wrong))


def _record(folder: Path) -> tuple[bytes, list[tuple[str, list[Sentence]]]]:
    """Make a network, then bookings, and return the file before them and the sentences each one sent."""
    counter = a_counter(folder)
    file = sqlite_file(settings().database_url)
    assert file is not None
    forget_database()  # the last connection to close empties the write-ahead log into the file
    before = file.read_bytes()
    sent: list[Sentence] = []
    engine = current_writer()

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    bookings = []
    for number in range(BOOKINGS):
        key = f"cut-{number}"
        sent.clear()
        write(lambda session, key=key: reserve(session, counter.member, counter.request(key)))  # type: ignore[misc]  # a default binds the loop variable
        bookings.append((key, list(sent)))
    event.remove(engine, "before_cursor_execute", note)
    return before, bookings


def _pragmas(synchronous: str | None) -> list[str]:
    """Return the settings our own engine gives its connections, the last one weakened if asked."""
    with current_writer().connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    return [
        f"journal_mode = {mode}",
        f"synchronous = {synchronous or level}",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ]


def _until_the_power_goes(
    place: Path,
    before: bytes,
    bookings: Sequence[tuple[str, list[Sentence]]],
    pragmas: Sequence[str],
    door: FaultyDisk,
    chance: random.Random,
) -> list[str]:
    """Write some bookings again, cut the power, and return the keys that were acknowledged before."""
    file = place / "navette.db"
    file.write_bytes(before)
    door.disk = Disk({str(file): before})
    connection = apsw.Connection(str(file), vfs=FaultyDisk.NAME)
    for each in pragmas:
        connection.execute(f"PRAGMA {each}")
    last = chance.randrange(1, len(bookings) + 1)
    in_the_middle = chance.random() < 0.5
    acknowledged = []
    for number, (key, sentences) in enumerate(bookings[:last], start=1):
        connection.execute("BEGIN IMMEDIATE")
        stop_after = chance.randrange(len(sentences)) if in_the_middle and number == last else len(sentences)
        for statement, parameters in sentences[:stop_after]:
            connection.execute(statement, parameters)
        if stop_after == len(sentences):
            connection.execute("COMMIT")
            acknowledged.append(key)
    after = place / "after"
    after.mkdir()
    door.disk.cut_the_power(after, chance)
    connection.close()
    return acknowledged


def _damage(file: Path, keys: Sequence[str], acknowledged: Sequence[str]) -> list[str]:
    """Open what the power cut left, with our own engine, and return what is wrong with it."""
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        try:
            wrong = verify()
            with closing(sqlite3.connect(file)) as connection:
                there = {row[0] for row in connection.execute("SELECT request_id FROM reservation")}
        except Exception as fault:  # whatever breaks here is the finding
            return [f"the file cannot be read: {fault}"]
        finally:
            forget_database()
    settings.cache_clear()
    missing = [f"{key} was acknowledged and is not there" for key in acknowledged if key not in there]
    is_prefix = there == set(keys[: len(there)])
    return [*wrong, *missing, *([] if is_prefix else ["a later booking is there without an earlier one"])]
