"""What the coming weeks should show: a week that is nearly full with people waiting, and a Wednesday to optimise."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from core.database.doors import WriteSession
from core.demo.cards import first_open_wednesday
from core.demo.demand import Wanted, chance, quantity_of
from core.demo.replay import request_of
from core.demo.sources import Flow, flows, wednesday_requests
from core.demo.stage import Run, Stage
from core.lines.actions import pause_line
from core.lines.kinds import DepartureKind
from core.reservations import actions as reservations
from core.reservations.states import ReservationState
from core.reservations.views import reservations_of
from core.shared.errors import Refusal

PEAK_LINE = "VALLEE"
_PEAK_WEEKS_AHEAD = 3
_ROUNDS_TO_FILL = 3
_WAITING = 6
_ASKED_FIRST = "CAV"
_MOST_GIVEN_UP = 3
_REQUESTED_SHARES = (0.85, 0.4, 0.2, 0.1)


def fill_a_peak_week(session: WriteSession, stage: Stage) -> None:
    """Book one departure of a coming week until little room is left, then let some loads wait for it."""
    run = _peak_run(stage)
    if run is None:
        return
    usual = [flow for flow in flows() if flow.line == PEAK_LINE]
    made: list[tuple[Flow, int]] = []
    waiting = 0
    for number in range(_ROUNDS_TO_FILL * len(usual)):
        flow = usual[number % len(usual)]
        wants_to_wait = waiting < _WAITING and number >= len(usual)
        answer = _ask(session, stage, run, flow, f"peak-{number}", waits_if_full=wants_to_wait)
        waiting += isinstance(answer, reservations.Waiting)
        if isinstance(answer, reservations.Reserved):
            made.append((flow, answer.reservation_id))
    _give_up_until_offered(session, stage, made)


def _give_up_until_offered(session: WriteSession, stage: Stage, made: list[tuple[Flow, int]]) -> None:
    """Cancel a load or two, until the food bank that asked to be asked first has an offer to answer."""
    member = stage.acting_for[_ASKED_FIRST]
    for flow, reservation_id in made[:_MOST_GIVEN_UP]:
        reservations.cancel(session, stage.acting_for[flow.partner], reservation_id=reservation_id)
        rows = reservations_of(session, member, partner_id=stage.partners[_ASKED_FIRST])
        if any(row.state == ReservationState.offered for row in rows):
            return


def request_wednesdays(session: WriteSession, stage: Stage) -> None:
    """Ask for places in the flexible tours: most of them for the next Wednesday, fewer later."""
    first = first_open_wednesday(stage.span)
    days = [first + timedelta(weeks=weeks) for weeks in range(len(_REQUESTED_SHARES))]
    for day, share in zip(days, _REQUESTED_SHARES, strict=True):
        for flow, run in _tours(stage, day):
            name = f"wed-{flow.partner}-{flow.from_site}-{flow.to_site}-{day:%y%m%d}"
            if chance(stage.span.seed, name).random() < share:
                _ask(session, stage, run, flow, name, waits_if_full=False)


def announce_a_pause(session: WriteSession, stage: Stage) -> None:
    """Pause the crossing for the ferry's maintenance, in the second half of the coming January."""
    first_day = date(stage.span.today.year + 1, 1, 15)
    pause_line(
        session,
        stage.coordinator,
        line_id=stage.lines["TRAVERSE"],
        first_day=first_day,
        last_day=first_day + timedelta(days=13),
        reason="Entretien annuel du traversier",
    )


def _peak_run(stage: Stage) -> Run | None:
    earliest = stage.span.today + timedelta(weeks=_PEAK_WEEKS_AHEAD)
    return next((run for run in stage.runs if run.line == PEAK_LINE and run.day >= earliest), None)


def _tours(stage: Stage, day: date) -> Iterable[tuple[Flow, Run]]:
    tours = {run.line: run for run in stage.runs if run.kind is DepartureKind.flexible and run.day == day}
    return ((flow, tours[flow.line]) for flow in wednesday_requests() if flow.line in tours)


def _ask(
    session: WriteSession, stage: Stage, run: Run, flow: Flow, name: str, *, waits_if_full: bool
) -> reservations.Answered | None:
    quantity = quantity_of(chance(stage.span.seed, "quantity", name), flow, 0.6)
    wanted = Wanted(flow, quantity, stage.span.now, None)
    request = replace(
        request_of(stage, run, wanted, name),
        waits_if_full=waits_if_full,
        promotes_at_once=flow.partner != _ASKED_FIRST,
    )
    try:
        return reservations.reserve(session, stage.acting_for[flow.partner], request)
    except Refusal:
        stage.refused += 1
        return None
