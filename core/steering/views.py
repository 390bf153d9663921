"""The review of a period: its figures against the period before and last year's, and what stands behind them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, Right, require
from core.database.doors import ReadSession
from core.lines.load import NOTHING_CARRIED, Carriage
from core.partners.kinds import PartnerKind
from core.routes.crossings import CROSSINGS
from core.routes.distances import road
from core.seasons.week_load import PAST_SEASONS, same_week_before
from core.shared import clock
from core.shared.errors import N_, WrongInput
from core.shared.periods import week_start, weeks_between
from core.shared.places import Point
from core.steering import goods_store, partners_store, use_store
from core.steering.alone import DirectRoad, round_trip
from core.steering.evidence import PartnerFacts
from core.steering.indicators import DEFINITIONS, Figure, Indicator
from core.steering.loads import FilledTroughs, percent_of
from core.steering.measures import (
    Evidence,
    carriers,
    measured,
    recorded_share,
    troughs_of,
)
from core.steering.spans import Compared, Span, compared, merged
from core.steering.spread import BalanceSpread, HalfGiven, balance_spread, half_given_by

QUIET_AFTER_DAYS = 60
_FEWEST_TO_HIDE_ONE = 3
_FARES = {crossing.name: crossing.cents for crossing in CROSSINGS if crossing.is_ferry}
_RECORDED = (Indicator.delivered, Indicator.to_food_banks)


@dataclass(frozen=True, slots=True)
class WeekFill:
    """How full the network was in a week, and in the same week last year; None where nothing ran."""

    week: date
    percent: float | None
    last_year_percent: float | None


@dataclass(frozen=True, slots=True)
class VehicleFill:
    """How full a vehicle was over the period and over the one before, and how much it ran."""

    name: str
    owner_name: str
    percent: float | None
    before_percent: float | None
    departures: int
    metres: int


@dataclass(frozen=True, slots=True)
class CarrierShare:
    """A partner whose vehicles drove, with its share (0 to 1) of the kilometres."""

    name: str
    metres: int
    share: float


@dataclass(frozen=True, slots=True)
class PartnerEffort:
    """What a partner gave in the period; money only where the person who looks may see it (R9)."""

    partner_id: int
    name: str
    kind: PartnerKind
    minutes: int
    metres: int
    goods_kg: int
    value_cents: int | None
    balance_cents: int | None


@dataclass(frozen=True, slots=True)
class PartnerPulse:
    """A partner's last signs of life, and whether it has gone quiet."""

    name: str
    kind: PartnerKind
    reserved_at: datetime | None
    contributed_at: datetime | None
    signed_in_at: datetime | None
    silent_days: int | None
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the committee looks at for a period.

    `troughs` counts the trough weeks of the period, of the one before and of last year's. `balances` never names
    anybody, and leaves out a total that would give a single partner's amount away.
    """

    network_name: str
    animator_name: str | None
    periods: Compared
    figures: tuple[Figure, ...]
    troughs: tuple[FilledTroughs, FilledTroughs, FilledTroughs]
    weeks: tuple[WeekFill, ...]
    vehicles: tuple[VehicleFill, ...]
    carriers: tuple[CarrierShare, ...]
    effort: tuple[PartnerEffort, ...]
    half_given: HalfGiven | None
    balances: BalanceSpread | None
    pulses: tuple[PartnerPulse, ...]

    def figure(self, indicator: Indicator) -> Figure:
        """Return one figure."""
        return next(figure for figure in self.figures if figure.indicator is indicator)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing ran in the period."""
        return not self.vehicles


def review(session: ReadSession, member: Member, *, first_day: date, last_day: date) -> Review:
    """Return the review of a period; a period still running is measured up to yesterday.

    Raises:
        SignInNeeded, NotAllowed: the person does not sit on the committee.
        WrongInput: the period ends before it begins, or has not begun.
    """
    require(member, Right.committee)
    today = clock.today()
    if last_day < first_day or first_day > today:
        raise WrongInput(field=N_("Period"), reason=N_("it has not begun yet. Choose an earlier one."))
    periods = compared(first_day, last_day, today=today)
    evidence = _evidence(session, periods)
    network = partners_store.network_card(session)
    until = periods.this.last_day if periods.is_running else today - timedelta(days=1)
    this, before, last_year = (troughs_of(span, evidence.uses, until=until) for span in periods.spans)
    given = [partner.given[0].value_cents for partner in evidence.partners]
    return Review(
        network_name=network.name if network else "",
        animator_name=network.animator_name if network else None,
        periods=periods,
        figures=_figures(evidence, periods, until),
        troughs=(this, before, last_year),
        weeks=_weeks(evidence, periods.this),
        vehicles=_vehicles(evidence),
        carriers=_carriers(evidence),
        effort=tuple(_effort(partner, member) for partner in evidence.partners),
        half_given=half_given_by(given),
        balances=_balances(evidence, member),
        pulses=_pulses(evidence.partners, clock.now()),
    )


