"""`make prove`: every proof at full length, with its control; the exit code says whether all is as it must be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import forget_database
from tests.postgresql import PostgresqlServer
from tests.proofs import backed_up, histories, killed, oversell, power_cut, series
from tests.proofs.ground import ground
from tests.proofs.verdict import Verdict, lines_of

WRITERS, ROUNDS = 64, 40
SEASON_WRITERS, SEASON_DATES = 16, 26
KILLS = {"sqlite": 100, "postgresql": 60}
CUTS, COPIES, HISTORIES = 60, 12, 500

Pair = tuple[Verdict, Verdict]


def proofs(server: PostgresqlServer) -> Iterator[Pair]:
    """Yield each proof with its control, one after the other."""
    for engine in ("sqlite", "postgresql"):
        yield _oversell(engine, server)
        yield _series(engine, server)
        yield _killed(engine, server)
    yield _power_cut()
    yield _backed_up()
    yield from _histories()


def _oversell(engine: str, server: PostgresqlServer) -> Pair:
    with ground(engine, server):
        proof = oversell.prove(engine=oversell.engine_name(), writers=WRITERS, rounds=ROUNDS)
        return proof, oversell.break_it(engine=proof.engine)


def _series(engine: str, server: PostgresqlServer) -> Pair:
    with ground(engine, server):
        proof = series.prove(engine=oversell.engine_name(), writers=SEASON_WRITERS, dates=SEASON_DATES)
    with ground(engine, server):
        if engine == "sqlite":  # one lock: nothing to take in another order
            return proof, series.break_it(engine=proof.engine)
        return proof, series.prove(engine=proof.engine, writers=8, dates=SEASON_DATES, unsorted_locks=True)


def _killed(engine: str, server: PostgresqlServer) -> Pair:
    with ground(engine, server) as folder:
        proof = killed.prove(folder, engine=oversell.engine_name(), kills=KILLS[engine])
    with ground(engine, server) as folder:
        return proof, killed.prove(folder, engine=proof.engine, kills=KILLS[engine], answers_early=True)


def _power_cut() -> Pair:
    with ground("sqlite") as folder:
        proof = power_cut.prove(folder, cuts=CUTS)
    with ground("sqlite") as folder:
        return proof, power_cut.prove(folder, cuts=CUTS, synchronous="NORMAL")


def _backed_up() -> Pair:
    with ground("sqlite") as folder:
        proof = backed_up.prove(folder, copies=COPIES)
    with ground("sqlite") as folder:
        return proof, backed_up.prove(folder, copies=COPIES, by_hand=True)


def _histories() -> Iterator[Pair]:
    with ground("sqlite") as folder:
        template = folder / "navette.db"
        forget_database()  # the last connection to close empties the write-ahead log into the file
        played = Path(folder / "histories")
        played.mkdir()
        proof = histories.prove(template, played, histories=HISTORIES)
        yield proof, histories.prove(template, played, histories=HISTORIES, nobody_is_promoted=True)
        yield proof, histories.prove(template, played, histories=HISTORIES, kept_room_is_given_away=True)


def main() -> int:
    """Print every verdict as it is reached."""
    sound = True
    with PostgresqlServer.running() as server:
        for proof, control in proofs(server):
            print("\n".join(lines_of(proof, control)), flush=True)
            sound = sound and proof.holds and not control.holds
    print("Tout est prouvé." if sound else "Une preuve ne tient pas, ou un contrôle n'a pas été pris.")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
