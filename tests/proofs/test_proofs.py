"""The proofs of `make prove`, short: each holds, and each control that breaks the rule on purpose is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgresql import PostgresqlServer
from tests.proofs import backed_up, histories, killed, oversell, power_cut, series
from tests.proofs.ground import ground
from tests.proofs.verdict import Verdict, lines_of


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest) -> PostgresqlServer | None:
    return None if engine == "sqlite" else request.getfixturevalue("postgresql_server")


def test_nobody_is_oversold(engine: str, server: PostgresqlServer | None) -> None:
    with ground(engine, server):
        assert oversell.prove(engine=engine, writers=16, rounds=1).wrong == ()
        assert not oversell.break_it(engine=engine).holds


def test_a_season_is_whole_on_each_date(engine: str, server: PostgresqlServer | None) -> None:
    with ground(engine, server):
        assert series.prove(engine=engine, writers=3, dates=10).wrong == ()
        assert not series.break_it(engine=engine).holds


def test_nothing_acknowledged_is_lost_by_a_kill(engine: str, server: PostgresqlServer | None) -> None:
    with ground(engine, server) as folder:
        assert killed.prove(folder, engine=engine, kills=2).wrong == ()


def test_saying_yes_before_the_commit_is_caught() -> None:
    with ground("sqlite") as folder:
        assert not killed.prove(folder, engine="sqlite", kills=5, answers_early=True).holds


def test_nothing_acknowledged_is_lost_by_a_power_cut() -> None:
    with ground("sqlite") as folder:
        assert power_cut.prove(folder, cuts=6).wrong == ()
    with ground("sqlite") as folder:
        assert not power_cut.prove(folder, cuts=20, synchronous="OFF").holds


def test_a_copy_made_under_load_can_be_put_back() -> None:
    with ground("sqlite") as folder:
        assert backed_up.prove(folder, copies=2).wrong == ()
    with ground("sqlite") as folder:
        assert not backed_up.prove(folder, copies=4, by_hand=True).holds


def test_a_waiting_list_that_promotes_nobody_is_caught(sqlite_template: Path, tmp_path: Path) -> None:
    assert not histories.prove(sqlite_template, tmp_path, histories=400, nobody_is_promoted=True).holds
    assert not histories.prove(sqlite_template, tmp_path, histories=400, kept_room_is_given_away=True).holds


def test_a_control_that_was_not_caught_is_said_loudly() -> None:
    proof, control = Verdict("p", "SQLite", "1 round", ()), Verdict("c", "SQLite", "1 round", ())
    assert any("NOT caught" in line for line in lines_of(proof, control))
