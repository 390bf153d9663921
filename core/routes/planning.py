"""What the worker does when a plan is asked for: read the day, search, check, compare, keep a draft."""

from datetime import date
from typing import Any

from core.database.doors import reading, write
from core.routes.day_views import DayBoard, day_board
from core.routes.draft_actions import Comparison, keep_draft
from core.routes.each_alone import AloneCosts, each_alone
from core.routes.emissions import FACTORS
from core.routes.engine import SECONDS_FOR_PEOPLE, propose
from core.routes.ortools_solver import solve
from core.routes.refusals import NoLoads
from core.work.actions import report_progress

_STEP_PERCENT = 3


def run(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Plan the tours of a day and keep them as a draft; return the draft's id.

    Args:
        job_id: the job to which progress is reported.
        arguments: `service_date` (ISO), `vehicle_ids`, `by` (the asker), and for tests `seconds` and `seed`.

    Raises:
        JobCancelled: somebody asked to stop; nothing is kept.
        NoLoads: the loads were cancelled meanwhile.
    """
    day = date.fromisoformat(arguments["service_date"])
    progress = _Progress(job_id)
    progress(0)
    with reading() as session:
        board = day_board(session, day)
    if not board.loads:
        raise NoLoads(day=day)
    problem = board.problem(arguments["vehicle_ids"])
    proposal = propose(
        problem,
        solve,
        budget=float(arguments.get("seconds", _seconds_for(board))),
        seed=int(arguments.get("seed", 1)),
        report=progress,
    )
    alone = each_alone(problem, proposal.plan, _costs_alone(board), FACTORS)
    progress(99)
    found = Comparison(problem, proposal, tuple(alone), FACTORS)
    plan_id = write(lambda session: keep_draft(session, found, job_id, arguments["by"]))
    return {"plan_id": plan_id}


def _seconds_for(board: DayBoard) -> float:
    """Return how long a person is asked to wait: a few seconds for a few loads."""
    return min(SECONDS_FOR_PEOPLE, 2.0 + 0.25 * len(board.loads))


def _costs_alone(board: DayBoard) -> dict[int, AloneCosts]:
    partners = board.places.partners
    return {key: AloneCosts(each.alone_cents_per_km, each.alone_cents_per_hour) for key, each in partners.items()}


class _Progress:
    """Reports to the job, a few times in all: each report is a small transaction."""

    def __init__(self, job_id: str) -> None:
        self._job_id = job_id
        self._told = -_STEP_PERCENT

    def __call__(self, percent: int, /) -> None:
        """Report when it is some steps further than before."""
        if percent >= self._told + _STEP_PERCENT:
            self._told = percent
            report_progress(self._job_id, min(99, percent))
