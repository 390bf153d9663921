"""The waiting list is fair and no room stands idle (R3): random histories against a slow reading of the rules."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.reservations import search
from tests.proofs.verdict import Verdict
from tests.reservations.test_histories import Histories

STEPS = 14


def prove(template: Path, folder: Path, *, histories: int, nobody_is_promoted: bool = False) -> Verdict:
    """Play `histories` random histories; `nobody_is_promoted` takes the promotion away, which must be noticed."""
    Histories.template, Histories.folder = template, folder
    started = time.perf_counter()
    wrong: tuple[str, ...] = ()
    with pytest.MonkeyPatch.context() as patch:
        if nobody_is_promoted:
            patch.setattr(search, "promotions", lambda _room, _queue, **_rule: [])
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
            wrong = (str(fault).splitlines()[0][:200] or "an invariant broke",)
    figures = f"{histories} histories of up to {STEPS} acts, {time.perf_counter() - started:.1f} s"
    name = "nobody is promoted" if nobody_is_promoted else "the waiting list is fair, no room stands idle"
    return Verdict(name, "SQLite", figures, wrong)
