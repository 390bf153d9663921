"""What the worker does when a proposal is asked for: read the season, match, judge the result, keep it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from core.database.doors import reading
from core.lines.load import Carriage
from core.shared import clock
from core.troughs import store
from core.troughs.balance import BalanceProblem, Match, Ride, rides, shares_served, worth
from core.troughs.balance_checker import check
from core.troughs.balance_settling import settle
from core.troughs.balance_solver import solve
from core.troughs.balance_views import SeasonAhead, season_ahead
from core.troughs.proposal import DepartureFilled, Proposal, WeekBeforeAfter, loads_of
from core.troughs.refusals import NothingToPropose
from core.work.actions import report_progress

_SECONDS = 20.0


def run(job_id: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Propose who could fill the troughs of some weeks; return the proposal as JSON values.

    Args:
        job_id: the job to which progress is reported.
        arguments: `first_week` (ISO Monday) and `weeks`.

    Raises:
        JobCancelled: somebody asked to stop.
        NothingToPropose: no need meets any empty room.
    """
    first, weeks = date.fromisoformat(arguments["first_week"]), int(arguments["weeks"])
    report_progress(job_id, 5)
    with reading() as session:
        ahead = season_ahead(session, first_week=first, weeks=weeks, now=clock.now())
        rows = store.loads(session, [(first, first + timedelta(weeks=weeks - 1))])
        names = {line.line_id: line.name for line in store.lines(session).values()}
    report_progress(job_id, 15)
    found = rides(ahead.problem)
    if not found:
        raise NothingToPropose
    solved = solve(ahead.problem, found, seconds=_SECONDS, report=lambda percent: report_progress(job_id, percent))
    matches = settle(ahead.problem, found, solved.kg_by_ride)
    breaches = check(ahead.problem, matches)
    if breaches:
        raise RuntimeError(f"a proposal breaks rules and is not shown: {breaches[:3]}")
    before = {(row.line_id, row.week): row.carriage for row in rows}
    return Proposal(
        first_week=first,
        weeks=weeks,
        loads=loads_of(ahead.problem, matches),
        departures=_departures(ahead, matches),
        cells=_before_and_after(ahead, matches, before, names),
        asked_kg=sum(want.quantity.kg for want in ahead.problem.wants),
        filled_kg=sum(match.quantity.kg for match in matches),
        smallest_share=min(shares_served(ahead.problem, found, matches).values()),
        gap=_gap(ahead.problem, matches, solved.most_worth),
    ).document()


def _gap(problem: BalanceProblem, matches: Sequence[Match], most: float) -> float:
    reached = sum(worth(problem.wants[each.ride.want], each.ride) * each.quantity.kg for each in matches)
    return max(0.0, 1 - reached / most) if most else 0.0


def _departures(ahead: SeasonAhead, matches: Sequence[Match]) -> tuple[DepartureFilled, ...]:
    filled = (ahead.departures[number] for number in sorted({match.ride.truck for match in matches}))
    return tuple(
        DepartureFilled(each.departure.id or 0, each.line.name, each.departure.service_date) for each in filled
    )


def _before_and_after(
    ahead: SeasonAhead,
    matches: Sequence[Match],
    before: dict[tuple[int, date], Carriage],
    names: dict[int, str],
) -> tuple[WeekBeforeAfter, ...]:
    """Return each line's weeks before and after; what is proposed counts times the metres it rides."""
    kg: defaultdict[tuple[int, date], int] = defaultdict(int)
    pallets: defaultdict[tuple[int, date], int] = defaultdict(int)
    for match in matches:
        key = (ahead.departures[match.ride.truck].departure.line_id, ahead.problem.trucks[match.ride.truck].week)
        metres = _metres(ahead, match.ride)
        kg[key] += match.quantity.kg * metres
        pallets[key] += match.quantity.pallet_hundredths * metres
    return tuple(
        WeekBeforeAfter(
            line_id=key[0],
            line_name=names[key[0]],
            week=key[1],
            before=carriage.load_percent,
            after=(carriage + Carriage(kg[key], 0, pallets[key], 0, 0)).load_percent,
        )
        for key, carriage in sorted(before.items(), key=lambda each: (names[each[0][0]], each[0]))
    )


def _metres(ahead: SeasonAhead, ride: Ride) -> int:
    return sum(leg.metres for leg in ahead.departures[ride.truck].legs if leg.position in ride.legs)