def _evidence(session: ReadSession, periods: Compared) -> Evidence:
    """Read the rows of the three periods, and the same weeks of the years before, each table once."""
    ridden = goods_store.ridden(session, periods.spans, _FARES)
    return Evidence(
        uses=use_store.uses(session, spans=periods.spans, ranges=_ranges(periods)),
        vehicles=use_store.vehicles(session),
        goods=goods_store.goods(session, periods.spans),
        ridden=ridden,
        own_trips=[round_trip(ride.stretch, _direct_road) for ride in ridden],
        partners=partners_store.partner_facts(session, periods.spans),
        fares=_FARES,
    )


def _ranges(periods: Compared) -> list[Span]:
    ranges = []
    for span in periods.spans:
        first, last = week_start(span.first_day), week_start(span.last_day)
        end = span.last_day if periods.is_running and span is periods.this else last + timedelta(days=6)
        ranges.append(Span(first, end))
        ranges += [
            Span(same_week_before(first, back), same_week_before(last, back) + timedelta(days=6))
            for back in range(1, PAST_SEASONS + 1)
        ]
    return merged(ranges)


def _figures(evidence: Evidence, periods: Compared, until: date) -> tuple[Figure, ...]:
    this, before, last_year = (measured(evidence, index, span, until=until) for index, span in enumerate(periods.spans))
    share = recorded_share(evidence.goods[0])
    return tuple(
        Figure(
            indicator,
            this.get(indicator),
            before.get(indicator),
            last_year.get(indicator),
            share if indicator in _RECORDED else None,
        )
        for indicator in DEFINITIONS
    )


def _direct_road(a: Point, b: Point) -> DirectRoad:
    way = road(a, b)
    return DirectRoad(way.metres, way.minutes, way.ferry_cents)


def _weeks(evidence: Evidence, span: Span) -> tuple[WeekFill, ...]:
    by_week: defaultdict[date, Carriage] = defaultdict(lambda: NOTHING_CARRIED)
    for use in evidence.uses:
        if not use.was_cancelled:
            by_week[use.week] += use.carriage
    return tuple(
        WeekFill(week, percent_of(by_week[week]), percent_of(by_week[same_week_before(week, 1)]))
        for week in weeks_between(span.first_day, span.last_day)
    )


def _vehicles(evidence: Evidence) -> tuple[VehicleFill, ...]:
    carried: defaultdict[tuple[int, int], Carriage] = defaultdict(lambda: NOTHING_CARRIED)
    departures: defaultdict[int, int] = defaultdict(int)
    metres: defaultdict[int, int] = defaultdict(int)
    for use in evidence.uses:
        if use.was_cancelled:
            continue
        for index in (0, 1):
            if use.in_spans[index]:
                carried[index, use.vehicle_id] += use.carriage
        if use.in_spans[0]:
            departures[use.vehicle_id] += use.departures
            metres[use.vehicle_id] += use.metres
    rows = [
        VehicleFill(
            name=evidence.vehicles[vehicle_id].name,
            owner_name=evidence.vehicles[vehicle_id].owner_name,
            percent=percent_of(carried[0, vehicle_id]),
            before_percent=percent_of(carried[1, vehicle_id]),
            departures=departures[vehicle_id],
            metres=metres[vehicle_id],
        )
        for vehicle_id in departures
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.percent or 0), row.name)))


def _carriers(evidence: Evidence) -> tuple[CarrierShare, ...]:
    ran = [use for use in evidence.uses if use.in_spans[0] and not use.was_cancelled]
    names = {vehicle.owner_id: vehicle.owner_name for vehicle in evidence.vehicles.values()}
    driven = carriers(ran, evidence.vehicles)
    whole = sum(driven.values()) or 1
    rows = [CarrierShare(names[owner_id], metres, metres / whole) for owner_id, metres in driven.items()]
    return tuple(sorted(rows, key=lambda row: (-row.metres, row.name)))


def _effort(partner: PartnerFacts, member: Member) -> PartnerEffort:
    given, may_see_money = partner.given[0], member.may_see_money_of(partner.partner_id)
    return PartnerEffort(
        partner_id=partner.partner_id,
        name=partner.name,
        kind=partner.kind,
        minutes=given.minutes,
        metres=given.metres,
        goods_kg=given.goods_kg,
        value_cents=given.value_cents if may_see_money else None,
        balance_cents=partner.balance_cents[0] if may_see_money else None,
    )


def _balances(evidence: Evidence, member: Member) -> BalanceSpread | None:
    spread = balance_spread([partner.balance_cents[0] for partner in evidence.partners])
    sees_all = member.has(Right.treasurer) or member.has(Right.coordinator)
    return spread if spread is None or sees_all else spread.for_others(fewest=_FEWEST_TO_HIDE_ONE)


def _pulses(partners: Sequence[PartnerFacts], now: datetime) -> tuple[PartnerPulse, ...]:
    return tuple(_pulse(partner, now) for partner in partners)


def _pulse(partner: PartnerFacts, now: datetime) -> PartnerPulse:
    signs = [at for at in (partner.reserved_at, partner.contributed_at, partner.signed_in_at) if at is not None]
    silent_days = (clock.local(now).date() - clock.local(max(signs)).date()).days if signs else None
    return PartnerPulse(
        name=partner.name,
        kind=partner.kind,
        reserved_at=partner.reserved_at,
        contributed_at=partner.contributed_at,
        signed_in_at=partner.signed_in_at,
        silent_days=silent_days,
        is_quiet=silent_days is None or silent_days > QUIET_AFTER_DAYS,
    )
