"""A season is whole on each of its dates, whoever else books one: writers ask for the same dates at once (R1, R4)."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.database import doors
from core.database.doors import WriteSession, reading, write
from core.lines.store import lock_departures
from core.lines.tables import Departure
from core.reservations import series_actions
from core.reservations.series import SeriesDateState, SeriesRequest
from core.reservations.series_actions import SeriesStep, extend_series, make_series
from core.reservations.series_tables import ReservationSeries, SeriesDate
from core.reservations.states import STILL_AHEAD
from core.reservations.tables import Reservation
from core.shared.errors import BusyNetwork
from tests.proofs.oversell import overloads
from tests.proofs.verdict import Verdict
from tests.reservations.asking import assert_sound
from tests.reservations.seasons import Season, a_season

CAPACITY_KG, PALLETS = 1000, 600
_DEADLOCK = "40P01"


def prove(*, engine: str, writers: int, dates: int, unsorted_locks: bool = False) -> Verdict:
    """Let `writers` partners make the same season at once, each form sent twice, and count what each date became.

    `unsorted_locks` takes the order of the locks away: on PostgreSQL writers then wait for each other in circles.
    """
    season = a_season(weeks=dates, capacity_kg=CAPACITY_KG, pallet_hundredths=PALLETS)
    seasons = [season, *(season.somebody_else() for _ in range(writers - 1))]
    requests = [_request(each, dates, random.Random(number)) for number, each in enumerate(seasons)]
    started = time.perf_counter()
    with pytest.MonkeyPatch.context() as patch, _counting_busy(patch) as busy:
        if unsorted_locks:
            patch.setattr(series_actions, "lock_departures", _lock_in_any_order)
            patch.setattr(series_actions, "STEP_DATES", dates)
        wrong = _at_once([_making(*each) for each in zip(seasons, requests, strict=True) for _twice in range(2)])
    seconds = time.perf_counter() - started
    deadlocks = busy.count(_DEADLOCK)
    wrong += [f"{deadlocks} transactions were thrown back because they waited for each other"] * bool(deadlocks)
    wrong += _misbooked(season, dates)
    assert_sound()
    with reading() as session:
        booked = len(session.exec(select(Reservation.id).where(col(Reservation.state).in_(STILL_AHEAD))).all())
    figures = f"{writers} writers × {dates} dates, every form twice: {booked} booked or waiting, "
    figures += f"{deadlocks} deadlocks, {len(busy) - deadlocks} tried again after a long wait, {seconds:.1f} s"
    name = "locks in any order, the season in one step" if unsorted_locks else "a season is whole on each date"
    return Verdict(name, engine, figures, tuple(wrong))


def break_it(*, engine: str, dates: int = 4) -> Verdict:
    """Give each sending of a form a request id of its own: the same season is booked twice."""
    season = a_season(weeks=dates, capacity_kg=CAPACITY_KG, pallet_hundredths=PALLETS)
    request = season.request(100, weeks=dates)
    _at_once([_making(season, replace(request, request_id=uuid4().hex)) for _twice in range(2)])
    return Verdict("forms without an identity", engine, f"1 form twice × {dates} dates", tuple(_booked_twice(season)))


def _request(season: Season, dates: int, chance: random.Random) -> SeriesRequest:
    return season.request(chance.randint(60, 240), weeks=dates, waits_if_full=chance.random() < 0.5)


def _making(season: Season, request: SeriesRequest) -> Callable[[], str | None]:
    def run() -> str | None:
        try:
            step = write(lambda session: make_series(session, season.member, request))
            while step.next_day is not None:
                step = _next(season, step)
        except Exception as fault:  # every fault is a finding of the proof
            return repr(fault)
        return None

    return run


def _next(season: Season, step: SeriesStep) -> SeriesStep:
    return write(lambda session: extend_series(session, season.member, series_id=step.series_id))


def _misbooked(season: Season, dates: int) -> list[str]:
    """List overloaded departures, dates without an outcome, and dates booked twice or in part."""
    wrong = [each for departure_id in season.departures.values() for each in overloads(departure_id)]
    with reading() as session:
        rows = session.exec(
            select(ReservationSeries, SeriesDate, Reservation)
            .join(SeriesDate, col(SeriesDate.series_id) == ReservationSeries.id)
            .join(Reservation, col(Reservation.id) == SeriesDate.reservation_id, isouter=True)
            .where(ReservationSeries.line_id == season.line_id)
        ).all()
    for series, each, reservation in rows:
        if each.state == SeriesDateState.asked:
            wrong.append(f"S-{series.id}, {each.day}: nothing was decided")
        if reservation is not None and (reservation.kg, reservation.partner_id) != (series.kg, series.partner_id):
            wrong.append(f"S-{series.id}, {each.day}: {reservation.kg} kg instead of {series.kg}")
    counted = Counter(series.id for series, _date, _reservation in rows)
    wrong += [f"S-{series_id} has {count} dates" for series_id, count in counted.items() if count != dates]
    return wrong + _booked_twice(season)


def _booked_twice(season: Season) -> list[str]:
    with reading() as session:
        rows = session.execute(
            select_columns(col(ReservationSeries.partner_id), col(SeriesDate.day))
            .join(SeriesDate, col(SeriesDate.series_id) == ReservationSeries.id)
            .where(col(ReservationSeries.line_id) == season.line_id, col(SeriesDate.reservation_id).is_not(None))
        ).all()
    twice = [(key, count) for key, count in Counter((partner, day) for partner, day in rows).items() if count > 1]
    return [f"partner {partner} has {count} places on {day}" for (partner, day), count in sorted(twice)]


def _lock_in_any_order(session: WriteSession, departure_ids: Iterable[int]) -> dict[int, Departure]:
    """Lock departures one by one as chance has it: what sorting prevents."""
    shuffled = random.sample(list(departure_ids), len(list(departure_ids)))
    found: dict[int, Departure] = {}
    for departure_id in shuffled:
        found |= lock_departures(session, [departure_id])
    return found


@contextmanager
def _counting_busy(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count the transactions that the database threw back, each of which `write` would quietly try again."""
    met: list[str] = []
    real = doors.writing

    @contextmanager
    def watched() -> Iterator[WriteSession]:
        try:
            with real() as session:
                yield session
        except BusyNetwork as busy:
            cause: Any = getattr(busy.__cause__, "orig", busy.__cause__)
            if "request_id" not in str(cause):  # the second sending of a form, which then finds the first
                met.append(str(getattr(cause, "sqlstate", cause)))
            raise

    patch.setattr(doors, "writing", watched)
    yield met


def _at_once(acts: list[Callable[[], str | None]]) -> list[str]:
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], str | None]) -> str | None:
        line.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [fault for fault in pool.map(run, acts) if fault is not None]
