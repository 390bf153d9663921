"""Nothing acknowledged is lost when the process is killed, and a key sent again is the same booking (R10)."""

from __future__ import annotations

import os
import random
import sys
import time
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

from sqlmodel import col, func, select

from core.audit.tables import AuditLine
from core.database.doors import reading, write
from core.reservations.actions import reserve
from core.reservations.tables import Reservation
from core.schema.verify import verify
from core.shared.errors import Refusal
from core.shared.settings import settings
from tests.proofs.clerk import Counter, work
from tests.proofs.verdict import Verdict
from tests.reservations.asking import a_dock

VERIFY_EVERY = 10
THREADS = 4


def a_counter(folder: Path, *, departures: int = 12) -> Counter:
    """Write departures with room for everybody and somebody to reserve on them."""
    docks = [a_dock(capacity_kg=40_000, payload_kg=40_000, pallet_hundredths=4_000) for _ in range(departures)]
    first = docks[0]
    return Counter(
        url=settings().database_url,
        person_id=first.member.person_id or 0,
        partner_id=first.partner_id,
        departures=tuple((each.departure_id, each.sites[0], each.sites[2]) for each in docks),
        folder=folder,
    )


def fresh_processes() -> ForkServerContext:
    """Return a way to start processes quickly: each is a copy of one that has read the code and done nothing."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.proofs.__main__"])
    return context


def start(process: BaseProcess) -> None:
    """Start a process without running the main script of this one again: a test of a page leaves its page there."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = script


def prove(folder: Path, *, engine: str, kills: int, answers_early: bool = False, seed: int = 7) -> Verdict:
    """Kill a reserving process `kills` times and look after each death for what was acknowledged and is not there."""
    counter, chance = a_counter(folder), random.Random(seed)
    context = fresh_processes()
    wrong: list[str] = []
    in_doubt = there_already = 0
    started = time.perf_counter()
    for generation in range(kills):
        process = context.Process(target=work, args=(counter, generation, THREADS, answers_early))
        start(process)
        _wait_for_work(counter, generation)
        time.sleep(chance.uniform(0.02, 0.3))
        process.kill()
        process.join()
        wrong += _lost(counter)
        redone, already = _ask_again(counter)
        in_doubt, there_already = in_doubt + redone + already, there_already + already
        if generation % VERIFY_EVERY == 0 or generation == kills - 1:
            wrong += verify()
        if wrong and answers_early:
            break
    acknowledged = len(_keys(counter.answers))
    wrong += _records()
    name = "says yes before the commit" if answers_early else "nothing acknowledged is lost by kill -9"
    figures = (
        f"{generation + 1} kills, {acknowledged} acknowledged, {in_doubt} in doubt asked again "
        f"({there_already} were there already), {time.perf_counter() - started:.1f} s"
    )
    return Verdict(name, engine, figures, tuple(wrong))


def _wait_for_work(counter: Counter, generation: int) -> None:
    """Wait until the new process has been told yes once: it is then in full swing."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if any(key.startswith(f"{generation}-") for key in _keys(counter.answers)):
            return
        time.sleep(0.02)
    raise TimeoutError("the clerk never began")


def _keys(file: Path) -> list[str]:
    """Return the whole lines of a file; the last one may have been cut by the kill."""
    return file.read_text("utf-8").split("\n")[:-1] if file.exists() else []


def _lost(counter: Counter) -> list[str]:
    with reading() as session:
        there = set(session.exec(select(Reservation.request_id)))
    return [f"{key} was acknowledged and is not there" for key in _keys(counter.answers) if key not in there]


def _ask_again(counter: Counter) -> tuple[int, int]:
    """Send every key in doubt again; return how many were booked now and how many had been."""
    answered = set(_keys(counter.answers))
    doubtful = [key for key in _keys(counter.intents) if key not in answered]
    with reading() as session:
        there = set(session.exec(select(Reservation.request_id)))
    with counter.answers.open("a", encoding="utf-8") as answers:
        for key in doubtful:
            try:
                write(lambda session, key=key: reserve(session, counter.member, counter.request(key)))  # type: ignore[misc]  # a default binds the loop variable
            except Refusal:
                continue
            answers.write(f"{key}\n")
    os.truncate(counter.intents, 0)
    return sum(key not in there for key in doubtful), sum(key in there for key in doubtful)


def _records() -> list[str]:
    """Return what is wrong if the audit does not hold exactly one line for each booking."""
    with reading() as session:
        bookings = session.exec(select(func.count(col(Reservation.id)))).one()
        told = session.exec(select(func.count(col(AuditLine.id))).where(AuditLine.act == "reserved")).one()
    return [] if bookings == told else [f"{bookings} bookings, {told} audit lines"]
