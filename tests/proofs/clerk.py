"""A process that reserves without pause until somebody kills it, and writes down what it was told was done (R10)."""

from __future__ import annotations

import os
import random
import threading
from dataclasses import dataclass
from pathlib import Path

from core.access.rights import Member
from core.database.doors import write
from core.database.engines import dispose_engines
from core.reservations.actions import ReservationRequest, reserve
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from core.shared.settings import settings


@dataclass(frozen=True)
class Counter:
    """Where a clerk works: the database, who reserves, and the departures with the first and last place of each."""

    url: str
    person_id: int
    partner_id: int
    departures: tuple[tuple[int, int, int], ...]
    folder: Path

    @property
    def intents(self) -> Path:
        """Return the file of what was asked."""
        return self.folder / "intents"

    @property
    def answers(self) -> Path:
        """Return the file of what was acknowledged."""
        return self.folder / "answers"

    def request(self, key: str) -> ReservationRequest:
        """Return the request behind a key; the same key is always the same request."""
        chance = random.Random(key)
        departure_id, from_site_id, to_site_id = chance.choice(self.departures)
        return ReservationRequest(
            request_id=key,
            partner_id=self.partner_id,
            departure_id=departure_id,
            from_site_id=from_site_id,
            to_site_id=to_site_id,
            quantity=Quantity(chance.randint(1, 9), chance.randint(0, 1)),
            temperature=TemperatureClass.chilled,
        )

    @property
    def member(self) -> Member:
        """Return who reserves."""
        return Member(person_id=self.person_id, partner_ids=(self.partner_id,))


def work(counter: Counter, generation: int, threads: int, answers_early: bool) -> None:
    """Reserve until killed; `answers_early` is the fault a control needs: saying yes before the commit."""
    os.environ["DATABASE_URL"] = counter.url
    settings.cache_clear()
    dispose_engines()
    started = [
        threading.Thread(target=_reserve_on, args=(counter, f"{generation}-{number}", answers_early), daemon=True)
        for number in range(threads)
    ]
    for each in started:
        each.start()
    for each in started:
        each.join()


def _reserve_on(counter: Counter, name: str, answers_early: bool) -> None:
    intents = os.open(counter.intents, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    answers = os.open(counter.answers, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    number = 0
    while True:
        number += 1
        key = f"{name}-{number}"
        os.write(intents, f"{key}\n".encode())
        try:
            if answers_early:
                os.write(answers, f"{key}\n".encode())
            write(lambda session, key=key: reserve(session, counter.member, counter.request(key)))  # type: ignore[misc]  # a default binds the loop variable
        except Refusal:
            continue
        if not answers_early:
            os.write(answers, f"{key}\n".encode())
