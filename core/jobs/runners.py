"""Which code each kind of job runs: `RUNNERS[kind](job_id, arguments)` returns the result to save (JSON values).

A runner reports progress through `core.work.actions.report_progress`, which is also how it learns that it was asked
to stop. Heavy libraries are imported inside the runner, so that only runner processes load them.
"""

import importlib
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from core.work.actions import report_progress

Runner = Callable[[str, dict[str, Any]], dict[str, Any]]


def _plan_tours(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
    from core.routes.planning import run

    result: dict[str, Any] = run(job_id, arguments)
    return result


def _balance_season(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
    from core.troughs.balance_planning import run

    return run(job_id, arguments)


def _self_check(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Count slowly: shows that a worker is there, that progress is seen, and that stopping works."""
    steps = int(arguments.get("steps", 5))
    for step in range(steps):
        report_progress(job_id, 100 * step // steps)
        time.sleep(float(arguments.get("seconds_per_step", 0.2)))
    return {"steps": steps}


RUNNERS: dict[str, Runner] = {"plan_tours": _plan_tours, "balance_season": _balance_season, "self_check": _self_check}


def warm_up() -> None:
    """Load what jobs will need, while the process waits for one."""
    with suppress(ImportError):
        importlib.import_module("core.routes.planning")
