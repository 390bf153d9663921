"""A line on which a coordinator says yes or no, with a load that waits for the answer; and a farm's whole season."""

from dataclasses import replace
from datetime import timedelta

from core.database.doors import WriteSession
from core.demo.demand import Wanted
from core.demo.replay import request_of
from core.demo.sources import flows
from core.demo.stage import Run, Stage
from core.lines.terms import USUAL_TERMS
from core.lines.terms_actions import set_line_terms
from core.reservations import actions as reservations
from core.reservations.series import SeriesRequest, SeriesRule
from core.reservations.series_actions import extend_series, make_series
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass

APPROVED_LINE, ASKS, SEASON_LINE, FARM = "TRAVERSE", "SPP", "VALLEE", "TRM"
_TUESDAYS = frozenset({1})
_LOAD = Quantity(90, 130)
_NOTE = "Plants fragiles : à charger en dernier"
_SEASON_LOAD, _LEAST_KG = Quantity(120, 150), 60
_SEASON_BEGINS, _SEASON_LASTS = timedelta(weeks=1), timedelta(weeks=20)


def ask_for_approval(session: WriteSession, stage: Stage) -> None:
    """Let the crossing ask for a coordinator's yes, and a partner ask for a place on it."""
    line_id = stage.lines[APPROVED_LINE]
    set_line_terms(session, stage.coordinator, line_id=line_id, terms=replace(USUAL_TERMS, needs_approval=True))
    for run in stage.runs:
        if run.line == APPROVED_LINE and run.closes_at > stage.span.now and _is_asked(session, stage, run):
            return


def _is_asked(session: WriteSession, stage: Stage, run: Run) -> bool:
    flow = next(each for each in flows() if each.line == APPROVED_LINE and each.partner == ASKS)
    request = request_of(stage, run, Wanted(flow, _LOAD, stage.span.now, None), f"approval-{run.day:%y%m%d}")
    request = replace(request, waits_if_full=False, least_kg=None, note=_NOTE)
    try:
        reservations.reserve(session, stage.acting_for[ASKS], request)
    except Refusal:
        stage.refused += 1
        return False
    return True


def reserve_a_season(session: WriteSession, stage: Stage) -> None:
    """Let the farm of the signed-in account reserve its Tuesdays to Rimouski: a part will do, or a place in line."""
    first_day = stage.span.today + _SEASON_BEGINS
    flow = next(each for each in flows() if each.line == SEASON_LINE and each.partner == FARM)
    request = SeriesRequest(
        request_id="season-of-the-farm",
        partner_id=stage.partners[FARM],
        line_id=stage.lines[SEASON_LINE],
        from_site_id=stage.sites[flow.from_site],
        to_site_id=stage.sites[flow.to_site],
        quantity=_SEASON_LOAD,
        temperature=TemperatureClass(flow.temperature),
        rule=SeriesRule(_TUESDAYS, first_day, first_day + _SEASON_LASTS),
        least_kg=_LEAST_KG,
        waits_if_full=True,
    )
    member = stage.acting_for[FARM]
    step = make_series(session, member, request)
    while step.next_day is not None:
        step = extend_series(session, member, series_id=step.series_id)
