"""Random histories of a storage offer: whatever people do, counters are sums, nobody is overtaken, no room is idle."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from core.database.doors import reading, write
from core.shared import clock
from core.shared.errors import Refusal
from core.storage.actions import (
    accept_storage_offer,
    cancel_stay,
    change_stay,
    decline_storage_offer,
)
from core.storage.board import StorageBoard
from core.storage.check_views import drift
from core.storage.room import DayRoom
from core.storage.store import these_boards
from core.storage.waiting_list import Placed, answer_to
from tests.storage.depot import Depot, a_depot, somebody_else, stay_of

ACTS = 30


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_history_leaves_counters_sound_and_no_claimless_room_idle(database: str, seed: int) -> None:
    chance = random.Random(seed)
    depots = [a_depot(pallet_hundredths=10)]
    depots += [somebody_else(depots[0]) for _ in range(2)]
    made: list[tuple[Depot, int]] = []
    for _act in range(ACTS):
        with suppress(Refusal):
            _do_something(chance, depots, made)
        with reading() as session:
            assert drift(session) == []
            board = these_boards(session, [depots[0].offer_id], today=clock.today())[0]
        assert _idle(board) == []
    assert len(made) > ACTS // 4, "the history is not empty"


def _do_something(chance: random.Random, depots: list[Depot], made: list[tuple[Depot, int]]) -> None:
    if not made or chance.random() < 0.5:
        depot, first = chance.choice(depots), chance.randrange(6)
        pallets = chance.randint(1, 8)
        done = depot.ask(
            pallets,
            on=(first, first + chance.randrange(4)),
            waits_if_full=chance.random() < 0.8,
            promotes_at_once=chance.random() < 0.5,
            least_pallet_hundredths=chance.choice([None, 1]),
        )
        made.append((depot, done.stay_id))
        return
    depot, stay_id = chance.choice(made)
    stay = stay_of(stay_id)
    acts = (
        lambda session: cancel_stay(session, depot.member, stay_id=stay_id),
        lambda session: accept_storage_offer(session, depot.member, stay_id=stay_id),
        lambda session: decline_storage_offer(session, depot.member, stay_id=stay_id),
        lambda session: change_stay(
            session,
            depot.member,
            stay_id=stay_id,
            pallet_hundredths=chance.randint(1, 8),
            first_day=stay.first_day,
            last_day=stay.last_day,
            version=stay.version,
        ),
    )
    write(chance.choice(acts))


def _idle(board: StorageBoard) -> list[int]:
    """Return the stays that wait though there is room for them to which nobody before them has a claim."""
    return [
        waiter.stay_id
        for index, waiter in enumerate(board.queue)
        if isinstance(answer_to(board.room, board.queue[:index], waiter), Placed)
    ]


def test_control_a_lost_promotion_is_noticed(database: str) -> None:
    depot = a_depot(pallet_hundredths=10)
    depot.ask(8)
    somebody_else(depot).ask(5, waits_if_full=True)
    with reading() as session:
        board = these_boards(session, [depot.offer_id], today=clock.today())[0]
    assert _idle(board) == []
    empty = {day: DayRoom(room.offered, 0) for day, room in board.room.items()}
    assert len(_idle(replace(board, room=empty))) == 1
