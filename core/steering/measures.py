"""From rows to figures: every indicator of one period, computed the same way for each of the periods compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.lines.load import NOTHING_CARRIED, Carriage
from core.reservations.states import ReservationState
from core.steering.alone import RoundTrip, alone_cents, fare_of, pooled_cents
from core.steering.emissions import grams_of_run
from core.steering.evidence import Goods, NetworkCard, PartnerFacts, Ridden, SharedVehicle, Use
from core.steering.indicators import Indicator
from core.steering.loads import FilledTroughs, LineWeek, filled_troughs, percent_of, together
from core.steering.spans import Span
from core.steering.spread import Concentration, concentration, gini

CARRIED_STATES = (ReservationState.confirmed, ReservationState.delivered)
NO_ROOM_STATES = (ReservationState.waiting, ReservationState.requested)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All the rows of a review; the index of a span is its place in `in_spans`, `goods`, `trips`, `given`.

    `own_trips` holds, for each row of `ridden`, the round trip its partner would drive alone.
    """

    uses: Sequence[Use]
    vehicles: Mapping[int, SharedVehicle]
    goods: Sequence[Sequence[Goods]]
    ridden: Sequence[Ridden]
    own_trips: Sequence[RoundTrip]
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


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the shared runs of a span came to."""

    metres: int
    cents: int
    grams: int


def pooled(uses: Iterable[Use], vehicles: Mapping[int, SharedVehicle], fares: Mapping[str, int]) -> Pooled:
    """Add up kilometres, cost and greenhouse gases of shared runs."""
    metres = cents = grams = 0
    for use in uses:
        vehicle = vehicles[use.vehicle_id]
        metres += use.metres
        cents += pooled_cents(
            vehicle.costs,
            departures=use.departures,
            metres=use.metres,
            minutes=use.minutes,
            ferry_cents=use.crossings * fare_of(use.ferries, fares),
        )
        grams += grams_of_run(
            metres=use.metres, litres_per_100_km=vehicle.litres_per_100_km, is_refrigerated=vehicle.is_refrigerated
        )
    return Pooled(metres, cents, grams)


@dataclass(frozen=True, slots=True)
class Alone:
    """What the same loads would have come to, each partner with its own vehicle."""

    metres: int
    cents: int


def alone(evidence: Evidence, index: int) -> Alone:
    """Add up each partner's own round trips in the span at `index`."""
    metres = cents = 0
    for ride, trip in zip(evidence.ridden, evidence.own_trips, strict=True):
        trips = ride.trips[index]
        if trips:
            metres += trips * trip.metres
            cents += alone_cents(
                trip, trips=trips, dock_minute_hundredths=ride.dock_minute_hundredths[index], baseline=ride.baseline
            )
    return Alone(metres, cents)


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
        **_costs(evidence, index, ran),
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


def _costs(evidence: Evidence, index: int, ran: Sequence[Use]) -> Measured:
    together_, apart = pooled(ran, evidence.vehicles, evidence.fares), alone(evidence, index)
    kg = sum(each.kg for each in evidence.goods[index] if each.state in CARRIED_STATES)
    per_metre = together_.grams / together_.metres if together_.metres else None
    return {
        Indicator.shared_distance: together_.metres,
        Indicator.pooled_cost: together_.cents,
        Indicator.alone_cost: apart.cents,
        Indicator.pooled_cost_per_kg: together_.cents / kg if kg else None,
        Indicator.alone_cost_per_kg: apart.cents / kg if kg else None,
        Indicator.saved: 100 * (apart.cents - together_.cents) / apart.cents if apart.cents else None,
        Indicator.emissions_avoided: None if per_metre is None else per_metre * (apart.metres - together_.metres),
    }


def _concentration(drive: Concentration | None) -> Measured:
    return {
        Indicator.concentration: drive.hhi if drive else None,
        Indicator.largest_carrier: 100 * drive.largest_share if drive else None,
    }


def _people(evidence: Evidence, index: int) -> Measured:
    return {Indicator.effort_spread: gini([partner.given[index].value_cents for partner in evidence.partners])}
