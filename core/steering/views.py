"""The review of a period: its figures against the period before and last year's, and what stands behind them."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.access.rights import Member, Right, require
from core.database.doors import ReadSession
from core.routes.crossings import CROSSINGS
from core.routes.distances import road
from core.routes.emissions import FACTORS
from core.seasons.week_load import PAST_SEASONS, same_week_before
from core.shared import clock
from core.shared.errors import N_, WrongInput
from core.shared.periods import week_start
from core.shared.places import Point
from core.steering import goods_store, owners_store, partners_store, portrait, use_store
from core.steering.alone import DirectRoad, OwnRounds
from core.steering.indicators import DEFINITIONS, Figure, Indicator
from core.steering.loads import FilledTroughs
from core.steering.measures import Evidence, estimates, measured, recorded_share, saved_percent, troughs_of
from core.steering.portrait import CarrierShare, PartnerEffort, PartnerPulse, VehicleFill, WeekFill
from core.steering.spans import Compared, Span, compared, merged, year_until
from core.steering.spread import BalanceSpread, HalfGiven, half_given_by

_FARES = {crossing.name: crossing.cents for crossing in CROSSINGS if crossing.is_ferry}
_MOST_LATE = timedelta(weeks=4)
_RECORDED = (Indicator.delivered, Indicator.to_food_banks)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the committee looks at for a period.

    `troughs` counts the trough weeks of the period, of the one before and of last year's. `balances` never names
    anybody, and leaves out a total that would give a single partner's amount away. `saved_over_a_year` is what pooling
    saved in the fifty-two weeks up to the period's end, because a short period shows one season only, and in the
    fifty-two weeks before those, if the network ran already when they began.
    """

    network_name: str
    animator_name: str | None
    periods: Compared
    figures: tuple[Figure, ...]
    saved_over_a_year: tuple[float | None, float | None]
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
    until = periods.this.last_day if periods.is_running else today - timedelta(days=1)
    this, before, last_year = (troughs_of(span, evidence.uses, until=until) for span in periods.spans)
    given = [partner.given[0].value_cents for partner in evidence.partners]
    return Review(
        network_name=evidence.network.name if evidence.network else "",
        animator_name=evidence.network.animator_name if evidence.network else None,
        periods=periods,
        figures=_figures(evidence, periods, until),
        saved_over_a_year=_saved_over_a_year(evidence, periods),
        troughs=(this, before, last_year),
        weeks=portrait.weeks_of(evidence, periods.this),
        vehicles=portrait.vehicles_of(evidence),
        carriers=portrait.carriers_of(evidence),
        effort=tuple(portrait.effort_of(partner, member) for partner in evidence.partners),
        half_given=half_given_by(given),
        balances=portrait.balances_of(evidence, member),
        pulses=portrait.pulses_of(evidence.partners, clock.now()),
    )


def _evidence(session: ReadSession, periods: Compared) -> Evidence:
    """Read the rows of the three periods, of two years, and of the same weeks in years before, each table once."""
    spans = (*periods.spans, *_years(periods))
    owned = owners_store.owned(session)
    partners, network = partners_store.partners_and_network(session, spans)
    return Evidence(
        uses=use_store.uses(session, spans=spans, ranges=_ranges(periods)),
        vehicles=owned.vehicles,
        goods=goods_store.goods(session, spans),
        ridden=goods_store.ridden(session, spans),
        own_rounds=OwnRounds(owned.places, owned.baselines, _direct_road, FACTORS),
        partners=partners,
        network=network,
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
    return merged([*ranges, *_years(periods)])


def _years(periods: Compared) -> tuple[Span, Span]:
    year = year_until(periods.this.last_day)
    return year, year_until(year.first_day - timedelta(days=1))


def _saved_over_a_year(evidence: Evidence, periods: Compared) -> tuple[float | None, float | None]:
    year, before = _years(periods)
    of_year, of_before = len(periods.spans), len(periods.spans) + 1
    begun = min((use.week for use in evidence.uses), default=date.max)
    ran_already = begun <= before.first_day + _MOST_LATE
    return (
        saved_percent(evidence, of_year, year),
        saved_percent(evidence, of_before, before) if ran_already else None,
    )


def _figures(evidence: Evidence, periods: Compared, until: date) -> tuple[Figure, ...]:
    this, before, last_year = (measured(evidence, index, span, until=until) for index, span in enumerate(periods.spans))
    share, between = recorded_share(evidence.goods[0]), estimates(evidence, 0, periods.this)
    return tuple(
        Figure(
            indicator,
            this.get(indicator),
            before.get(indicator),
            last_year.get(indicator),
            share if indicator in _RECORDED else None,
            between.get(indicator),
        )
        for indicator in DEFINITIONS
    )


def _direct_road(a: Point, b: Point) -> DirectRoad:
    way = road(a, b)
    return DirectRoad(way.metres, way.minutes, way.ferry_cents)
