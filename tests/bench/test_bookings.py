"""Bookings per second while sixteen people reserve at once, on each engine."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from core.access.rights import Member
from core.database.doors import write, writing
from core.reservations.actions import reserve
from core.reservations.requests import ReservationRequest
from core.schema.verify import verify
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_departure, a_member, a_partner, site_ids_of

WRITERS = 16
SECONDS = 6.0


@pytest.mark.bench
@pytest.mark.parametrize("departures", [1, 20], ids=["all on one departure", "over twenty departures"])
def test_bookings_per_second(database: str, departures: int) -> None:
    with writing() as session:
        partner_id = a_partner(session)
        member = a_member(session, partner_ids=[partner_id])
        open_ids = [
            a_departure(session, capacity_kg=20_000, pallet_hundredths=4_000, payload_kg=20_000)
            for _ in range(departures)
        ]
        ends = {each: site_ids_of(session, each) for each in open_ids}
    numbers = count()
    until = time.perf_counter() + SECONDS

    def work(writer: int) -> list[float]:
        took = []
        while time.perf_counter() < until:
            number = next(numbers)
            departure_id = open_ids[(number + writer) % departures]
            took.append(_one_booking(member, partner_id, departure_id, ends[departure_id], f"bench-{number}"))
        return took

    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as crowd:
        times = sorted(each for took in crowd.map(work, range(WRITERS)) for each in took)
    elapsed = time.perf_counter() - started
    middle, slow = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"\n{database}, {WRITERS} writers, {departures} departure(s): {len(times) / elapsed:.0f} bookings/s, "
        f"median {1000 * middle:.0f} ms, p99 {1000 * slow:.0f} ms"
    )
    assert verify() == []


def _one_booking(member: Member, partner_id: int, departure_id: int, sites: list[int], request_id: str) -> float:
    request = ReservationRequest(
        request_id=request_id,
        partner_id=partner_id,
        departure_id=departure_id,
        from_site_id=sites[0],
        to_site_id=sites[-1],
        quantity=Quantity(1, 0),
        temperature=TemperatureClass.chilled,
    )
    started = time.perf_counter()
    try:
        write(lambda session: reserve(session, member, request))
    except Refusal as no:  # pragma: no cover - only when the machine is too slow for the lock's patience
        print(f"refused: {no}")
    return time.perf_counter() - started
