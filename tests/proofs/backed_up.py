"""A copy made while people reserve holds everything acknowledged before it began, and can be put back."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from sqlmodel import select

from core.database.doors import reading
from core.database.engines import sqlite_file
from core.reservations.tables import Reservation
from core.schema.back_up import BadCopy, back_up, restore
from core.schema.verify import verify
from core.shared.settings import settings
from tests.conftest import forget_database, use_database
from tests.proofs.clerk import Counter, work
from tests.proofs.killed import THREADS, a_counter, fresh_processes, start
from tests.proofs.verdict import Verdict


def prove(folder: Path, *, copies: int, by_hand: bool = False) -> Verdict:
    """Copy the database `copies` times while others reserve, and open each copy; `by_hand` is a plain file copy."""
    counter = a_counter(folder)
    context = fresh_processes()
    process = context.Process(target=work, args=(counter, 0, THREADS, False))
    start(process)
    wrong: list[str] = []
    started = time.perf_counter()
    try:
        _wait_until(counter, 20)
        for number in range(copies):
            wrong += _one_copy(counter, folder / f"copy{number}.db", by_hand=by_hand)
            time.sleep(0.05)
    finally:
        process.kill()
        process.join()
    figures = (
        f"{copies} copies under load, {len(_answers(counter))} acknowledged, {time.perf_counter() - started:.1f} s"
    )
    return Verdict("cp of the file" if by_hand else "back-up and restore under load", "SQLite", figures, tuple(wrong))


def _one_copy(counter: Counter, copy: Path, *, by_hand: bool) -> list[str]:
    acknowledged = _answers(counter)
    live = sqlite_file(settings().database_url)
    assert live is not None
    try:
        if by_hand:
            shutil.copyfile(live, copy)
        else:
            back_up(copy)
        with pytest.MonkeyPatch.context() as patch:
            use_database(patch, f"sqlite:///{copy.with_name('restored.db')}")
            restore(copy)
            wrong = verify()
            with reading() as session:
                there = set(session.exec(select(Reservation.request_id)))
            forget_database()
    except BadCopy as fault:
        return [str(fault)]
    finally:
        settings.cache_clear()
        copy.unlink(missing_ok=True)
    return [*wrong, *(f"{key} was acknowledged before the copy and is not in it" for key in acknowledged - there)]


def _answers(counter: Counter) -> set[str]:
    return set(counter.answers.read_text("utf-8").split("\n")[:-1]) if counter.answers.exists() else set()


def _wait_until(counter: Counter, bookings: int) -> None:
    until = time.monotonic() + 60
    while len(_answers(counter)) < bookings:
        if time.monotonic() > until:
            raise TimeoutError("the clerk never began")
        time.sleep(0.05)
