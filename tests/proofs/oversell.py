"""Nobody is ever oversold: writers fight for kilograms, pallets and legs of one departure, round after round (R1)."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session, col, select

from core.database.doors import reading, write
from core.lines.tables import Leg, LegRoom
from core.reservations.actions import ReservationRequest, Reserved, reserve
from core.reservations.states import TAKES_ROOM
from core.reservations.tables import Reservation, ReservationPart
from core.shared.errors import Refusal
from core.shared.settings import settings
from tests.proofs.verdict import Verdict
from tests.races.naive import naive_reserve, plain_engine
from tests.reservations.asking import Dock, a_dock, assert_sound

CAPACITY_KG, PAYLOAD_KG, PALLETS = 1000, 950, 600
WAYS = ((0, 1), (1, 2), (0, 2))


def prove(*, engine: str, writers: int, rounds: int, seed: int = 20270201) -> Verdict:
    """Let `writers` threads reserve at once on a new departure, `rounds` times, and add up what rides on each leg."""
    chance, wrong, booked, refused = random.Random(seed), [], 0, 0
    started = time.perf_counter()
    for _ in range(rounds):
        dock = a_dock(capacity_kg=CAPACITY_KG, payload_kg=PAYLOAD_KG, pallet_hundredths=PALLETS)
        asked = [_request(dock, chance) for _ in range(writers)]
        answers = _at_once([_reserving(dock, request) for request in asked])
        booked += sum(isinstance(answer, Reserved) for answer in answers)
        refused += sum(isinstance(answer, Refusal) for answer in answers)
        wrong += overloads(dock.departure_id)
        wrong += [repr(answer) for answer in answers if not isinstance(answer, Reserved | Refusal)]
    assert_sound()
    seconds = time.perf_counter() - started
    figures = f"{rounds} rounds × {writers} writers: {booked} booked, {refused} refused, {seconds:.1f} s"
    return Verdict("never oversold", engine, figures, tuple(wrong))


def break_it(*, engine: str) -> Verdict:
    """Do the same without our doors: look, then write. It must oversell."""
    dock = a_dock(capacity_kg=CAPACITY_KG, payload_kg=PAYLOAD_KG, pallet_hundredths=PALLETS)
    plain, looked = plain_engine(), threading.Barrier(4)

    def naive() -> bool:
        with Session(plain) as session:
            return naive_reserve(session, dock, 800, lambda: looked.wait(30), room_kg=PAYLOAD_KG)

    _at_once([naive] * 4)
    plain.dispose()
    return Verdict("look, then write", engine, "4 writers", tuple(overloads(dock.departure_id)))


def overloads(departure_id: int) -> list[str]:
    """Return a sentence for each leg on which the reservations themselves, not the counters, weigh too much."""
    with reading() as session:
        rooms = session.exec(select(LegRoom).where(LegRoom.departure_id == departure_id)).all()
        payloads = {
            leg.position: leg.payload_kg for leg in session.exec(select(Leg).where(Leg.departure_id == departure_id))
        }
        rides = session.exec(
            select(Reservation, ReservationPart)
            .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
            .where(ReservationPart.departure_id == departure_id, col(Reservation.state).in_(TAKES_ROOM))
        ).all()
    wrong = []
    for room in rooms:
        aboard = [
            each
            for each, part in rides
            if part.compartment_id == room.compartment_id
            and (part.from_position or 0) <= room.position < (part.to_position or 0)
        ]
        kg, pallets = sum(each.kg for each in aboard), sum(each.pallet_hundredths for each in aboard)
        if kg > min(room.capacity_kg, payloads[room.position]) or pallets > room.capacity_pallet_hundredths:
            wrong.append(f"departure {departure_id}, leg {room.position}: {kg} kg and {pallets} hundredths aboard")
    return wrong


def _request(dock: Dock, chance: random.Random) -> ReservationRequest:
    return dock.request(chance.randint(20, 240), pallets=chance.randint(10, 150), way=chance.choice(WAYS))


def _reserving(dock: Dock, request: ReservationRequest) -> Callable[[], object]:
    def run() -> object:
        try:
            return write(lambda session: reserve(session, dock.member, request))
        except Refusal as refusal:
            return refusal

    return run


def _at_once(acts: list[Callable[[], object]]) -> list[object]:
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        line.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def engine_name() -> str:
    """Return what the database in use is called."""
    return "SQLite" if settings().on_sqlite else "PostgreSQL"
