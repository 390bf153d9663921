"""The waiting list is fair and no room stands idle (R3): random histories against a slow reading of the rules."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.reservations import priority_store, search
from tests.proofs.verdict import Verdict
from tests.reservations.test_histories import Histories

STEPS = 14


def prove(
    template: Path,
    folder: Path,
    *,
    histories: int,
    nobody_is_promoted: bool = False,
    kept_room_is_given_away: bool = False,
) -> Verdict:
    """Play `histories` random histories.

    `nobody_is_promoted` takes the promotion away, `kept_room_is_given_away` forgets whom room is kept for: both must
    be noticed.
    """
    Histories.template, Histories.folder = template, folder
    started = time.perf_counter()
    wrong: tuple[str, ...] = ()
    with pytest.MonkeyPatch.context() as patch:
        if nobody_is_promoted:
            patch.setattr(search, "promotions", lambda _room, _queue, **_rule: [])
        if kept_room_is_given_away:
            patch.setattr(priority_store, "with_priorities", lambda _session, boards, _keeping: list(boards))
        try:
            run_state_machine_as_test(
                Histories,
                settings=settings(
                    max_examples=histories,
                    stateful_step_count=STEPS,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except AssertionError as fault:
            wrong = (next(iter(str(fault).splitlines()), "an invariant broke")[:200],)
    figures = f"{histories} histories of up to {STEPS} acts, {time.perf_counter() - started:.1f} s"
    names = {"nobody is promoted": nobody_is_promoted, "kept room is given away": kept_room_is_given_away}
    name = next((each for each, is_so in names.items() if is_so), "the waiting list is fair, no room stands idle")
    return Verdict(name, "SQLite", figures, wrong)
