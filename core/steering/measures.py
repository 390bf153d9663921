"""From rows to figures: every indicator of one period, computed the same way for each of the periods compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.lines.load import NOTHING_CARRIED, Carriage
from core.reservations.states import ReservationState
from core.steering.alone import HIGHEST, LOWEST, PRUDENT, Hypothesis, OwnRounds, Ridden
from core.steering.comparison import ESTIMATED, compared, pooled, work_given
from core.steering.evidence import Goods, NetworkCard, PartnerFacts, SharedVehicle, Use
from core.steering.indicators import Indicator
from core.steering.loads import FilledTroughs, LineWeek, filled_troughs, percent_of, together
from core.steering.spans import Span
from core.steering.spread import Concentration, concentration, gini

CARRIED_STATES = (ReservationState.confirmed, ReservationState.delivered)
NO_ROOM_STATES = (ReservationState.waiting, ReservationState.requested)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All the rows of a review; the index of a span is its place in `in_spans`, `goods`, `given`."""

    uses: Sequence[Use]
    vehicles: Mapping[int, SharedVehicle]
    goods: Sequence[Sequence[Goods]]
    ridden: Sequence[Ridden]
    own_rounds: OwnRounds
    partners: Sequence[PartnerFacts]
    network: NetworkCard | None
    fares: Mapping[str, int]


def trough_below(uses: Iterable[Use]) -> dict[int, int]:
    """Return, per line, the load in per cent below which its week is a trough."""
    return {use.line_id: use.trough_below_percent for use in uses}


def loads_by_line_week(uses: Iterable[Use]) -> dict[LineWeek, Carriage]:
    """Add up what ran, by line and week, whatever the vehicle."""
    found: defaultdict[LineWeek, Carriage] = defaultdict(lambda: NOTHING_CARRIED)
    for use in uses:
        if not use.was_cancelled:
            found[use.line_id, use.week] += use.carriage
    return dict(found)


def troughs_of(span: Span, uses: Sequence[Use], *, until: date) -> FilledTroughs:
    """Count the trough weeks of a span and those that filled: weeks that begin in it and are over on `until`."""
    loads = loads_by_line_week(uses)
    weeks = [key for key in loads if key[1] in span and key[1] + timedelta(days=6) <= until]
    return filled_troughs(loads, sorted(weeks), trough_below(uses))


def metres_by_owner(uses: Iterable[Use], vehicles: Mapping[int, SharedVehicle]) -> dict[int, int]:
    """Return the metres driven by the vehicles of each owner."""
    found: defaultdict[int, int] = defaultdict(int)
    for use in uses:
        found[vehicles[use.vehicle_id].owner_id] += use.metres
    return dict(found)


def recorded_share(goods: Iterable[Goods]) -> float | None:
    """Return the share of the loads carried whose weight somebody wrote down at delivery."""
    of_carried = [each for each in goods if each.state in CARRIED_STATES]
    loads = sum(each.loads for each in of_carried)
    return sum(each.recorded_loads for each in of_carried) / loads if loads else None


Measured = dict[Indicator, float | None]


def measured(evidence: Evidence, index: int, span: Span, *, until: date) -> Measured:
    """Return every indicator of the span at `index`; None where nothing was there to measure."""
    in_span = [use for use in evidence.uses if use.in_spans[index]]
    ran = [use for use in in_span if not use.was_cancelled]
    if not in_span:
        return _people(evidence, index)
    troughs = troughs_of(span, evidence.uses, until=until)
    departures = sum(use.departures for use in ran)
    drive = concentration(metres_by_owner(ran, evidence.vehicles))
    return {
        Indicator.trough_weeks_filled: troughs.telling_percent,
        Indicator.fill_rate: percent_of(together(use.carriage for use in ran)),
        Indicator.departures_run: departures,
        Indicator.departures_cancelled: sum(use.departures for use in in_span) - departures,
        **_goods(evidence.goods[index]),
        **_compared(evidence, index, span),
        **_concentration(drive),
        **_people(evidence, index),
    }


def _goods(goods: Sequence[Goods]) -> Measured:
    of_carried = [each for each in goods if each.state in CARRIED_STATES]
    return {
        Indicator.delivered: sum(each.kg for each in of_carried),
        Indicator.to_food_banks: sum(each.food_bank_kg for each in of_carried),
        Indicator.unmet: sum(each.kg for each in goods if each.state in NO_ROOM_STATES),
    }


Estimates = dict[Indicator, tuple[float, float]]


def estimates(evidence: Evidence, index: int, span: Span) -> Estimates:
    """Return between what and what the estimated figures of a span lie: from the lowest hypothesis to the highest."""
    low, high = (_compared(evidence, index, span, hypothesis) for hypothesis in (LOWEST, HIGHEST))
    found = {indicator: (low[indicator], high[indicator]) for indicator in ESTIMATED}
    return {indicator: (a, b) for indicator, (a, b) in found.items() if a is not None and b is not None}


def saved_percent(evidence: Evidence, index: int, span: Span) -> float | None:
    """Return what pooling saved in the span at `index`, in per cent."""
    return _compared(evidence, index, span)[Indicator.saved]


def _compared(evidence: Evidence, index: int, span: Span, hypothesis: Hypothesis = PRUDENT) -> Measured:
    ran = [use for use in evidence.uses if use.in_spans[index] and not use.was_cancelled]
    kg = sum(each.kg for each in evidence.goods[index] if each.state in CARRIED_STATES)
    together_ = pooled(ran, evidence.vehicles, evidence.fares, work_cents=work_given(evidence.partners, index))
    sent = [each for each in evidence.ridden if each.day in span]
    return compared(together_, evidence.own_rounds.together(sent, hypothesis), kg)


def _concentration(drive: Concentration | None) -> Measured:
    return {
        Indicator.concentration: drive.hhi if drive else None,
        Indicator.largest_carrier: 100 * drive.largest_share if drive else None,
    }


def _people(evidence: Evidence, index: int) -> Measured:
    return {Indicator.effort_spread: gini([partner.given[index].value_cents for partner in evidence.partners])}
